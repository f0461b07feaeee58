"""What every format gives: people and meetings as plain rows, as the file says them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from networking.exchange.formats.problems import Problem, Problems


@dataclass(slots=True)
class Address:
    """A way to reach a person; `kind` is one of the kinds of channels, `known` the normalised value, once tidied."""

    kind: str
    value: str
    label: str = ""
    preferred: bool = False
    known: str = ""


@dataclass(slots=True)
class Day:
    """A date that returns each year; the year may be unknown."""

    kind: str
    month: int
    day: int
    year: int | None = None
    label: str = ""


@dataclass(slots=True)
class Person:
    """One person as a file knows them. `line` is where they begin, `raw` the source's own text of them."""

    given_name: str = ""
    patronymic: str = ""
    family_name: str = ""
    nickname: str = ""
    company: str = ""
    position: str = ""
    department: str = ""
    city: str = ""
    note: str = ""
    how_met: str = ""
    channels: list[Address] = field(default_factory=list)
    dates: list[Day] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    photo: bytes = b""
    met_on: date | None = None
    talks: list[date] = field(default_factory=list)
    source_id: str = ""
    line: int = 0
    raw: str = ""

    @property
    def name(self) -> str:
        parts = (self.given_name, self.patronymic, self.family_name)
        return " ".join(part for part in parts if part) or self.nickname


@dataclass(slots=True)
class Turn:
    """One time that an event takes place; texts are filled only where this turn differs from the others.

    `key` is the moment by which the calendar knows this turn, which stays when it is moved.
    """

    key: str
    starts: datetime
    ends: datetime | None = None
    title: str = ""
    place: str = ""
    link: str = ""
    note: str = ""


@dataclass(slots=True)
class Invited:
    """Whom a calendar names at an event; `answer` is accepted, declined, or empty."""

    email: str
    name: str = ""
    answer: str = ""


@dataclass(slots=True)
class Meeting:
    """One event of a calendar with all its turns, in order. Moments carry a zone; whole days begin at midnight.

    `zone` is the name of the zone of its clock, or empty; `rule` the repetition as the file writes it.
    """

    title: str
    turns: list[Turn] = field(default_factory=list)
    zone: str = ""
    all_day: bool = False
    place: str = ""
    link: str = ""
    note: str = ""
    rule: str = ""
    invited: list[Invited] = field(default_factory=list)
    source_id: str = ""
    line: int = 0


@dataclass(slots=True)
class Table:
    """A table of somebody's own as it came: names of columns, the fields that they fill, and its rows by line."""

    header: list[str]
    fields: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=Problems)


@dataclass(slots=True)
class Reading:
    """All that was read from one file, and how."""

    format: str
    people: list[Person] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=Problems)
    encoding: str = "UTF-8"
    table: Table | None = None
