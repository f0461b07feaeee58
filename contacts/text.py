"""How names and notes are cleaned, folded for search and ordered as Russian orders them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Nothing is ever tried twice, which halves what long texts take.
_WORD = re.compile(r"[^\W_]++(?:[.+#@_-]++[^\W_]++|[+#]++)*+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Dictionaries read ё as е; only between otherwise equal words does ё come second.
_SAME_LETTER = str.maketrans({"ё": "е"})
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_WEIGHTS = {letter: f"{0x20 + place:02x}" for place, letter in enumerate(_CYRILLIC)}


def storable(value: str) -> str:
    """A text without the characters that no database should hold."""
    return _UNSTORABLE.sub("", value) if _is_odd(value) else value


def _is_odd(value: str) -> bool:
    return "\x00" in value if value.isascii() else _UNSTORABLE.search(value) is not None


def clean_text(value: str) -> str:
    """Normalise to NFC and trim; raises ValidationError on characters that no database should hold."""
    if _is_odd(value):
        raise ValidationError(_("The text has characters that cannot be stored."), code="characters")
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return (value if value.isascii() else unicodedata.normalize("NFC", value)).strip()


def clean_name(value: str) -> str:
    """A one-line name: cleaned, inner spaces single."""
    return " ".join(clean_text(value).split())


def fold(value: str) -> str:
    """Lower case, ё as е, one form of Unicode: equal for what a person calls the same word."""
    if value.isascii():
        return value.lower()
    return unicodedata.normalize("NFC", value).casefold().replace("ё", "е")


def words(value: str) -> list[str]:
    """The folded words of a text, in order; `c++`, `anna_p` and `a.b@c.ru` stay whole."""
    return _WORD.findall(fold(value))


def word_at(value: str, start: int) -> tuple[str, int]:
    """The word that begins at a place of a folded text, and where it ends; an empty one where none begins."""
    found = _WORD.match(value, start)
    return (found[0], found.end()) if found else ("", start)


def search_text(*parts: str) -> str:
    """What a row is found by: every folded word with a space before it, so that ` ан` finds beginnings."""
    return "".join(f" {word}" for part in parts for word in words(part))


def sort_key(value: str) -> str:
    """A key of [0-9a-f] whose plain order is the Russian one on every database and collation.

    Digits come first, then Cyrillic, then other letters; case and ё count only between otherwise equal names.
    """
    lowered = unicodedata.normalize("NFC", value).casefold()
    primary = "".join(map(_weight, lowered.translate(_SAME_LETTER)))
    yo = "".join("1" if char == "ё" else "0" for char in lowered) if "ё" in lowered else ""
    return f"{primary}00{yo}"[:400]


@lru_cache(maxsize=4096)
def _weight(char: str) -> str:
    if char in _WEIGHTS:
        return _WEIGHTS[char]
    if char.isdigit():
        return f"1{int(unicodedata.digit(char, 0)):x}"
    if not char.isalpha():
        return "08" if char.isspace() else "09"
    return f"80{ord(char):06x}"


def said_name(given: str, family: str, nickname: str) -> str:
    """A person's name as people say it: given and family name, else the nickname."""
    return f"{given} {family}" if given and family else given or family or nickname
