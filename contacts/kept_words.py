"""What is worked out of words is kept for the next time; of longer texts it is not: they would fill the memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import TypeVar

Made = TypeVar("Made")
# No name and no company that a form takes is longer; nor is a word of a language.
LONGEST_KEPT = 200


def kept(how_many: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Keep so many answers of a function of a text, those used last; anybody types texts, and files bring them."""

    def keeping(make: Callable[[str], Made]) -> Callable[[str], Made]:
        known = lru_cache(maxsize=how_many)(make)

        def answer(text: str) -> Made:
            return known(text) if len(text) <= LONGEST_KEPT else make(text)

        return update_wrapper(answer, known)

    return keeping
