"""A typed query as conditions on people, each word by its forms, from the surest to the boldest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from django.db.models import Q

from contacts.finding.keys import FULL, LATIN_SOUND, SOUND, STEM, WORK, WORK_SOUND
from contacts.finding.layout import other_layout
from contacts.finding.short_names import meant_names
from contacts.finding.sound import sounds
from contacts.finding.stems import is_cyrillic, name_stem, stem
from contacts.models.channel import Channel
from contacts.models.interaction import Interaction, Participant
from contacts.models.tag import Tag
from contacts.owned import AnyUser
from contacts.text import fold, words

MOST_WORDS = 6
LONGEST = 200
LONG = 5
_PHONE = re.compile(r"[\d\s()+-]{5,}")


@dataclass(frozen=True)
class Query:
    """The folded words of a query, and the telephone number that it may be."""

    words: tuple[str, ...]
    phone: str = ""

    @classmethod
    def read(cls, text: str) -> Query:
        text = text[:LONGEST]
        return cls(tuple(words(text)[:MOST_WORDS]), _phone(text))

    @classmethod
    def in_other_layout(cls, text: str) -> Query:
        """The query with its words turned; of words in both alphabets the Latin ones are, the others were meant so."""
        pieces = fold(text[:LONGEST]).split()
        mixed = any(map(is_cyrillic, pieces)) and not all(map(is_cyrillic, pieces))
        turned = (piece if mixed and is_cyrillic(piece) else other_layout(piece) or piece for piece in pieces)
        return cls.read(" ".join(turned))

    def __bool__(self) -> bool:
        return bool(self.words)

    def begins_names(self) -> Q:
        """Every word begins a word of the names, as it is written."""
        return _all(Q(search_text__has=f" {word}") for word in self.words)

    def whole_names(self) -> Q:
        return _all(Q(search_text__has=f" {word} ") for word in self.words)

    def names(self) -> Q:
        """Every word is in the names in some form: other alphabet, other case, short or full name."""
        return _all(map(_in_names, self.words))

    def anywhere(self, owner: AnyUser) -> Q:
        """Every word is in the names, the work, the channels or the tags; or all is a telephone number."""
        found = _all(_in_kept(word) | _outside(word, owner) for word in self.words)
        return found | Q(pk__in=_of_channels(owner, self.phone)) if self.phone else found

    def with_notes(self, owner: AnyUser) -> Q:
        """The same, and what was written about the person and after talks."""
        return _all(_in_kept(word) | _in_notes(word, owner) for word in self.words)


def _all(conditions: Iterable[Q]) -> Q:
    found = Q()
    for one in conditions:
        found &= one
    return found


def _phone(text: str) -> str:
    """The digits of a telephone number without the country's, as far as they were typed."""
    if not _PHONE.fullmatch(text.strip()):
        return ""
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) >= 10 and digits[0] in "78":
        digits = digits[1:]
    return digits if len(digits) > 4 else ""


def _in_kept(word: str) -> Q:
    """The word is in what is kept with the person. Two or three plain looks tell most people apart from it first."""
    return _bare(word) & (_in_names(word) | _in_work(word))


def _bare(word: str) -> Q:
    """What every form of the word has in it, whatever sign stands before it."""
    roots = {_beginning(word, name_stem(word), stem(word)), *sounds(word), *meant_names(word)}
    roots = {one for one in roots if not any(other in one for other in roots if other != one)}
    found = Q()
    for root in sorted(roots):
        found |= Q(search_text__has=root)
    return found if all(roots) else Q()


def _beginning(*forms: str) -> str:
    """The letters that all forms begin with."""
    letters = takewhile(lambda together: len(set(together)) == 1, zip(*forms, strict=False))
    return "".join(one for one, *_others in letters)


def _in_names(word: str) -> Q:
    cyrillic = is_cyrillic(word)
    found = Q(search_text__has=f" {word}")
    for heard in sounds(word):
        if len(heard) > 1:
            # Between two words in Cyrillic a beginning of the sound says too little: «Марии» is not Марина.
            end = " " if cyrillic else ""
            found |= Q(search_text__has=f" {LATIN_SOUND}{heard}") | Q(search_text__has=f" {SOUND}{heard}{end}")
            found |= Q(search_text__has=f" {FULL}{heard}{end if len(heard) < LONG else ''}")
    for full in meant_names(word):
        found |= Q(search_text__has=f" {SOUND}{full} ") | Q(search_text__has=f" {FULL}{full} ")
    if cyrillic and len(word) > 2:
        found |= Q(search_text__has=f" {STEM}{name_stem(word)} ")
    return found


def _in_work(word: str) -> Q:
    found = Q(search_text__has=f" {WORK}{word}")
    if len(word) > 2:
        found |= Q(search_text__has=f" {WORK}{stem(word)}")
        for heard in sounds(word):
            found |= Q(search_text__has=f" {WORK_SOUND}{heard}")
    return found


def _outside(word: str, owner: AnyUser) -> Q:
    tags = Tag.objects.for_owner(owner)
    found = Q(pk__in=tags.filter(folded__has=stem(word)).values("contacts")) if len(word) > 2 else Q()
    if len(word) > 2 and not is_cyrillic(word):
        found |= Q(pk__in=_of_channels(owner, word))
    return found


def _of_channels(owner: AnyUser, part: str) -> object:
    return Channel.objects.filter(owner=owner.pk, value_folded__has=part).values("contact")


def _in_notes(word: str, owner: AnyUser) -> Q:
    piece = f" {stem(word)}"
    talks = Interaction.objects.filter(owner=owner.pk, trash=None, note_text__has=piece).order_by()
    written = Q(own_text__has=piece) | Q(interaction__in=talks.values("pk"))
    parts = Participant.objects.filter(written, owner=owner.pk, interaction__trash=None).order_by().values("contact")
    return Q(about_text__has=piece) | Q(pk__in=parts)
