"""Words folded to their stems, so that «встречи» finds «встреча», on every database alike."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from snowballstemmer import stemmer

from contacts.text import fold, words
from networking.guidance.links import same_word, without_ending
from networking.guidance.models import Note

MOST_WORDS = 8
_russian, _english = stemmer("russian"), stemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word, by its alphabet."""
    cyrillic = any("а" <= letter <= "я" for letter in word)
    return str((_russian if cyrillic else _english).stemWord(word))


def search_text_of(*parts: str) -> str:
    """What a note is found by: each stem once, with a space before it."""
    stems = dict.fromkeys(stem(word) for part in parts for word in words(part))
    return "".join(f" {one}" for one in stems)


def key_of(name: str) -> str:
    """One key for all ways in which the name of a note may be written."""
    return same_word(without_ending(name))


def tag_key(name: str) -> str:
    return fold(name)


def search(query: str) -> QuerySet[Note]:
    """Notes that have all words of the query, those named so first. An empty query finds all."""
    notes = Note.objects.defer("html", "body", "toc", "front_matter", "search_text")
    stems = [stem(word) for word in words(query)[:MOST_WORDS]]
    if not stems:
        return notes if not query.strip() else notes.none()
    for one in stems:
        notes = notes.filter(search_text__contains=f" {one}")
    named = Q(search_text__startswith=search_text_of(query))
    rank = Case(When(named, then=Value(0)), default=Value(1), output_field=IntegerField())
    return notes.order_by(rank, "sort_key", "path")
