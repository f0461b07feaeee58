"""The JSON that Monica 4 exports: its people with their addresses, dates, notes and tags."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import IO, Any

from networking.exchange.formats.addresses import kind_of_link, kind_of_service
from networking.exchange.formats.days import whole_day, year_month_day
from networking.exchange.formats.json_stream import JsonStream
from networking.exchange.formats.problems import Problem, Trouble, Unreadable
from networking.exchange.formats.rows import Address, Day, Person, Reading

MOST_PEOPLE = 100_000
_MARK = re.compile(r'"(?:app_version|export_date)"\s*:|"account"\s*:\s*\{\s*"uuid"')
_NAMES = {"given_name": "first_name", "patronymic": "middle_name", "family_name": "last_name", "nickname": "nickname",
          "company": "company", "position": "job"}  # fmt: skip


def looks_like(text: str) -> bool:
    """Whether the beginning of a JSON text is Monica's."""
    return bool(_MARK.search(text[:4000]))


def read(file: IO[bytes]) -> Reading:
    """The people of an export. Which kind an address is stands at the end of the file. What is cut off is reported."""
    reading = Reading("monica")
    found: list[tuple[Person, list[tuple[str, str]]]] = []
    kinds: dict[str, str] = {}
    stream = JsonStream(io.TextIOWrapper(file, "utf-8-sig", errors="replace"))
    try:
        for key in stream.members():
            if key == "account" and stream.peek() == "{":
                for inner in stream.members():
                    _account(stream, inner, found, kinds, reading.problems)
            else:
                stream.value()
    except Unreadable as unreadable:
        if not found:
            raise
        reading.problems.append(unreadable.problem)
    for person, addresses in found:
        person.channels = [one for one in (_address(kinds.get(kind, ""), value) for kind, value in addresses) if one]
        if not person.name:
            person.nickname = person.channels[0].value if person.channels else ""
        if person.name:
            reading.people.append(person)
        else:
            reading.problems.append(Problem(Trouble.NO_NAME))
    return reading


def _account(
    stream: JsonStream,
    key: str,
    found: list[tuple[Person, list[tuple[str, str]]]],
    kinds: dict[str, str],
    problems: list[Problem],
) -> None:
    if key == "data" and stream.peek() == "[":
        for _item in stream.items():
            for one in _contacts(stream):
                if len(found) >= MOST_PEOPLE:
                    raise Unreadable(Trouble.TOO_MANY, str(MOST_PEOPLE))
                if person := _person(one, problems):
                    found.append(person)
    elif key == "instance":
        said = stream.value()
        for one in _list(said.get("contact_field_types") if isinstance(said, dict) else None):
            about = _dict(one.get("properties"))
            kinds[str(one.get("uuid"))] = f"{about.get('type') or ''} {about.get('name') or ''}"
    else:
        stream.value()


def _contacts(stream: JsonStream) -> Iterator[dict[str, Any]]:
    """The people of a group of rows; groups of anything else are passed over."""
    if stream.peek() != "{":
        stream.value()
        return
    kind = ""
    for key in stream.members():
        if key == "type":
            kind = str(stream.value())
        elif key == "values" and stream.peek() == "[":
            for _item in stream.items():
                one = stream.value()
                if kind == "contact" and isinstance(one, dict):
                    yield one
        else:
            stream.value()


def _person(row: dict[str, Any], problems: list[Problem]) -> tuple[Person, list[tuple[str, str]]] | None:
    said = _dict(row.get("properties"))
    if said.get("is_partial"):
        # Somebody who only stands in another one's family, without a page of their own.
        return None
    person = Person(source_id=f"monica:{row['uuid']}" if row.get("uuid") else "")
    for name, theirs in _NAMES.items():
        setattr(person, name, _text(said.get(theirs)))
    tags = said.get("tags")
    person.tags = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    groups = {str(one.get("type")): _list(one.get("values")) for one in _list(row.get("data"))}
    notes = [_text(said.get("description"))]
    notes += [_text(_dict(one.get("properties")).get("body")) for one in groups.get("note", ())]
    person.note = "\n\n".join(note for note in notes if note)
    person.city = next((_text(_dict(one.get("properties")).get("city")) for one in groups.get("address", ())), "")
    _days(person, said, problems)
    fields = [_dict(one.get("properties")) for one in groups.get("contact_field", ())]
    return person, [(str(one.get("type")), value) for one in fields if (value := _text(one.get("data")))]


def _days(person: Person, said: dict[str, Any], problems: list[Problem]) -> None:
    for name in ("birthdate", "first_met_date"):
        one = _dict(said.get(name))
        text = _text(one.get("date"))
        # A date worked out of an age is a guess of the year, and no day.
        if not text or one.get("is_age_based"):
            continue
        day = year_month_day(text)
        if day is None:
            problems.append(Problem(Trouble.BAD_DATE, 0, text, error=False))
        elif name == "birthdate":
            person.dates.append(Day("birthday", day[1], day[2], None if one.get("is_year_unknown") else day[0]))
        elif not one.get("is_year_unknown"):
            person.met_on = whole_day(text)


def _address(kind: str, value: str) -> Address | None:
    lowered = kind.casefold()
    if "email" in lowered or "e-mail" in lowered:
        return Address("email", value)
    if "phone" in lowered:
        return Address("phone", value)
    service = kind_of_service(kind)
    if service != "other":
        return Address(service, value)
    if re.match(r"https?://", value):
        return Address(kind_of_link(value), value)
    return Address("email" if "@" in value and "." in value else "other", value, kind.strip()[:60])


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[dict[str, Any]]:
    """The rows of a list, or of a group of rows with their count."""
    rows = value.get("values") if isinstance(value, dict) else value
    return [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
