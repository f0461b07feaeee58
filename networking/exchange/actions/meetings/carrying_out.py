"""An event of a calendar comes into the network with its turns and with those who are known."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone

from communities.models import Attendance, Event, Series
from communities.models.event import Attended, EventFormat
from communities.recurrence.rule import WEEKDAYS, parse
from networking.accounts.models import User
from networking.exchange.actions.meetings.knowing import KnownEvents
from networking.exchange.actions.meetings.storing import from_json, key_of, values_of
from networking.exchange.formats.rows import Meeting, Turn
from networking.exchange.models import Choice, EventSource, ImportBatch, ImportRow


def carry_out(*, owner: User, batch: ImportBatch, row: ImportRow, known: KnownEvents) -> None:
    """Do what was chosen for one row; its journal says what was made, and what stood there before."""
    meeting = from_json(row.person)
    events = {} if row.choice == Choice.CREATE else _known(owner, row, meeting, known)
    journal: dict[str, Any] = {"created": not events, "before": {}, "after": {}}
    for turn in meeting.turns:
        if event := events.get(turn.key):
            _update(event, values_of(meeting, turn), journal, replace=row.choice == Choice.REPLACE)
    missing = [turn for turn in meeting.turns if turn.key not in events]
    series = _series(owner, meeting, [*events.values()]) if len(meeting.turns) > 1 else None
    made = [_event(owner, meeting, turn, series) for turn in missing]
    Event.objects.bulk_create(made, batch_size=200)
    journal["events"] = [one.pk for one in made]
    journal["mine"] = made[0].mine if made else ""
    found = {**events, **{turn.key: event for turn, event in zip(missing, made, strict=True)}}
    journal["attendances"] = _invite(owner, [*found.values()], known.people(meeting))
    _remember(batch, meeting, found, known)
    row.event = next(iter(found.values()), None)
    row.done, row.journal = True, journal
    row.save(update_fields=["event", "done", "journal", "updated_at"])


def _known(owner: User, row: ImportRow, meeting: Meeting, known: KnownEvents) -> dict[str, Event]:
    """The events of the turns that are known, by the keys of the turns."""
    pks = known.of_source(meeting)
    if not pks and row.event_id:
        alike = Event.objects.for_owner(owner).filter(pk=row.event_id).first()
        return {turn.key: alike for turn in meeting.turns if turn.starts == alike.starts} if alike else {}
    events = Event.objects.for_owner(owner).in_bulk([*pks.values()])
    return {key: events[pk] for key, pk in pks.items() if pk in events}


def _update(event: Event, values: dict[str, Any], journal: dict[str, Any], *, replace: bool) -> None:
    before = {}
    for name, value in values.items():
        mine = getattr(event, name)
        if value and value != mine and (replace or not mine):
            before[name] = plain(mine)
            setattr(event, name, value)
    if event.ends and event.ends < event.starts:
        event.ends = None
    if before:
        before.setdefault("ends", plain(event.ends))
        event.save(update_fields=[*before, "updated_at"])
        journal["before"][str(event.pk)] = before
        journal["after"][str(event.pk)] = {name: plain(getattr(event, name)) for name in before}


def plain(value: Any) -> str:
    """A value of an event as a journal keeps it."""
    return value.isoformat() if isinstance(value, datetime) else value or ""


def _event(owner: User, meeting: Meeting, turn: Turn, series: Series | None) -> Event:
    event = Event(owner_id=owner.pk, series=series, time_zone=_zone(owner, meeting), mine=_mine(owner, meeting, turn))
    for name, value in values_of(meeting, turn).items():
        setattr(event, name, value)
    event.format = EventFormat.ONLINE if event.link and not event.place else EventFormat.IN_PERSON
    event.refresh_keys()
    return event


def _zone(owner: User, meeting: Meeting) -> str:
    return "" if meeting.zone in ("UTC", "Etc/UTC", owner.time_zone) else meeting.zone


def _mine(owner: User, meeting: Meeting, turn: Turn) -> str:
    """What the owner answered; of the past only an answer says that they were there."""
    answer = next((one.answer for one in meeting.invited if one.email.lower() == owner.email.lower()), "")
    if answer == "declined":
        return Attended.MISSED
    return Attended.ATTENDED if answer == "accepted" and turn.starts < timezone.now() else Attended.PLANNED


def _series(owner: User, meeting: Meeting, events: list[Event]) -> Series | None:
    """The series that the turns belong to, where their rule is one that series here can have."""
    if held := next((one.series_id for one in events if one.series_id), None):
        return Series.objects.for_owner(owner).filter(pk=held).first()
    zone = _zone(owner, meeting) or owner.time_zone
    first = meeting.turns[0].starts.astimezone(ZoneInfo(zone)).date()
    try:
        rule = parse(_simple(meeting.rule, first))
    except ValidationError:
        return None
    return Series.objects.create(owner_id=owner.pk, rule=str(rule), first_on=first, time_zone=zone)


def _simple(rule: str, first: date) -> str:
    """The rule without what only says how weeks are counted, and with the weekday that is understood."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    parts.pop("WKST", None)
    if parts.get("FREQ") == "WEEKLY":
        parts.setdefault("BYDAY", WEEKDAYS[first.weekday()])
    if parts.get("FREQ") == "MONTHLY" and "BYDAY" not in parts:
        parts.setdefault("BYMONTHDAY", str(first.day))
    if until := parts.get("UNTIL"):
        parts["UNTIL"] = until[:8]
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _invite(owner: User, events: list[Event], people: list[int]) -> list[int]:
    """Mark those people as invited who are not at the events yet; returns the ids of what was made."""
    if not people:
        return []
    have = {*Attendance.objects.filter(event__in=events, contact__in=people).values_list("event", "contact")}
    made = Attendance.objects.bulk_create(
        Attendance(owner_id=owner.pk, event=event, contact_id=pk, invited=True)
        for event in events
        for pk in people
        if (event.pk, pk) not in have
    )
    return [one.pk for one in made]


def _remember(batch: ImportBatch, meeting: Meeting, events: dict[str, Event], known: KnownEvents) -> None:
    made = []
    for turn in meeting.turns:
        key = key_of(meeting, turn)
        if known.sources.get(key) != events[turn.key].pk:
            known.sources[key] = events[turn.key].pk
            made.append(EventSource(owner_id=batch.owner_id, batch=batch, event=events[turn.key], key=key))
    EventSource.objects.bulk_create(made, batch_size=200)
