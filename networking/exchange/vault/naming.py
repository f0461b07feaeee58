"""Names of notes: safe as files on every system, safe inside a link, and no two the same."""

from __future__ import annotations

import re
import unicodedata

from contacts.text import fold

LONGEST = 100
# What systems forbid in files, what ends a link or begins another mark of Markdown, and what cannot be seen.
_UNSAFE = re.compile(r"[\\/:*?\"<>|#^\[\]%`=~\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]+")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)


def safe(text: str) -> str:
    """A text as the name of a note, without its ending; never empty."""
    name = " ".join(_UNSAFE.sub(" ", unicodedata.normalize("NFC", text)).split())
    name = name[:LONGEST].strip(" .")
    while name.casefold().endswith(".md"):
        name = name[:-3].strip(" .")
    return f"{name} -" if _DEVICES.fullmatch(name) else name or "-"


class Names:
    """Gives each note a name that no other has, whatever folder it is in."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, text: str) -> str:
        plain, number = safe(text), 1
        name = plain
        while (key := unicodedata.normalize("NFKC", fold(name)).casefold()) in self._taken:
            number += 1
            name = f"{plain} ({number})"
        self._taken.add(key)
        return name
