"""Events as iCalendar (RFC 5545): what calendars of phones and offices read. Addresses inside are complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Entry

from communities.models import Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
_USUAL_LENGTH = timedelta(hours=1)
# Line ends are escaped in the format; other control characters have no way to be written in it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
Absolute = Callable[[str], str]


def written(text: str) -> str:
    """A text as the format can hold it."""
    return _UNWRITABLE.sub(" ", text.replace("\r\n", "\n"))


def uid(kind: str, pk: int, made: datetime, turn: str = "") -> str:
    """What a calendar knows an entry by: the same at every reading, another on every installation."""
    return f"{kind}-{pk}{turn}-{made.astimezone(UTC):%Y%m%dT%H%M%S%f}@svyazi"


def event_entry(event: Event, absolute: Absolute) -> Entry:
    """An event with its beginning and end as moments in UTC, which every calendar shows on its own clock."""
    entry = Entry()
    entry.add("uid", uid("event", event.pk, event.created_at))
    entry.add("dtstamp", event.updated_at.astimezone(UTC))
    entry.add("sequence", event.version)
    entry.add("summary", written(event.name))
    entry.add("dtstart", event.starts.astimezone(UTC))
    entry.add("dtend", (event.ends or event.starts + _USUAL_LENGTH).astimezone(UTC))
    if where := event.place or event.link:
        entry.add("location", written(where))
    own = absolute(event.get_absolute_url())
    entry.add("description", written("\n\n".join(part for part in (event.about, event.link, own) if part)))
    entry.add("url", event.link or own)
    entry.add("status", "CONFIRMED")
    return entry


def day_entry(*, uid: str, day: date, summary: str, changed: datetime, address: str) -> Entry:
    """Something of a whole day, which does not make its owner busy."""
    entry = Entry()
    entry.add("uid", uid)
    entry.add("dtstamp", changed.astimezone(UTC))
    entry.add("summary", written(summary))
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("description", address)
    entry.add("url", address)
    entry.add("transp", "TRANSPARENT")
    return entry


def calendar_file(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """The file of a calendar. A name makes it one that is subscribed to."""
    made = Calendar()
    made.add("prodid", "-//Svyazi//Svyazi//RU")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    if name:
        made.add("x-wr-calname", name)
        made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT1H")
    for entry in entries:
        made.add_component(entry)
    return bytes(made.to_ical())
