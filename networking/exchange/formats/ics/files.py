"""A calendar as meetings: the entries of one event together, with the turns that were moved or called off."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from html import unescape as from_html
from zoneinfo import ZoneInfo, available_timezones

from networking.exchange.formats.encodings import decode
from networking.exchange.formats.ics.entries import Entry, calendar_of, params_of
from networking.exchange.formats.ics.series import Counting, Moment, same
from networking.exchange.formats.ics.times import Clocks, length_of, moment_of
from networking.exchange.formats.problems import Problem, Trouble
from networking.exchange.formats.rows import Invited, Meeting, Reading, Turn
from networking.exchange.formats.vcard.values import unescape

MOST_EVENTS = 20_000
MOST_INVITED = 500
LONGEST_UID = 120
_TAG = re.compile(r"<(?:br|/p|/div|/li|/h\d)\b[^>]*>", re.I)
_ANY_TAG = re.compile(r"</?[a-z][^>]{0,2000}>", re.I)
_CALLED_OFF = "CANCELLED"


def read(data: bytes, zone: ZoneInfo, now: datetime) -> Reading:
    """The events of a calendar; `zone` is the clock of moments without one, series go on for a year from `now`."""
    text, encoding = decode(data)
    reading = Reading("ics", encoding=encoding)
    text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    calendar = calendar_of(text.lstrip("\ufeff"), MOST_EVENTS, reading.problems)
    clocks = Clocks(calendar, zone)
    counting = Counting(clocks, now, reading.problems)
    groups: dict[str, list[Entry]] = {}
    for entry in calendar.events:
        groups.setdefault(_uid(entry), []).append(entry)
    for uid, entries in groups.items():
        if found := _Event(uid, entries, counting).meeting():
            reading.meetings.append(found)
    return reading


def _uid(entry: Entry) -> str:
    uid = entry.text("UID")
    if not uid:
        said = (entry.text(name) for name in ("DTSTART", "SUMMARY", "LOCATION"))
        uid = f"sum:{sha256(chr(31).join(said).encode()).hexdigest()}"
    return uid if len(uid) <= LONGEST_UID else f"sum:{sha256(uid.encode()).hexdigest()}"


class _Event:
    """All entries of one event: the one of the whole, and those of single turns."""

    def __init__(self, uid: str, entries: list[Entry], counting: Counting) -> None:
        self.uid, self.counting, self.problems = uid, counting, counting.problems
        wholes = [one for one in entries if one.first("RECURRENCE-ID") is None]
        # Of one event that is told twice, the later telling counts.
        self.whole = max(wholes, key=_sequence) if wholes else None
        self.singles = [one for one in entries if one.first("RECURRENCE-ID") is not None]

    def meeting(self) -> Meeting | None:
        head = self.whole or self.singles[0]
        title = head.text("SUMMARY")
        if self.whole is not None and self.whole.text("STATUS").upper() == _CALLED_OFF:
            self.problems.append(Problem(Trouble.CANCELLED, head.line, title, error=False))
            return None
        found = Meeting(title=title, source_id=self.uid, line=head.line)
        found.place, found.link, found.note = _where_and_what(head)
        found.invited = [*_invited(self._heads())]
        turns = self._turns(found) if self.whole is not None else {}
        for single in self.singles:
            self._put_single(found, single, turns)
        found.turns = sorted(turns.values(), key=lambda one: one.starts)
        return found if found.turns else None

    def _heads(self) -> Iterable[Entry]:
        return [self.whole, *self.singles] if self.whole is not None else self.singles

    def _turns(self, meeting: Meeting) -> dict[str, Turn]:
        assert self.whole is not None  # noqa: S101  # for the type checker
        started = self.whole.first("DTSTART")
        first = moment_of(started, self.counting.clocks) if started else None
        if started is None or first is None:
            self.problems.append(Problem(Trouble.NO_START, self.whole.line, meeting.title or self.uid))
            return {}
        meeting.all_day = not isinstance(first, datetime)
        meeting.zone = _zone_name(first)
        rules = [*self.whole.all("RRULE")]
        meeting.rule = rules[0].value.strip().upper()[:200] if len(rules) == 1 else ""
        length = self._length(self.whole, first)
        days = self.counting.turns(self.whole, first, meeting.title)
        return {same(day): self._turn(same(day), day, length) for day in days}

    def _put_single(self, meeting: Meeting, entry: Entry, turns: dict[str, Turn]) -> None:
        named, started = entry.first("RECURRENCE-ID"), entry.first("DTSTART")
        which = moment_of(named, self.counting.clocks) if named else None
        first = moment_of(started, self.counting.clocks) if started else which
        if which is None or first is None:
            self.problems.append(Problem(Trouble.NO_START, entry.line, entry.text("SUMMARY") or self.uid))
            return
        key = same(which)
        if entry.text("STATUS").upper() == _CALLED_OFF:
            turns.pop(key, None)
            return
        turn = self._turn(key, first, self._length(entry, first))
        title, (place, link, note) = entry.text("SUMMARY"), _where_and_what(entry)
        turn.title = title if title != meeting.title else ""
        turn.place = place if place != meeting.place else ""
        turn.link = link if link != meeting.link else ""
        turn.note = note if note != meeting.note else ""
        turns[key] = turn

    def _length(self, entry: Entry, first: Moment) -> timedelta | None:
        """How long it lasts, None when the entry does not say; of whole days, the days themselves."""
        if said := entry.text("DURATION"):
            return length_of(said)
        ended = entry.first("DTEND")
        last = moment_of(ended, self.counting.clocks) if ended else None
        if last is None or isinstance(last, datetime) != isinstance(first, datetime):
            return None
        if isinstance(last, datetime) and isinstance(first, datetime):
            length = last.astimezone(UTC) - first.astimezone(UTC)
        else:
            length = last - first
        return length if timedelta(0) < length < timedelta(days=366) else None

    def _turn(self, key: str, first: Moment, length: timedelta | None) -> Turn:
        if isinstance(first, datetime):
            starts = first.astimezone(UTC)
            return Turn(key, starts, starts + length if length else None)
        days = max(1, length.days) if length else 1
        return Turn(key, self._at(first, time.min), self._at(first + timedelta(days=days - 1), time(23, 59)))

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.counting.clocks.own).astimezone(UTC)


def _sequence(entry: Entry) -> int:
    said = entry.text("SEQUENCE")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _zone_name(first: Moment) -> str:
    zone = first.tzinfo if isinstance(first, datetime) else None
    return zone.key if isinstance(zone, ZoneInfo) and zone.key in available_timezones() else ""


def _where_and_what(entry: Entry) -> tuple[str, str, str]:
    """Place, link and description. An address of the net in the place is a link; markup becomes plain text."""
    place = entry.text("LOCATION")
    links = [entry.text(name) for name in ("X-GOOGLE-CONFERENCE", "X-TELEMOST-CONFERENCE", "URL")]
    if re.match(r"https?://\S+\Z", place, re.I):
        links, place = [place, *links], ""
    note = entry.text("DESCRIPTION")
    if _ANY_TAG.search(note):
        note = from_html(_ANY_TAG.sub("", _TAG.sub("\n", note)))
    link = next((one for one in links if re.match(r"https?://\S+\Z", one, re.I)), "")
    return place, link, note.strip()


def _invited(entries: Iterable[Entry]) -> Iterable[Invited]:
    """Whom the entries name, each once, the organiser too."""
    seen: set[str] = set()
    for entry in entries:
        for one in entry.properties:
            if one.name not in ("ATTENDEE", "ORGANIZER") or len(seen) >= MOST_INVITED:
                continue
            said = params_of(one)
            address = said.get("EMAIL") or re.sub(r"^mailto:", "", unescape(one.value).strip(), flags=re.I)
            if "@" not in address or said.get("CUTYPE", "").upper() in ("RESOURCE", "ROOM") or address.lower() in seen:
                continue
            seen.add(address.lower())
            answer = said.get("PARTSTAT", "").lower()
            yield Invited(address, said.get("CN", ""), answer if answer in ("accepted", "declined") else "")
