"""Any table of people: each column fills a field, by its name or as the user says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import IO

from contacts.spreadsheets import as_meant
from networking.exchange.formats import workbook
from networking.exchange.formats.addresses import kind_of_link, kind_of_service, split_name
from networking.exchange.formats.columns import format_of, guess, label, meaning
from networking.exchange.formats.days import EMPTY, whole_day, year_month_day
from networking.exchange.formats.delimited import (
    LOOKED_AT,
    MOST_COLUMNS,
    MOST_ROWS,
    delimiter_of,
    header_among,
    header_of,
    rows,
)
from networking.exchange.formats.encodings import decode
from networking.exchange.formats.problems import Problem, Trouble
from networking.exchange.formats.rows import Address, Day, Person, Reading, Table
from networking.exchange.formats.vcard.mapping import NO_TAGS

_PLAIN = {"given_name", "patronymic", "family_name", "nickname", "company", "position", "department", "note", "city",
          "how_met"}  # fmt: skip
_SERVICES = {"telegram", "vk", "linkedin", "github", "whatsapp"}
# Without one of these nobody has a name; an address stands for one where there is none.
NAMES = {"full_name", "given_name", "family_name", "nickname"}
NAMING = NAMES | {"email", "phone"}
_MANY = " ::: "
_TAG_SPLIT = re.compile(r" ::: |[;,]")


def read(data: bytes, mapping: Mapping[int, str] | None = None) -> Reading:
    """The people of a table; `mapping` says which column (by place, from 0) fills which field, instead of the guess."""
    text, encoding = decode(data)
    delimiter = delimiter_of(text)
    start, header = header_of(text, delimiter)
    reading = Reading(format_of(header), encoding=encoding)
    _fill(reading, rows(text, delimiter, reading.problems), start, header, mapping)
    return reading


def read_workbook(file: IO[bytes], mapping: Mapping[int, str] | None = None) -> Reading:
    """The people of the first sheet of a workbook."""
    all_rows = workbook.rows(file, MOST_COLUMNS)
    first = [*islice(all_rows, LOOKED_AT + 1)]
    start, header = header_among(first, even=True)
    reading = Reading(format_of(header), encoding="Excel")
    _fill(reading, islice(chain(first, all_rows), MOST_ROWS), start, header, mapping)
    if next(all_rows, None) is not None:
        reading.problems.append(Problem(Trouble.TOO_MANY, MOST_ROWS, str(MOST_ROWS)))
    return reading


def _fill(
    reading: Reading,
    found: Iterable[tuple[int, list[str]]],
    start: int,
    header: list[str],
    mapping: Mapping[int, str] | None,
) -> None:
    fields = [mapping.get(place, "") for place in range(len(header))] if mapping else [*map(meaning, header)]
    people = (one for one in found if one[0] > start)
    if reading.format == "table":
        reading.table = Table(header, fields, [*people])
        reading.table.problems = [*reading.problems]
        if not mapping and not NAMES & {*fields}:
            reading.table.fields = guess(fields, reading.table.rows)
        people_of(reading, reading.table)
    else:
        _people(reading, people, header, fields)


def people_of(reading: Reading, table: Table) -> Reading:
    """Put the people of a table that was kept to a reading, as its columns are meant now."""
    if NAMING & {*table.fields}:
        _people(reading, table.rows, table.header, table.fields)
    else:
        reading.problems.append(Problem(Trouble.NO_COLUMN))
    return reading


def _people(reading: Reading, found: Iterable[tuple[int, list[str]]], header: list[str], fields: list[str]) -> None:
    for line, row in found:
        person = _person(fields, header, row, line, reading.problems)
        if person is None:
            reading.problems.append(Problem(Trouble.NO_NAME, line))
        else:
            reading.people.append(person)


def _person(fields: list[str], header: list[str], row: list[str], line: int, problems: list[Problem]) -> Person | None:
    person = Person(line=line)
    full = ""
    for place, cell in enumerate(row[: len(fields)]):
        value, field = as_meant(cell.strip()), fields[place]
        if not value or not field:
            continue
        if field == "full_name":
            full = value
        elif field in _PLAIN:
            setattr(person, field, getattr(person, field) or value)
        else:
            _put(person, field, value, _label(header, row, place), problems)
    if not (person.given_name or person.family_name) and any(char.isalpha() for char in full):
        person.given_name, person.patronymic, person.family_name = split_name(full)
    if not person.name:
        own = [one.value for one in person.channels if one.kind in ("email", "phone")]
        person.nickname = own[0] if own else ""
    return person if person.name else None


def _label(header: list[str], row: list[str], place: int) -> str:
    """What stands in the column of the label beside a value of Google, else what the name of the column says."""
    name = header[place]
    if name.casefold().endswith(" - value") and place:
        return row[place - 1].strip().lstrip("* ").strip()
    return label(name)


def _put(person: Person, field: str, value: str, said: str, problems: list[Problem]) -> None:
    line = person.line
    if field == "tags":
        found = (tag.strip().lstrip("* ").strip() for tag in _TAG_SPLIT.split(value))
        person.tags += [tag for tag in found if tag and tag.lower() not in NO_TAGS]
    elif field == "met_on":
        person.met_on = whole_day(value)
        if person.met_on is None and value not in EMPTY:
            problems.append(Problem(Trouble.BAD_DATE, line, value, error=False))
    elif field in ("birthday", "anniversary", "event"):
        _put_day(person, field, value, said, problems)
    else:
        for one in value.split(_MANY):
            if one.strip():
                _put_address(person, field, one.strip(), said)


def _put_day(person: Person, field: str, value: str, said: str, problems: list[Problem]) -> None:
    found = year_month_day(value)
    if found:
        kind = "birthday" if field == "birthday" else "other"
        name = "" if field == "birthday" else said if field == "event" else "Anniversary"
        person.dates.append(Day(kind, found[1], found[2], found[0], name))
    elif value not in EMPTY:
        problems.append(Problem(Trouble.BAD_DATE, person.line, value, error=False))


def _put_address(person: Person, field: str, value: str, said: str) -> None:
    ours = label(said) or (said if field != "website" else "")
    if field == "website":
        kind = kind_of_link(value)
        person.channels.append(Address(kind, value, "" if kind_of_service(said) == kind else said))
    elif field == "fax":
        person.channels.append(Address("other", value, "fax"))
    elif field in _SERVICES:
        person.channels.append(Address(field, value))
    elif not any(one.kind == field and one.value == value for one in person.channels):
        person.channels.append(Address(field, value, ours))
