"""Which word of a name in one line is the given name, and which are not."""

from __future__ import annotations

import re

from contacts.finding.given_names import bare, given_names, names_and_words
from contacts.finding.short_names import known_names
from contacts.finding.sound import sound
from contacts.text import fold

_PATRONYMIC = ("вич", "вна", "ична", "инична", "оглы", "кызы")
# In Latin letters many a family name is somebody's given name: only an ending tells them apart.
_ROMANISED = re.compile(r"(?:[oe]va?|enko|[sc]k(?:i|y|iy|aya|aia))$")
# What people are called by instead of a family name.
_OF_WHOM = """
бабушка баба бабуля брат врач дед дедушка доктор дядя кум кума кузен кузина мама мастер массажист муж няня отец папа
друг подруга сестра сосед соседка тетя тренер учитель учительница коллега клиент клиентка жена отчим мачеха крестный
крестная новый новая
"""
_NOT_A_FAMILY = frozenset(_OF_WHOM.split())


def is_given(word: str) -> bool:
    """Whether a word is a given name that everybody knows, in full or short."""
    return sound(fold(word)) in known_names() or bare(word) in given_names()


def may_be_given(word: str) -> bool:
    """The same, with the names that say something only beside another word: Grace Hopper, Xiang Li."""
    return is_given(word) or bare(word) in names_and_words()


def is_patronymic(word: str) -> bool:
    return fold(word).endswith(_PATRONYMIC)


def is_family_first(first: str, second: str) -> bool:
    """Whether a name of two words has its family name before the given one: only where the names themselves say so."""
    if is_given(first) or not is_given(second) or (second[:1].isupper() and not first[:1].isupper()):
        return False
    said = fold(first)
    return bool(_ROMANISED.search(said)) if said.isascii() else said not in _NOT_A_FAMILY
