"""Telegram Desktop's `result.json`: people and days of talks, never what was said; gigabytes in little memory."""

from __future__ import annotations

import io
from datetime import date
from typing import IO, Any

from networking.exchange.formats.addresses import split_name
from networking.exchange.formats.json_stream import JsonStream
from networking.exchange.formats.problems import Problem, Trouble, Unreadable
from networking.exchange.formats.rows import Address, Person, Reading

MOST_PEOPLE = 100_000


def read(file: IO[bytes]) -> Reading:
    """The contacts, the frequent ones, and with whom there was a talk on which days. What is cut off is reported."""
    reading = Reading("telegram")
    people: dict[str, Person] = {}
    stream = JsonStream(io.TextIOWrapper(file, "utf-8-sig", errors="replace"))
    try:
        _export(stream, people, reading)
    except Unreadable as unreadable:
        if not people:
            raise
        reading.problems.append(unreadable.problem)
    reading.people = [one for one in people.values() if one.name]
    return reading


def _export(stream: JsonStream, people: dict[str, Person], reading: Reading) -> None:
    own: dict[str, Any] = {}
    for key in stream.members():
        if key == "personal_information":
            found = stream.value()
            own["me"] = f"tg:{found.get('user_id')}" if isinstance(found, dict) else ""
        elif key == "contacts" and stream.peek() == "{":
            _list_of(stream, lambda one: _contact(one, people, reading))
        elif key == "frequent_contacts" and stream.peek() == "{":
            _list_of(stream, lambda one: _frequent(one, people, str(own.get("me", ""))))
        elif key in ("chats", "left_chats") and stream.peek() == "{":
            for inner in stream.members():
                if inner == "list" and stream.peek() == "[":
                    for _item in stream.items():
                        _chat(stream, people)
                else:
                    stream.value()
        elif key == "messages" and stream.peek() == "[":
            _talks(stream, own, people)
        else:
            own[key] = _small(stream.value())


def _small(value: Any) -> Any:
    return value if isinstance(value, str | int) else None


def _list_of(stream: JsonStream, take: Any) -> None:
    for key in stream.members():
        if key == "list" and stream.peek() == "[":
            for _item in stream.items():
                found = stream.value()
                if isinstance(found, dict):
                    take(found)
        else:
            stream.value()


def _contact(row: dict[str, Any], people: dict[str, Person], reading: Reading) -> None:
    names = [str(row.get(name) or "").strip() for name in ("first_name", "last_name")]
    phone = str(row.get("phone_number") or "").strip()
    if not any(names) and not phone:
        reading.problems.append(Problem(Trouble.NO_NAME, error=False))
        return
    user = row.get("user_id") or ""
    source = f"tg:{user}" if user else f"tg:{phone}"
    # A number without its plus is what Telegram writes for people who are not there.
    phone = f"+{phone[2:]}" if phone.startswith("00") else phone
    person = Person(given_name=names[0], family_name=names[1], source_id=source)
    person.nickname = "" if any(names) else phone
    if phone:
        person.channels.append(Address("phone", phone))
    people.setdefault(source, person)


def _frequent(row: dict[str, Any], people: dict[str, Person], me: str) -> None:
    source = f"tg:{row.get('id')}"
    if row.get("category") == "people" and row.get("type") == "user" and source != me:
        _known(people, source, str(row.get("name") or ""))


def _known(people: dict[str, Person], source: str, name: str) -> Person | None:
    if source not in people and name.strip():
        given, patronymic, family = split_name(name)
        people[source] = Person(given_name=given, patronymic=patronymic, family_name=family, source_id=source)
    return people.get(source)


def _chat(stream: JsonStream, people: dict[str, Person]) -> None:
    if stream.peek() != "{":
        stream.value()
        return
    said: dict[str, Any] = {}
    for key in stream.members():
        if key == "messages" and stream.peek() == "[":
            _talks(stream, said, people)
        else:
            said[key] = _small(stream.value())


def _talks(stream: JsonStream, chat: dict[str, Any], people: dict[str, Person]) -> None:
    """Walk over the messages of one chat; only the days of a talk between two are kept."""
    person = None
    if chat.get("type") == "personal_chat":
        person = _known(people, f"tg:{chat.get('id')}", str(chat.get("name") or ""))
    days: set[date] = set()
    for _item in stream.items():
        found = stream.value()
        if person is not None and isinstance(found, dict) and (day := _day_of(found)):
            days.add(day)
    if person is not None:
        person.talks = sorted({*person.talks, *days})


def _day_of(message: dict[str, Any]) -> date | None:
    if message.get("type") != "message" and message.get("action") != "phone_call":
        return None
    try:
        return date.fromisoformat(str(message.get("date"))[:10])
    except ValueError:
        return None
