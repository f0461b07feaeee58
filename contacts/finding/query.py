"""A typed query as conditions on people, each word by its forms, from the surest to the boldest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import QuerySet

from contacts.finding.conditions import Condition, In, as_read, held
from contacts.finding.keys import END, FULL, LATIN_SOUND, SOUND, STEM, WORK, WORK_SOUND
from contacts.finding.layout import other_layout
from contacts.finding.pieces import Piece, all_of, any_of
from contacts.finding.short_names import meant_names
from contacts.finding.sound import sounds
from contacts.finding.stems import is_cyrillic, name_stem, stem
from contacts.models.tag import Tag
from contacts.owned import AnyUser
from contacts.prepared import prepared
from contacts.text import fold, words

MOST_WORDS = 6
LONGEST = 200
LONG = 5
_PHONE = re.compile(r"[\d\s()+-]{5,}")


# The tags of an owner: their ids and their folded words.
Tags: TypeAlias = Sequence[tuple[int, str]]


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

    def begins_names(self, where: In = In.HELD) -> Condition:
        """Every word begins a word of the names, as it is written."""
        return held(all_of(Piece(word, begins=True) for word in self.words), where)

    def whole_names(self) -> Condition:
        return held(all_of(map(Piece, self.words)))

    def names(self) -> Condition:
        """Every word is in the names in some form: other alphabet, other case, short or full name."""
        return held(all_of(any_of(in_names(word)) for word in self.words))

    def anywhere(self, tags: Tags) -> Condition:
        """Every word is in the names, the work, the channels or the tags; or all is a telephone number."""
        found = (tuple((_kept(word), *_outside(word, tags)) for word in self.words),)
        return (*found, ((_channels(_in_number(self.phone)),),)) if self.phone else found

    def with_notes(self) -> Condition:
        """Every word is in the names, in the work, or in what was written about the person and after talks."""
        return (tuple((_kept(word), *_in_notes(word)) for word in self.words),)


def _phone(text: str) -> str:
    """The digits of a telephone number without the country's, as far as they were typed."""
    if not _PHONE.fullmatch(text.strip()):
        return ""
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) >= 10 and digits[0] in "78":
        digits = digits[1:]
    return digits if len(digits) > 4 else ""


def _kept(word: str) -> tuple[In, Any]:
    """Where the word is in what is kept with the person."""
    return In.KEPT, as_read(any_of([*in_names(word), *_in_work(word)]))


def in_names(word: str) -> Iterator[Piece]:
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


def is_in(kept: str, pieces: Iterable[Piece]) -> bool:
    """Whether one of the pieces stands in a kept text, as its index would answer."""
    return any(f" {piece.text}" in kept if piece.begins else f" {piece.text} " in kept for piece in pieces)


def _in_work(word: str) -> Iterator[Piece]:
    yield Piece(WORK + word, begins=True)
    for start in beginnings(stem(word)):
        yield Piece(WORK + start, begins=True)
    for heard in beginnings(*sounds(word)):
        yield Piece(WORK_SOUND + heard, begins=True)


def beginnings(*forms: str) -> tuple[str, ...]:
    """Of the forms of a word those that are long enough to say something: «Анна» without its ending is in аналитик."""
    return tuple(one for one in forms if len(one) > 2)


def tag_piece(word: str) -> str:
    """With what a word of a tag must begin."""
    return next(iter(beginnings(stem(word))), word)


def _outside(word: str, tags: Tags) -> Iterator[tuple[In, Any]]:
    if len(word) < 3:
        return
    if bearing := [pk for pk, folded in tags if f" {tag_piece(word)}" in f" {folded}"]:
        yield In.TAGS, bearing
    if not is_cyrillic(word):
        yield _channels([Piece(word, begins=True), Piece(END + word[::-1], begins=True)])


@prepared
def tags_of(owner: AnyUser) -> QuerySet[Tag, Any]:
    return Tag.objects.for_owner(owner).order_by().values_list("pk", "folded")


def _in_number(digits: str) -> list[Piece]:
    """The digits begin a number or end it; in Russia an 8 may stand for the country."""
    typed = [digits, digits[1:]] if digits[0] == "8" and len(digits) > LONG else [digits]
    return [*(Piece(one, begins=True) for one in typed), Piece(END + digits[::-1], begins=True)]


def _channels(pieces: Iterable[Piece]) -> tuple[In, Any]:
    return In.CHANNELS, as_read(any_of(pieces))


def _in_notes(word: str) -> Iterator[tuple[In, Any]]:
    wanted = as_read(Piece(stem(word), begins=True))
    return ((place, wanted) for place in (In.ABOUT, In.TALKS, In.LINES))
