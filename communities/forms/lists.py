"""A list of people as it is pasted from a chat, a letter or a table: names, and the addresses beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from communities.forms.names import LONGEST_NAME, parse_names
from contacts.text import fold, words

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LINES = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
_PIECES = re.compile(r"[,;\t|]")
# Bounded on purpose: a long line without an @ is looked through once.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_LEFT_OVER = re.compile(r"<\s*>|\(\s*\)|\[\s*\]|\bmailto:", re.IGNORECASE)
# What stands around a name, each bounded for the same reason.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_COMMA_INSIDE = re.compile(r'"([^",;]{1,100}),\s*([^",;]{1,100})"')
_LEAD = re.compile(r"^(?:[^\w@\"«“(<\[]+|\d{1,5}(?:[.)\]:/-]+\s*|\s+)|[^\W\d_]\)\s*)")
_BESIDE = re.compile(r"\([^()]{0,100}\)|\+?\d[\d\s()-]{6,20}\d\s*$|(?<=\S)\s+@\w{2,64}")
_AFTER = re.compile(r"\s[—–-]\s")
_HEADINGS = {
    "имя",
    "фамилия",
    "фио",
    "участник",
    "участники",
    "почта",
    "email",
    "e-mail",
    "телефон",
    "роль",
    "name",
    "phone",
    "role",
    "№",
}
_BETWEEN = re.compile(r"[._+-]+")


@dataclass(frozen=True)
class Listed:
    """One person of a list: a name as written, or made of the address; the address may be empty."""

    name: str
    email: str = ""

    @property
    def key(self) -> frozenset[str]:
        return frozenset(words(self.name))

    @property
    def is_named_by_address(self) -> bool:
        return bool(self.email) and self.name == _name_of(self.email)


def parse_list(text: str) -> list[Listed]:
    """The people of a pasted list, in order; never raises.

    Bullets, numbers, blank lines and headings with a colon are gone, and so are doubles: the same address, or the
    same name without another address. An address alone on its line names its person.
    """
    found: list[Listed] = []
    for line in _LINES.split(_INVISIBLE.sub("", _UNSTORABLE.sub("", unescape(text)))):
        if not (line.rstrip().endswith(":") or _is_heading(line)):
            found += _people_of(_COMMA_INSIDE.sub(r"\2 \1", line))
    return _without_doubles(found)


def _is_heading(line: str) -> bool:
    """Whether a line names the columns of a table and nobody."""
    said = [piece.strip().casefold() for piece in _PIECES.split(line) if piece.strip()]
    return len(said) > 1 and all(piece in _HEADINGS for piece in said)


def _bare(piece: str) -> str:
    """A name without its number, bullet, phone, handle, and what is said of it in brackets or after a dash."""
    name = piece.strip()
    while (bare := _LEAD.sub("", name, count=1)) != name and any(char.isalpha() for char in bare):
        name = bare
    name = _AFTER.split(_BESIDE.sub(" ", name).strip(), maxsplit=1)[0]
    return name.strip(" *_~`-—–") or piece


def _people_of(line: str) -> list[Listed]:
    """The people of one line: an address belongs to the name before it, else to the one after it."""
    people: list[Listed] = []
    waiting = ""
    for piece in _PIECES.split(line):
        email = fold(match[0].strip(".")) if (match := _EMAIL.search(piece)) else ""
        names = parse_names(_bare(_LEFT_OVER.sub(" ", _EMAIL.sub(" ", piece))))
        name = next((one for one in names if any(char.isalpha() for char in one)), "")
        if name:
            people.append(Listed(name, email or waiting))
            waiting = ""
        elif email and people and not people[-1].email:
            people[-1] = Listed(people[-1].name, email)
        elif email:
            if waiting:
                people.append(Listed(_name_of(waiting), waiting))
            waiting = email
    if waiting:
        people.append(Listed(_name_of(waiting), waiting))
    return people


def _name_of(email: str) -> str:
    """Anna Petrova for anna.petrova@example.org; the beginning of the address where that makes no name."""
    local = email.split("@")[0]
    parts = [part for part in _BETWEEN.split(local) if part.isalpha()]
    return " ".join(part.capitalize() for part in parts)[:LONGEST_NAME] or local


def _without_doubles(people: list[Listed]) -> list[Listed]:
    kept: list[Listed] = []
    for one in people:
        same = [place for place, other in enumerate(kept) if _same(one, other)]
        if not same:
            kept.append(one)
        elif one.email and not kept[same[0]].email:
            kept[same[0]] = Listed(kept[same[0]].name, one.email)
    return kept


def _same(one: Listed, other: Listed) -> bool:
    if one.email and other.email:
        return one.email == other.email
    return one.key == other.key
