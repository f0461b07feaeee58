"""Given names of several languages by their letters; the names that a search understands are in `short_names`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from contacts.text import fold

# Latin letters that no decomposition tells from others; in other alphabets a mark may make another letter, as in й.
_LETTERS = str.maketrans("ıłøđ", "ilod")
_BEYOND_LATIN = "\u0370"


def bare(word: str) -> str:
    """The letters of a word without case and the marks above them: José is jose."""
    said = fold(word)
    if said.isascii() or max(said) >= _BEYOND_LATIN:
        return said
    parts = unicodedata.normalize("NFD", said.translate(_LETTERS))
    return "".join(char for char in parts if not unicodedata.combining(char))


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Names that are hardly anything else."""
    return _read("given_names.txt")


@lru_cache(maxsize=1)
def names_and_words() -> frozenset[str]:
    """Names that are words as well: Grace, Austin, Li."""
    return _read("given_names_and_words.txt")


def _read(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return frozenset(bare(word) for line in lines if line[:1] != "#" for word in line.replace(":", " ").split())
