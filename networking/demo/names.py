"""Invented people's names, whose parts agree in gender."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random

from networking.demo.texts import Texts

_CYRILLIC = "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"
_LETTERS = "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch _ y _ e yu ya"
_LATIN = dict(zip(_CYRILLIC.split(" "), _LETTERS.split(" "), strict=True))


@dataclass(frozen=True)
class Name:
    given: str
    patronymic: str
    family: str
    female: bool


def invent(chance: Random, texts: Texts) -> Name:
    """A name at random, of a man or of a woman."""
    female = chance.random() < 0.47
    return _english(chance, texts, female=female) if texts.language == "en" else _russian(chance, texts, female=female)


def _english(chance: Random, texts: Texts, *, female: bool) -> Name:
    """Two of five are from elsewhere, where the given name and the family name are of one country."""
    sex = "women" if female else "men"
    if chance.random() < 0.6:
        return Name(chance.choice(texts.pool(sex)), "", chance.choice(texts.pool("families")), female)
    men, women, families = chance.choice(texts.rows("abroad"))
    return Name(chance.choice((women if female else men).split()), "", chance.choice(families.split()), female)


def _russian(chance: Random, texts: Texts, *, female: bool) -> Name:
    """About one in twelve from abroad, one in three with a patronymic."""
    sex = "women" if female else "men"
    if chance.random() < 0.08:
        return Name(
            chance.choice(texts.pool(f"{sex}_abroad")), "", chance.choice(texts.pool("families_abroad")), female
        )
    both = chance.choice(texts.pool("patronymics")).split("/")
    patronymic = both[female] if chance.random() < 0.35 else ""
    family = chance.choice(texts.pool("families"))
    return Name(chance.choice(texts.pool(sex)), patronymic, feminine(family) if female else family, female)


def feminine(family: str) -> str:
    """A woman's form of a man's family name; those that do not change stay."""
    if family.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return f"{family}а"
    return f"{family[:-2]}ая" if family.endswith(("ий", "ый", "ой")) else family


def latin(text: str) -> str:
    """A name in the letters of a handle."""
    letters = "".join(_LATIN.get(letter, letter) for letter in text.lower())
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(letter))
    return bare.replace("_", "").replace(" ", "").replace("'", "")
