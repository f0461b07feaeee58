"""Words folded to their stems, so that «встречи» finds «встреча», on every database alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from django.db import connection
from django.db.models import Case, ExpressionWrapper, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact
from snowballstemmer import stemmer

from contacts.finding.pieces import LONGEST, Piece, all_of, as_fts5
from contacts.prepared import prepared
from contacts.text import fold, sort_key, words
from networking.guidance.leading.twins import foreign, readable, readers_language
from networking.guidance.models import Note
from networking.guidance.text.links import same_word, without_ending

# So many words of a query are looked for, and so many notes that have them are ranked.
MOST_WORDS, MOST_RANKED = 8, 100
Row = TypeVar("Row")
_russian, _english = stemmer("russian"), stemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word, by its alphabet; a number is its own."""
    if word.isdigit():
        return word
    cyrillic = any("а" <= letter <= "я" for letter in word)
    return str((_russian if cyrillic else _english).stemWord(word))


def search_text_of(*parts: str) -> str:
    """What a note is found by: each stem once, with a space before it."""
    # No word goes across a gap, and most words of a text come again and again. One sign parts them in half the time.
    between_gaps = dict.fromkeys(" ".join(parts).replace("\n", " ").split(" "))
    # What is too long for a word is seldom met again, and would fill the memory.
    known = _stems_in if max(map(len, between_gaps)) <= LONGEST else _stems_in.__wrapped__
    stems = dict.fromkeys(chain.from_iterable(map(known, between_gaps)))
    return "".join([f" {one[:LONGEST]}" for one in stems])


@lru_cache(maxsize=20_000)
def _stems_in(text: str) -> tuple[str, ...]:
    """The stems of what stands between two gaps: of a word and the signs around it, or of several words in one."""
    return tuple(map(stem, words(text)))


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """One key for all ways in which the name of a note may be written."""
    return same_word(without_ending(name))


def tag_key(name: str) -> str:
    return fold(name)


def stems_of(query: str) -> list[str]:
    """The stems that a query asks for, each once, as many as are looked for."""
    return list(dict.fromkeys(stem(word)[:LONGEST] for word in words(query)))[:MOST_WORDS]


def search(query: str) -> QuerySet[Note]:
    """Notes for the reader that have all words of the query, the best first. An empty query finds all, by name.

    Those named so come first, then those that speak of it early: the words of a note are kept in the order of its
    title, its names and labels, and its text.
    """
    notes = Note.objects.filter(readable(readers_language())).defer(
        "html", "body", "toc", "front_matter", "search_text"
    )
    stems = stems_of(query)
    if not stems:
        return notes if not query.strip() else notes.none()
    return _ranked(notes.filter(pk__in=_likely(stems)), search_text_of(query), [f" {one}" for one in stems])


def first_of(query: str, number: int, *, elsewhere: bool = False) -> list[tuple[str, str]]:
    """The titles and addresses of the first notes that `search` finds for words: two queries, made once.

    `elsewhere`: where the reader's language has nothing, what the other one has is named.
    """
    stems = stems_of(query)
    likely = (_likely_anywhere(stems) if elsewhere else _likely(stems)) if stems else []
    if not likely:
        return []
    return _best(_padded(likely), search_text_of(query), *(f" {one}" for one in stems), number=number)


def ids_found(query: str, folder: str = "", *, elsewhere: bool = False) -> list[int]:
    """The ids of what `search` finds in its order, of a folder if it is named.

    `elsewhere` looks among the notes that `search` leaves out: those that the reader has in their own language.
    """
    stems = stems_of(query)
    likely = _likely(stems, elsewhere=elsewhere) if stems else []
    if not likely:
        return []
    rows = _order(_padded(likely), search_text_of(query), *(f" {one}" for one in stems))
    return [pk for pk, lies_in in rows if not folder or lies_in == folder]


def _padded(pks: list[int]) -> list[int]:
    """With ids of nothing behind them to one of a few lengths: each length is a statement of its own."""
    room = next(size for size in (8, 32, 2 * MOST_RANKED) if size >= len(pks))
    return pks + [0] * (room - len(pks))


@prepared
def _order(pks: list[int], named: str, *begins: str) -> QuerySet[Note, tuple[int, str]]:
    return _ranked(Note.objects.filter(pk__in=pks), named, begins).values_list("pk", "folder")


@prepared
def _best(pks: list[int], named: str, *begins: str, number: int) -> QuerySet[Note, tuple[str, str]]:
    notes = _ranked(Note.objects.filter(pk__in=pks), named, begins)
    return notes.values_list("title", "slug")[:number]


def _ranked(notes: QuerySet[Note], named: str, begins: Iterable[str]) -> QuerySet[Note]:
    places: Combinable = Value(0)
    for one in begins:
        places = places + StrIndex("search_text", Value(one))
    first = When(Exact(StrIndex("search_text", Value(named)), 1), then=Value(0))
    rank = Case(first, default=Value(1), output_field=IntegerField())
    return notes.order_by(rank, ExpressionWrapper(places, IntegerField()), "sort_key", "path")


def _likely(stems: list[str], *, elsewhere: bool = False) -> list[int]:
    """The notes that have all the words, from the full-text index where there is one.

    Words that hundreds of notes have say little, and to rank those notes all of them would have to be read: then
    those whose title begins with one of the words are ranked, and some of the others.
    """
    language = readers_language()
    found = [pk for (pk,) in _having(*_as_asked(stems), language=language, elsewhere=elsewhere, most=MOST_RANKED + 1)]
    if len(found) <= MOST_RANKED:
        return found
    shown = Note.objects.filter(_asked(language, elsewhere=elsewhere))
    titled = Q()
    for one in stems:
        begins = sort_key(one).removesuffix("00")
        titled |= Q(sort_key__gte=begins, sort_key__lt=f"{begins}g")
    named = shown.filter(titled).order_by("sort_key", "pk").values_list("pk")
    first = _with_words(Note.objects.filter(pk__in=[pk for (pk,) in named[:MOST_RANKED]]), [f" {one}" for one in stems])
    return [*first.values_list("pk", flat=True), *found[:MOST_RANKED]]


def _likely_anywhere(stems: list[str]) -> list[int]:
    """The same, or what the other language has where the reader's has nothing; of few notes in one query."""
    found = _anywhere(*_as_asked(stems), language=readers_language(), most=MOST_RANKED + 1)
    if len(found) > MOST_RANKED:
        return _likely(stems)
    return [pk for pk, abroad in found if not abroad] or [pk for pk, _abroad in found]


def _as_asked(stems: list[str]) -> list[str]:
    """Words as the database is asked for them."""
    if connection.vendor == "sqlite":
        return [as_fts5(all_of(Piece(one, begins=True) for one in stems))]
    return [f" {one}" for one in stems]


@prepared
def _anywhere(*asked: str, language: str, most: int) -> QuerySet[Note, tuple[int, int]]:
    abroad = Case(When(readable(language), then=Value(0)), default=Value(1))
    shown = Note.objects.annotate(abroad=abroad).order_by("abroad", "pk").values_list("pk", "abroad")
    if connection.vendor == "sqlite":
        return shown.filter(search_text__holds=asked[0])[:most]
    return _with_words(shown, asked)[:most]


@prepared
def _having(*asked: str, language: str, elsewhere: bool, most: int) -> QuerySet[Note, tuple[int]]:
    shown = Note.objects.filter(_asked(language, elsewhere=elsewhere)).order_by("pk").values_list("pk")
    if connection.vendor == "sqlite":
        return shown.filter(search_text__holds=asked[0])[:most]
    return _with_words(shown, asked)[:most]


def _asked(language: str, *, elsewhere: bool) -> Q:
    return foreign(language) if elsewhere else readable(language)


def _with_words(notes: QuerySet[Note, Row], begins: Iterable[str]) -> QuerySet[Note, Row]:
    for one in begins:
        notes = notes.filter(search_text__has=one)
    return notes
