"""Events as iCalendar (RFC 5545): what calendars of phones and offices read. Addresses inside are complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from communities.models import Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
_USUAL_LENGTH = timedelta(hours=1)
# Line ends are escaped in the format; other control characters have no way to be written in it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# Octets of a line before it is folded.
_WIDEST = 75
Absolute = Callable[[str], str]
# The lines of one entry between its BEGIN and its END, not folded yet.
Entry: TypeAlias = list[str]


def written(text: str) -> str:
    """A text as the format holds it: what cannot be written is left out, what has a meaning is escaped."""
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


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def uid(kind: str, pk: int, made: datetime, turn: str = "") -> str:
    """What a calendar knows an entry by: the same at every reading, another on every installation."""
    return f"{kind}-{pk}{turn}-{made.astimezone(UTC):%Y%m%dT%H%M%S%f}@svyazi"


def event_entry(event: Event, absolute: Absolute) -> Entry:
    """An event with its beginning and end as moments in UTC, which every calendar shows on its own clock."""
    own = absolute(event.get_absolute_url())
    where = event.place or event.link
    about = "\n\n".join(part for part in (event.about, event.link, own) if part)
    return [
        f"UID:{uid('event', event.pk, event.created_at)}",
        f"DTSTAMP:{_moment(event.updated_at)}",
        f"SEQUENCE:{event.version}",
        f"SUMMARY:{written(event.name)}",
        f"DTSTART:{_moment(event.starts)}",
        f"DTEND:{_moment(event.ends or event.starts + _USUAL_LENGTH)}",
        *([f"LOCATION:{written(where)}"] if where else []),
        f"DESCRIPTION:{written(about)}",
        f"URL:{_address(event.link or own)}",
        "STATUS:CONFIRMED",
    ]


def day_entry(*, uid: str, day: date, summary: str, changed: datetime, address: str) -> Entry:
    """Something of a whole day, which does not make its owner busy."""
    return [
        f"UID:{uid}",
        f"DTSTAMP:{_moment(changed)}",
        f"SUMMARY:{written(summary)}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"DESCRIPTION:{written(address)}",
        f"URL:{_address(address)}",
        "TRANSP:TRANSPARENT",
    ]


def _address(address: str) -> str:
    """An address stands as it is; only a line end would begin another line."""
    return _UNWRITABLE.sub("", address).replace("\n", "")


def calendar_file(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """The file of a calendar. A name makes it one that is subscribed to."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Svyazi//Svyazi//RU", "METHOD:PUBLISH"]
    if name:
        lines += [f"X-WR-CALNAME:{written(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *map(folded, entry), "END:VEVENT"]
    lines += ["END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()
