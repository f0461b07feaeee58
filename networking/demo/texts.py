"""Sentences of the invented life, kept as plain lists beside this module, one a line."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_POOLS = Path(__file__).parent / "pools"
_WHOLE = re.compile(r"([^\[\]|]+)\|([^\[\]|]+)")
_PART = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


@cache
def pool(name: str) -> tuple[str, ...]:
    """The lines of a list, without blank lines and comments."""
    lines = (_POOLS / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))


def said_of(text: str, *, female: bool) -> str:
    """The text as it is said of a man or a woman: `[he|she]` inside it, or two whole sentences."""
    place = 2 if female else 1
    if whole := _WHOLE.fullmatch(text):
        return whole.group(place)
    return _PART.sub(lambda part: part.group(place), text)
