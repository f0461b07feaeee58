"""Words folded to their stems, so that «встречи» finds «встреча», on every database alike."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from django.db.models import Case, ExpressionWrapper, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex
from snowballstemmer import stemmer

from contacts.text import fold, words
from networking.guidance.links import same_word, without_ending
from networking.guidance.models import Note

MOST_WORDS = 8
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
    # No word goes across a gap, and most words of a text come again and again.
    once = " ".join(dict.fromkeys(chain.from_iterable(map(str.split, parts))))
    stems = dict.fromkeys(map(stem, dict.fromkeys(words(once))))
    return "".join(f" {one}" for one in stems)


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """One key for all ways in which the name of a note may be written."""
    return same_word(without_ending(name))


def tag_key(name: str) -> str:
    return fold(name)


def stems_of(query: str) -> list[str]:
    """The stems that a query asks for, each once, as many as are looked for."""
    return list(dict.fromkeys(stem(word) for word in words(query)))[:MOST_WORDS]


def search(query: str) -> QuerySet[Note]:
    """Notes that have all words of the query, the best first. An empty query finds all, by name.

    Those named so come first, then those that speak of it early: the words of a note are kept in the order of its
    title, its names and labels, and its text.
    """
    notes = Note.objects.defer("html", "body", "toc", "front_matter", "search_text")
    stems = stems_of(query)
    if not stems:
        return notes if not query.strip() else notes.none()
    places: Combinable = Value(0)
    for one in stems:
        notes = notes.filter(search_text__contains=f" {one}")
        places = places + StrIndex("search_text", Value(f" {one}"))
    named = Q(search_text__startswith=search_text_of(query))
    rank = Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())
    return notes.order_by(rank, ExpressionWrapper(places, IntegerField()), "sort_key", "path")
