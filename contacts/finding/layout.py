"""What was meant when the keyboard stood in the other layout: `bdfy` is иван, `шмфт` is ivan."""

from __future__ import annotations

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC = str.maketrans(_LATIN + '~{}:"<>', _CYRILLIC + "ёхъжэбю")
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)


def other_layout(text: str) -> str:
    """The same keys in the other layout; an empty string for a text that mixes both alphabets or has neither."""
    lowered = text.lower()
    latin = any("a" <= char <= "z" for char in lowered)
    cyrillic = any("а" <= char <= "я" or char == "ё" for char in lowered)
    if latin == cyrillic:
        return ""
    return lowered.translate(_TO_CYRILLIC if latin else _TO_LATIN)
