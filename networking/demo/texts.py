"""Sentences of the invented life, kept as plain lists beside this module: a folder a language, a line a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("ru", "en")
_POOLS = Path(__file__).parent / "pools"
_WHOLE = re.compile(r"([^\[\]|]+)\|([^\[\]|]+)")
_PART = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


@cache
def pool(name: str, language: str = "ru") -> tuple[str, ...]:
    """The lines of a list, without blank lines and comments."""
    lines = (_POOLS / language / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))


@cache
def _phrases(language: str) -> dict[str, str]:
    """The few texts that stand alone, by their names."""
    pairs = (line.partition(": ") for line in pool("phrases", language))
    return {name: text for name, _colon, text in pairs}


@dataclass(frozen=True)
class Texts:
    """Everything that is said in one language."""

    language: str

    @classmethod
    def of(cls, language: str) -> Texts:
        """Those of a language, of Russian where there are none."""
        return cls(language if language in LANGUAGES else LANGUAGES[0])

    def pool(self, name: str) -> tuple[str, ...]:
        return pool(name, self.language)

    def phrase(self, name: str) -> str:
        return _phrases(self.language)[name]

    def rows(self, name: str) -> tuple[tuple[str, ...], ...]:
        """The lines of a list whose parts stand between bars."""
        return tuple(tuple(part.strip() for part in line.split("|")) for line in self.pool(name))


def said_of(text: str, *, female: bool) -> str:
    """The text as it is said of a man or a woman: `[he|she]` inside it, or two whole sentences."""
    place = 2 if female else 1
    if whole := _WHOLE.fullmatch(text):
        return whole.group(place)
    return _PART.sub(lambda part: part.group(place), text)
