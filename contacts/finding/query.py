"""A typed query as conditions on people, each word by its forms, from the surest to the boldest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from contacts.finding.keys import FULL, LATIN_SOUND, SOUND, STEM, WORK, WORK_SOUND
from contacts.finding.layout import other_layout
from contacts.finding.pieces import Piece, all_of, any_of
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
        return Q(search_text__holds=all_of(Piece(word, begins=True) for word in self.words))

    def whole_names(self) -> Q:
        return Q(search_text__holds=all_of(map(Piece, self.words)))

    def names(self) -> Q:
        """Every word is in the names in some form: other alphabet, other case, short or full name."""
        return Q(search_text__holds=all_of(any_of(_in_names(word)) for word in self.words))

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
    """The word is in what is kept with the person."""
    return Q(search_text__holds=any_of([*_in_names(word), *_in_work(word)]))


def _in_names(word: str) -> Iterator[Piece]:
    cyrillic = is_cyrillic(word)
    yield Piece(word, begins=True)
    for heard in sounds(word):
        if len(heard) > 1:
            # Between two words in Cyrillic a beginning of the sound says too little: «Марии» is not Марина.
            yield Piece(LATIN_SOUND + heard, begins=True)
            yield Piece(SOUND + heard, begins=not cyrillic)
            yield Piece(FULL + heard, begins=not cyrillic or len(heard) >= LONG)
    for full in meant_names(word):
        yield Piece(SOUND + full)
        yield Piece(FULL + full)
    if cyrillic and len(word) > 2:
        yield Piece(STEM + name_stem(word))


def _in_work(word: str) -> Iterator[Piece]:
    yield Piece(WORK + word, begins=True)
    if len(word) > 2:
        yield Piece(WORK + stem(word), begins=True)
        for heard in sounds(word):
            yield Piece(WORK_SOUND + heard, begins=True)


def _outside(word: str, owner: AnyUser) -> Q:
    tags = Tag.objects.for_owner(owner)
    found = Q(pk__in=tags.filter(folded__has=stem(word)).values("contacts")) if len(word) > 2 else Q()
    if len(word) > 2 and not is_cyrillic(word):
        found |= Q(pk__in=_of_channels(owner, word))
    return found


def _of_channels(owner: AnyUser, part: str) -> object:
    return Channel.objects.filter(owner=owner.pk, value_folded__has=part).values("contact")


def _in_notes(word: str, owner: AnyUser) -> Q:
    piece = Piece(stem(word), begins=True)
    talks = Interaction.objects.filter(owner=owner.pk, trash=None, note_text__holds=piece).order_by()
    # Through the found talks and the found parts apart: an OR would lead through all of them.
    inside = Participant.objects.filter(interaction__in=talks.values("pk")).order_by().values("contact")
    own = Participant.objects.filter(owner=owner.pk, own_text__holds=piece, interaction__trash=None).order_by()
    return Q(about_text__holds=piece) | Q(pk__in=inside) | Q(pk__in=own.values("contact"))
