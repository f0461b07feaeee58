"""A person of a file made fit to be stored: clean text, no longer than the columns, a small photo."""

from __future__ import annotations

import base64
from dataclasses import fields
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from contacts.models.channel import ChannelKind, normalise
from contacts.photos import square_jpeg
from contacts.text import clean_name, clean_text, storable
from networking.exchange.formats.problems import Problem, Trouble
from networking.exchange.formats.rows import Address, Day, Person

_NAMES = [one.name for one in fields(Person)]
_INNER = {"channels": [one.name for one in fields(Address)], "dates": [one.name for one in fields(Day)]}
_KINDS = frozenset(ChannelKind.values)
LENGTHS = {"given_name": 100, "patronymic": 100, "family_name": 100, "nickname": 100, "company": 200,
           "position": 200, "department": 200, "city": 100, "how_met": 300, "note": 20_000}  # fmt: skip
MOST_CHANNELS, MOST_DATES, MOST_TAGS, MOST_TALKS = 50, 20, 30, 5_000
LONGEST_RAW = 200_000
FIRST_YEAR, LAST_YEAR = 1850, 2200


def tidy(person: Person, problems: list[Problem]) -> Person:
    """The same person, changed in place; what had to be cut is added to the problems."""
    for name, longest in LENGTHS.items():
        if not (said := getattr(person, name)):
            continue
        text = _clean(said, one_line=name != "note")
        if len(text) > longest:
            problems.append(Problem(Trouble.TOO_LONG, person.line, text[:40], error=False))
        setattr(person, name, text[:longest].strip())
    person.channels = _channels(person)
    person.dates = [_day(one) for one in person.dates[:MOST_DATES]]
    person.tags = [tag for one in person.tags[:MOST_TAGS] if (tag := _clean(one)[:60].strip())]
    person.talks = person.talks[-MOST_TALKS:]
    person.source_id = _clean(person.source_id)[:200]
    person.raw = storable(person.raw)[:LONGEST_RAW]
    person.photo = _small(person, problems) if person.photo else b""
    return person


def _clean(text: str, *, one_line: bool = True) -> str:
    return (clean_name if one_line else clean_text)(storable(text)) if text else ""


def _channels(person: Person) -> list[Address]:
    found: dict[tuple[str, str], Address] = {}
    for one in person.channels[:MOST_CHANNELS]:
        value = _clean(one.value)[:300].strip()
        known = normalise(one.kind, value) if value else ""
        if known:
            label = _clean(one.label)[:60]
            found.setdefault((one.kind, known), Address(one.kind, value, label, one.preferred, known))
    return [*found.values()]


def _day(one: Day) -> Day:
    year = one.year if one.year and FIRST_YEAR <= one.year <= LAST_YEAR else None
    return Day(one.kind, one.month, one.day, year, _clean(one.label)[:200])


def _small(person: Person, problems: list[Problem]) -> bytes:
    try:
        return square_jpeg(ContentFile(person.photo))
    except ValidationError:
        problems.append(Problem(Trouble.BAD_PHOTO, person.line, error=False))
        return b""


def key_of(person: Person) -> str:
    """What finds the same row of the same source again: the source's own id, else the sum of what is said."""
    if person.source_id:
        return person.source_id
    known = sorted(f"{kind}:{value}" for kind, value in channel_values(person))
    said = "\x1f".join([person.name.casefold(), person.nickname.casefold(), *known])
    return f"sum:{sha256(said.encode()).hexdigest()}"


def as_json(person: Person) -> dict[str, Any]:
    """A person as a row keeps them; what is empty takes no place."""
    said: dict[str, Any] = {name: value for name in _NAMES if (value := getattr(person, name))}
    for name, inner in _INNER.items():
        if rows := said.get(name):
            said[name] = [{one: value for one in inner if (value := getattr(row, one))} for row in rows]
    if person.photo:
        said["photo"] = base64.b64encode(person.photo).decode()
    if person.met_on:
        said["met_on"] = person.met_on.isoformat()
    if person.talks:
        said["talks"] = [day.isoformat() for day in person.talks]
    return said


def from_json(said: dict[str, Any]) -> Person:
    """The opposite of `as_json`."""
    known = dict(said)
    known["channels"] = [Address(**one) for one in said.get("channels", ())]
    known["dates"] = [Day(**one) for one in said.get("dates", ())]
    known["talks"] = [date.fromisoformat(day) for day in said.get("talks", ())]
    known["photo"] = base64.b64decode(said.get("photo", ""))
    known["met_on"] = date.fromisoformat(said["met_on"]) if said.get("met_on") else None
    return Person(**known)


def channel_values(person: Person) -> list[tuple[str, str]]:
    """Kind and normalised value of each address."""
    return [(one.kind, one.known or normalise(one.kind, one.value)) for one in person.channels if one.kind in _KINDS]
