"""Events as iCalendar (RFC 5545): what calendars of phones and offices read. Addresses inside are complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypeAlias

from communities.models import Event
from contacts.addresses import address

CONTENT_TYPE = "text/calendar; charset=utf-8"
_USUAL_LENGTH = timedelta(hours=1)
_HOURS = 24
# Line ends are escaped in the format; other control characters have no way to be written in it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# Octets of a line before it is folded.
_WIDEST = 75
Absolute = Callable[[str], str]
# The lines of one entry between its BEGIN and its END, folded.
Entry: TypeAlias = list[str]
# A moment, or what a database that keeps moments as texts says of one in UTC: 2026-11-22 12:30:00.123456
Moment: TypeAlias = datetime | str


def written(text: str) -> str:
    """A text as the format holds it: what cannot be written is left out, what has a meaning is escaped."""
    if text.isalnum():
        return text
    return _UNWRITABLE.sub(" ", text.replace("\r\n", "\n")).translate(_ESCAPED)


def folded(line: str) -> str:
    """A line in pieces of 75 octets, each further one begun with a blank, as the format asks; no letter is cut."""
    if len(line) <= _WIDEST and (line.isascii() or len(line.encode()) <= _WIDEST):
        return line
    pieces: list[str] = []
    raw, begin = line.encode(), 0
    while begin < len(raw):
        # The blank at the beginning of a further piece counts.
        end = min(begin + _WIDEST - bool(pieces), len(raw))
        while end < len(raw) and raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[begin:end].decode())
        begin = end
    return "\r\n ".join(pieces)


def _moment(moment: Moment) -> str:
    if isinstance(moment, datetime):
        moment = (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).isoformat()
    return f"{moment[:4]}{moment[5:7]}{moment[8:10]}T{moment[11:13]}{moment[14:16]}{moment[17:19]}Z"


def uid(kind: str, pk: int, made: Moment, turn: str = "") -> str:
    """What a calendar knows an entry by: the same at every reading, another on every installation."""
    fraction = f"{made.microsecond:06}" if isinstance(made, datetime) else made[20:26].ljust(6, "0")
    return f"{kind}-{pk}{turn}-{_moment(made)[:-1]}{fraction}@svyazi"


def _end(starts: Moment, ends: Moment | None) -> str:
    if ends:
        return _moment(ends)
    if isinstance(starts, datetime):
        return _moment(starts + _USUAL_LENGTH)
    hour = int(starts[11:13]) + 1
    if hour < _HOURS:
        return _moment(f"{starts[:11]}{hour:02}{starts[13:]}")
    return _moment(datetime.fromisoformat(starts[:19]).replace(tzinfo=UTC) + _USUAL_LENGTH)


class EventFacts(NamedTuple):
    """What a calendar is told of an event: a feed has hundreds."""

    pk: int
    created_at: Moment
    updated_at: Moment
    version: int
    name: str
    starts: Moment
    ends: Moment | None
    place: str
    link: str
    about: str


def event_entry(event: Event, absolute: Absolute) -> Entry:
    """An event with its beginning and end as moments in UTC, which every calendar shows on its own clock."""
    return told_entry(event, absolute(address("events:event", event.pk)))


def told_entry(event: Event | EventFacts, own: str) -> Entry:
    """The same of an event whose complete address is known."""
    where = event.place or event.link
    about = "\n\n".join([part for part in (event.about, event.link, own) if part])
    return [
        f"UID:{uid('event', event.pk, event.created_at)}",
        f"DTSTAMP:{_moment(event.updated_at)}",
        f"SEQUENCE:{event.version}",
        folded(f"SUMMARY:{written(event.name)}"),
        f"DTSTART:{_moment(event.starts)}",
        f"DTEND:{_end(event.starts, event.ends)}",
        *([folded(f"LOCATION:{written(where)}")] if where else []),
        folded(f"DESCRIPTION:{written(about)}"),
        folded(f"URL:{_address(event.link or own)}"),
        "STATUS:CONFIRMED",
    ]


def day_entry(*, uid: str, day: date, summary: str, changed: datetime, page: str) -> Entry:
    """Something of a whole day, which does not make its owner busy."""
    return [
        f"UID:{uid}",
        f"DTSTAMP:{_moment(changed)}",
        folded(f"SUMMARY:{written(summary)}"),
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        folded(f"DESCRIPTION:{written(page)}"),
        folded(f"URL:{_address(page)}"),
        "TRANSP:TRANSPARENT",
    ]


def _address(page: str) -> str:
    """An address stands as it is; only a line end would begin another line."""
    return _UNWRITABLE.sub("", page).replace("\n", "")


def calendar_file(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """The file of a calendar. A name makes it one that is subscribed to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Svyazi//Svyazi//RU", "METHOD:PUBLISH"]
    if name:
        lines += [
            folded(f"X-WR-CALNAME:{written(name)}"),
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
        ]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *entry, "END:VEVENT"]
    lines += ["END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()
