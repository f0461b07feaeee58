"""A calendar as entries of properties: what stands inside of alarms and other parts is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from networking.exchange.formats.problems import Problem, Trouble
from networking.exchange.formats.vcard.reading import Property, logical_lines, property_of
from networking.exchange.formats.vcard.values import unescape

DEEPEST = 20
_PARAM = re.compile(r';?([A-Za-z0-9-]+)=("[^"]*"|[^;"]*)')


@dataclass(slots=True)
class Entry:
    """An event, or the calendar's own head, as it is written."""

    line: int = 0
    properties: list[Property] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        return next((one for one in self.properties if one.name == name), None)

    def all(self, name: str) -> Iterator[Property]:
        return (one for one in self.properties if one.name == name)

    def text(self, name: str) -> str:
        found = self.first(name)
        return unescape(found.value).strip() if found else ""


@dataclass(slots=True)
class Calendar:
    """What of a file matters here: its head, its events, and its time zones as text, by their names."""

    head: Entry = field(default_factory=Entry)
    events: list[Entry] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)


def params_of(one: Property) -> dict[str, str]:
    """The parameters of a property, their names in capitals."""
    return {name.upper(): said.strip('"') for name, said in _PARAM.findall(one.params)}


def calendar_of(text: str, most: int, problems: list[Problem]) -> Calendar:
    """Read a text whole; an event without an end is reported and left out."""
    made, stack = Calendar(), list[str]()
    entry: Entry | None = None
    zone: list[str] = []
    for number, row in logical_lines(text, 1):
        begun, _colon, said = row.partition(":")
        begun, said = begun.strip().upper(), said.strip().upper()
        if begun == "BEGIN":
            if said == "VEVENT":
                if entry is not None:
                    problems.append(Problem(Trouble.BROKEN_EVENT, entry.line))
                    del stack[stack.index("VEVENT") :]
                if len(made.events) >= most:
                    problems.append(Problem(Trouble.TOO_MANY, number, str(most)))
                    return made
                entry = Entry(number) if len(stack) < DEEPEST else None
            elif said == "VTIMEZONE":
                zone = []
            stack = [*stack, said][:DEEPEST]
        if "VTIMEZONE" in stack:
            zone.append(row)
        elif entry is not None and stack[-1] == "VEVENT" and begun not in ("BEGIN", "END"):
            _add(entry, row, number, problems)
        elif stack == ["VCALENDAR"] and begun not in ("BEGIN", "END"):
            _add(made.head, row, number, problems)
        if begun == "END" and said in stack:
            while stack.pop() != said:
                pass
            if entry is not None and "VEVENT" not in stack:
                if said == "VEVENT":
                    made.events.append(entry)
                else:
                    problems.append(Problem(Trouble.BROKEN_EVENT, entry.line))
                entry = None
            elif said == "VTIMEZONE":
                made.zones.setdefault(_name_of(zone), "\n".join(zone))
    if entry is not None:
        problems.append(Problem(Trouble.BROKEN_EVENT, entry.line))
    return made


def _add(entry: Entry, row: str, number: int, problems: list[Problem]) -> None:
    if found := property_of(row, number):
        entry.properties.append(found)
    elif row.strip():
        problems.append(Problem(Trouble.BAD_LINE, number, row.strip()[:60], error=False))


def _name_of(zone: list[str]) -> str:
    named = next((row for row in zone if row.upper().startswith("TZID")), "")
    return named.partition(":")[2].strip()
