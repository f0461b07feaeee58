"""The heading of a pasted table: which column has which part of a name, and which the address."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from contacts.models import Contact
from contacts.text import fold

SEPARATORS = "\t|;,"
_SAID = {
    "given": "имя; first name; given name; first; given; name",
    "patronymic": "отчество; patronymic; middle name; middle",
    "family": "фамилия; last name; family name; surname; last; family",
    "full": "фио; ф.и.о; имя и фамилия; имя фамилия; имя, фамилия; имя отчество фамилия; полное имя; full name; "
    "first and last name; участник; участница; гость; participant; attendee; guest; member; contact name",
    "turned": "фамилия имя; фамилия и имя; фамилия, имя; фамилия имя отчество; last name, first name; last, first",
    "company": "компания; организация; место работы; работа; фирма; "
    "company; organisation; organization; employer; work",
    "position": "должность; роль; кем работает; position; job title; title; role; job",
    "city": "город; city; town",
    "email": "почта; эл. почта; электронная почта; адрес электронной почты; емейл; имейл; емэйл; мейл; "
    "email; e-mail; mail; email address; e-mail address",
    "handle": "телеграм; телеграмм; тг; ник; ник в телеграме; telegram; telegram handle; tg; handle; username",
}
_MEANING = {said: part for part, all_said in _SAID.items() for said in all_said.split("; ")}
_NAMING = frozenset({"given", "family", "full", "turned"})
_BESIDE = frozenset({"email", "handle", "company", "position", "city"})
_LONGEST = 10_000
_HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")


@dataclass(frozen=True)
class Row:
    """What a row says of one person, each as written; `addresses` is the text in which they stand."""

    name: dict[str, str] = field(default_factory=dict)
    addresses: str = ""
    beside: list[str] = field(default_factory=list)

    @property
    def is_sure(self) -> bool:
        """Whether the cell for the address has none of the names that a line of several people would have there."""
        return "@" in self.addresses or not self.addresses[:1].isupper()


@dataclass(frozen=True)
class Columns:
    """What the cells of a table are, by their place; what is not named is about something else."""

    separator: str
    places: dict[str, int]

    def row(self, line: str) -> Row | None:
        """The cells of a line that is a row of this table."""
        if self.separator not in line:
            return None
        cells = cells_of(line, self.separator)
        said = {part: cells[place].strip() for part, place in self.places.items() if place < len(cells)}
        named = {"email", "handle"} & {*self.places}
        email, handle = said.pop("email", ""), said.pop("handle", "")
        beside = [f"{label}: {cell}" for part, label in labels().items() if (cell := _one(said.pop(part, "")))]
        # In its own column a handle needs no mark.
        handle = f"@{handle}" if _HANDLE.fullmatch(handle) else handle
        found = Row(said, f"{email} {handle}".strip() if named else " ".join(cells), beside)
        return found if self.separator in "\t|" or not named or found.is_sure else None


def labels() -> dict[str, str]:
    """How the columns about a person are called in the reader's language."""
    fields = {one.name: one for one in Contact._meta.concrete_fields}
    return {name: str(fields[name].verbose_name) for name in ("position", "company", "city")}


def column_called(label: str) -> str:
    """What a column of this name says; empty for one that is not known."""
    return _MEANING.get(re.sub(r"\s+", " ", fold(label)).strip(" .:*"), "")


def _one(cell: str) -> str:
    """A cell as one thing: commas part several."""
    return re.sub(r"\s*,\s*", "; ", cell)


def columns_of(line: str) -> Columns | None:
    """The columns that a heading names; None where a line is no heading of several columns with a name among them."""
    separator = next((one for one in SEPARATORS if one in line), "")
    if not separator:
        return None
    places: dict[str, int] = {}
    for place, part in enumerate(map(column_called, cells_of(line, separator))):
        if part:
            places.setdefault(part, place)
    if len(places) < 2 or _NAMING.isdisjoint(places):
        return None
    return Columns(separator, _without_rest(places))


def cells_of(line: str, separator: str) -> list[str]:
    """The cells of a line; a cell in quotes may have the separator inside."""
    return next(csv.reader([line[:_LONGEST]], delimiter=separator, skipinitialspace=True), [])


def _without_rest(places: dict[str, int]) -> dict[str, int]:
    """A column for the whole name makes those of its parts unneeded; a lone “name” is the whole of it."""
    whole: Iterable[str] = {"full", "turned"} & {*places}
    if whole and "family" not in places:
        return {part: place for part, place in places.items() if part in {*whole, *_BESIDE}}
    return {part: place for part, place in places.items() if part not in {"full", "turned"}}
