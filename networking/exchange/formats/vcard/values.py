"""Values of properties: escaping, parts, and the encodings of old cards."""

from __future__ import annotations

import quopri
import re

from networking.exchange.formats.encodings import decode

_SPLIT = {mark: re.compile(rf"(?:\\.|[^\\{mark}]|\\$)*", re.S) for mark in ";,"}
LONGEST = 1_000_000
_SPECIAL = re.compile(r"[\\;,\n]")
STRUCTURED = frozenset({"N", "ADR", "ORG", "CATEGORIES", "NICKNAME", "GENDER", "X-ANDROID-CUSTOM"})
# Values that are no text: their commas and semicolons belong to them.
BARE = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "URL", "UID", "REV", "BDAY", "GEO", "VERSION", "TZ"})


def unescape(value: str) -> str:
    """A text without its escapes; a backslash at the very end stays."""
    if "\\" not in value:
        return value
    pieces = [piece.replace("\\n", "\n").replace("\\N", "\n") for piece in value.split("\\\\")]
    last = "\\" if pieces[-1].endswith("\\") else ""
    return "\\".join([piece.replace("\\", "") for piece in pieces]) + last


def escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\n" if found[0] == "\n" else "\\" + found[0], text)


def parts(value: str, mark: str = ";") -> list[str]:
    """The unescaped parts between unescaped marks, of a text no longer than a megabyte."""
    value = value[:LONGEST]
    if "\\" not in value:
        return value.split(mark)
    found, at, pattern = [], 0, _SPLIT[mark]
    while True:
        piece = pattern.match(value, at)
        end = piece.end() if piece else at
        found.append(unescape(value[at:end]))
        if end >= len(value):
            return found
        at = end + 1


def from_quoted(value: str, charset: str) -> str:
    """Quoted-printable text in a charset, or in one that its bytes tell."""
    data = quopri.decodestring(value.encode("utf-8", "surrogatepass"))
    if charset:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(data)[0]


def modern(name: str, value: str, *, decoded: bool) -> str:
    """The value of a 2.1 property as 3.0 writes it. 2.1 escapes nothing but the semicolon."""
    if name in BARE:
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n") if decoded else value
    if name in STRUCTURED and name not in ("CATEGORIES", "NICKNAME"):
        return ";".join(_re_escaped(piece) for piece in _old_parts(value))
    if name in ("CATEGORIES", "NICKNAME"):
        return ",".join(_re_escaped(piece) for piece in re.split("[;,]", value))
    return _re_escaped(value.replace("\\;", ";"))


def _old_parts(value: str) -> list[str]:
    return [piece.replace("\x01", ";") for piece in value.replace("\\;", "\x01").split(";")]


def _re_escaped(text: str) -> str:
    return escape(text.replace("\\,", ",").replace("\\\\", "\\"))
