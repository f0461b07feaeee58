"""What is kept beside a row so that one plain look at a text finds it.

Each piece stands between spaces, with a sign that says what it is:
`анна` a word of a name, `=anna` its sound, `~анн` its stem; `<anna` the sound of a word that is written in Latin,
`*anna` the full name that a short one stands for; `.яндекс` a word of the work or the place, `:iandeks` its sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from contacts.finding.short_names import full_names
from contacts.finding.sound import sound
from contacts.finding.stems import is_cyrillic, name_stem, stem
from contacts.text import words

SOUND, LATIN_SOUND, STEM, FULL, WORK, WORK_SOUND = "=", "<", "~", "*", ".", ":"
_PARTS = re.compile(r"[.+#@_-]+")


def person_text(names: Iterable[str], work: Iterable[str]) -> str:
    """Everything a person is found by but channels, tags and notes; the words of the names come first."""
    named, other = _words(names), _words(work)
    pieces = [
        *named,
        *((SOUND if is_cyrillic(word) else LATIN_SOUND) + sound(word) for word in named),
        *(STEM + name_stem(word) for word in named if is_cyrillic(word)),
        *(FULL + full for word in named for full in full_names(word)),
        *(WORK + word for word in other),
        *(WORK_SOUND + heard for word in other if (heard := sound(word)) != word),
    ]
    return _joined(pieces)


def note_text(*parts: str) -> str:
    """What a note is found by: the stem of each word once."""
    return _joined(stem(word) for word in _words(parts))


def _words(texts: Iterable[str]) -> list[str]:
    """Words, and of a word with a hyphen or a dot its parts too."""
    whole = [word for text in texts for word in words(text)]
    parts = (part for word in whole for part in _PARTS.split(word) if part and part != word)
    return list(dict.fromkeys([*whole, *parts]))


def _joined(pieces: Iterable[str]) -> str:
    text = " ".join(dict.fromkeys(pieces))
    return f" {text} " if text else ""
