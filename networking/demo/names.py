"""Invented people's names, whose parts agree in gender."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from networking.demo.texts import pool

_CYRILLIC = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"
_LETTERS = "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch _ y _ e yu ya"
_LATIN = dict(zip(_CYRILLIC.split(" "), _LETTERS.split(" "), strict=True))


@dataclass(frozen=True)
class Name:
    given: str
    patronymic: str
    family: str
    female: bool


def invent(chance: Random) -> Name:
    """A name at random: about one in twelve from abroad, one in three with a patronymic."""
    female = chance.random() < 0.47
    sex = "women" if female else "men"
    if chance.random() < 0.08:
        return Name(chance.choice(pool(f"{sex}_abroad")), "", chance.choice(pool("families_abroad")), female)
    both = chance.choice(pool("patronymics")).split("/")
    patronymic = both[female] if chance.random() < 0.35 else ""
    family = chance.choice(pool("families"))
    return Name(chance.choice(pool(sex)), patronymic, feminine(family) if female else family, female)


def feminine(family: str) -> str:
    """A woman's form of a man's family name; those that do not change stay."""
    if family.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return f"{family}а"
    return f"{family[:-2]}ая" if family.endswith(("ий", "ый", "ой")) else family


def latin(text: str) -> str:
    """A name in the letters of a handle."""
    letters = (_LATIN.get(letter, letter) for letter in text.lower())
    return "".join(letters).replace("_", "").replace(" ", "")
