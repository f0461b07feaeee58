"""What is kept beside a row so that one plain look at a text finds it.

Each piece stands between spaces, with a sign that says what it is:
`анна` a word of a name, `=anna` its sound, `~анн` its stem; `<anna` the sound of a word that is written in Latin,
`*anna` the full name that a short one stands for; `/анна` a form from its end, for those who slip at its beginning;
`.яндекс` a word of the work or the place, `:iandeks` its sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from contacts.finding.pieces import LONGEST
from contacts.finding.short_names import full_names
from contacts.finding.sound import sound
from contacts.finding.stems import is_cyrillic, name_stem, stem
from contacts.mentions.tokens import without_ids
from contacts.text import sort_key, words

SOUND, LATIN_SOUND, STEM, FULL, END, WORK, WORK_SOUND = "=", "<", "~", "*", "/", ".", ":"
# Shorter forms have no room for a slip.
LEAST_LETTERS = 5
LEAST_DIGITS = 10
_SIGNS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[.+#@_-]+")


def kept_keys(names: Sequence[str], work: Iterable[str]) -> tuple[str, str]:
    """What is kept of somebody for order and for search; the names are given, family, patronymic and nickname."""
    given, family, patronymic, nickname = names
    name = " ".join(part for part in (given, family) if part) or nickname
    return sort_key(f"{name} {patronymic}".strip()), person_text(names, work)


def person_text(names: Iterable[str], work: Iterable[str]) -> str:
    """Everything a person is found by but channels, tags and notes; the words of the names come first."""
    named, other = _words(names), _words(work)
    pieces = [
        *named,
        *((SOUND if is_cyrillic(word) else LATIN_SOUND) + sound(word) for word in named),
        *(STEM + name_stem(word) for word in named if is_cyrillic(word)),
        *(FULL + full for word in named for full in full_names(word)),
        *(END + form[::-1] for word in named for form in forms(word) if len(form) >= LEAST_LETTERS - 1),
        *(WORK + word for word in other),
        *(WORK_SOUND + heard for word in other if (heard := sound(word)) != word),
    ]
    return _joined(pieces)


def forms(word: str) -> list[str]:
    """What a slip of the finger is measured against: a word's sound, and in Cyrillic its letters and its stem."""
    return [sound(word), word, name_stem(word)] if is_cyrillic(word) else [sound(word)]


def note_text(*parts: str) -> str:
    """What a note is found by: the stem of each word once."""
    return _joined(stem(word) for word in _words(map(without_ids, parts)))


def channel_text(value: str) -> str:
    """What a channel is found by: its address and each part of it, from the beginning or from the end.

    A number is found with and without its country, which takes one to three digits.
    """
    parts = [part for part in _SIGNS.split(value) if part]
    numbers = [
        part[country:] for part in parts if part.isdecimal() and len(part) >= LEAST_DIGITS for country in (1, 2, 3)
    ]
    whole = [word for word in words(value) if word not in parts]
    return _joined([*whole, *parts, *numbers, *(END + part[::-1] for part in parts)])


def _words(texts: Iterable[str]) -> list[str]:
    """Words, and of a word with a hyphen or a dot its parts too."""
    whole = [word for text in texts for word in words(text)]
    parts = (part for word in whole if not word.isalnum() for part in _PARTS.split(word) if part and part != word)
    return list(dict.fromkeys([*whole, *parts]))


def _joined(pieces: Iterable[str]) -> str:
    text = " ".join(dict.fromkeys([piece[:LONGEST] for piece in pieces]))
    return f" {text} " if text else ""
