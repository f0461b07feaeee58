"""Which events of a calendar the owner has already, and what would change about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Attendance, Event
from contacts.models import Channel
from contacts.models.channel import ChannelKind, normalise
from contacts.text import fold
from networking.exchange.actions.comparing import Change
from networking.exchange.actions.meetings.storing import as_json, key_of, tidy, values_of
from networking.exchange.formats.problems import Problem
from networking.exchange.formats.rows import Meeting, Turn
from networking.exchange.models import Choice, EventSource, ImportBatch, ImportRow, Verdict

MOST_CHANGES = 20
AT_ONCE = 500


class KnownEvents:
    """Events of one owner by the turns of calendars, by time and name, and people by their e-mail."""

    def __init__(self, owner: AbstractBaseUser) -> None:
        self.owner = owner
        self.sources = dict(EventSource.objects.for_owner(owner).order_by("pk").values_list("key", "event_id"))
        channels = Channel.objects.for_owner(owner).filter(kind=ChannelKind.EMAIL).order_by("-pk")
        self._people = dict(channels.values_list("value_folded", "contact_id"))

    @cached_property
    def _named(self) -> dict[tuple[datetime, str], int]:
        mine = Event.objects.for_owner(self.owner).values_list("pk", "starts", "name")
        return {(at, fold(name)): pk for pk, at, name in mine.iterator()}

    def of_source(self, meeting: Meeting) -> dict[str, int]:
        """The events of turns that came in before, by the keys of the turns."""
        keys = {turn.key: key_of(meeting, turn) for turn in meeting.turns}
        return {turn: self.sources[key] for turn, key in keys.items() if key in self.sources}

    def alike(self, meeting: Meeting) -> int | None:
        """An event of the same time and name that came from elsewhere."""
        for turn in meeting.turns:
            if pk := self._named.get((turn.starts, fold(turn.title or meeting.title))):
                return pk
        return None

    def people(self, meeting: Meeting) -> list[int]:
        """Who of those named is known by their e-mail."""
        found = (self._people.get(normalise(ChannelKind.EMAIL, one.email)) for one in meeting.invited)
        return [*dict.fromkeys(pk for pk in found if pk)]


def rows_of(
    batch: ImportBatch, known: KnownEvents, meetings: list[Meeting], start: int, problems: list[Problem]
) -> list[ImportRow]:
    """The rows of some events, each with its verdict; not stored yet."""
    tidied = [tidy(one, problems) for one in meetings]
    found = [known.of_source(one) for one in tidied]
    alike = [None if sources else known.alike(one) for one, sources in zip(tidied, found, strict=True)]
    pks = {pk for one in found for pk in one.values()} | {pk for pk in alike if pk}
    events, invited = _load(known.owner, [*pks])
    rows = []
    for place, (meeting, sources, twin) in enumerate(zip(tidied, found, alike, strict=True), start):
        row = ImportRow(owner_id=batch.owner_id, batch=batch, place=place, line=meeting.line)
        row.name, row.person, row.key = meeting.title[:300], as_json(meeting), f"ics:{meeting.source_id}"[:250]
        row.verdict, row.choice = Verdict.NEW, Choice.CREATE
        pairs = [(turn, events.get(sources.get(turn.key, 0))) for turn in meeting.turns]
        people = known.people(meeting)
        row.person["people"] = len(people)
        if twin and twin in events:
            pairs = [(turn, events[twin] if turn.starts == events[twin].starts else None) for turn in meeting.turns]
            row.reason = _("the same time and the same name")
            row.verdict, row.choice = Verdict.DOUBLE, Choice.SKIP
        if first := next((event for _turn, event in pairs if event), None):
            row.event = first
            row.changes = changes_of(meeting, pairs, people, invited)
            if row.verdict == Verdict.NEW:
                _judge(row, pairs)
        rows.append(row)
    return rows


def _judge(row: ImportRow, pairs: list[tuple[Turn, Event | None]]) -> None:
    row.reason = _("the same event of the same calendar")
    if not row.changes:
        row.verdict, row.choice = Verdict.SAME, Choice.SKIP
        return
    # Nobody has edited them since they came: the calendar knows better.
    untouched = all(event.version == 1 and event.debriefed_at is None for _turn, event in pairs if event)
    row.verdict, row.choice = Verdict.DIFFERS, Choice.REPLACE if untouched else Choice.ADD


def _load(owner: AbstractBaseUser, pks: list[int]) -> tuple[dict[int, Event], set[tuple[int, int]]]:
    """Events by their ids, and who is invited to them as (event, person)."""
    events: dict[int, Event] = {}
    invited: set[tuple[int, int]] = set()
    for start in range(0, len(pks), AT_ONCE):
        part = pks[start : start + AT_ONCE]
        events |= Event.objects.for_owner(owner).in_bulk(part)
        invited |= {*Attendance.objects.for_owner(owner).filter(event__in=part).values_list("event", "contact")}
    return events, invited


def changes_of(
    meeting: Meeting, pairs: list[tuple[Turn, Event | None]], people: list[int], invited: set[tuple[int, int]]
) -> list[Change]:
    """What the known events would get, each change once; `adds` when nothing of the owner's own is lost by it."""
    found: dict[tuple[str, str, str], Change] = {}
    for turn, event in pairs:
        if event is None:
            continue
        for name, value in values_of(meeting, turn).items():
            mine = getattr(event, name)
            if value and value != mine and (not isinstance(value, str) or fold(value) != fold(mine)):
                said = _said(mine), _said(value)
                change = {"field": name, "before": said[0], "after": said[1], "adds": not mine}
                found.setdefault((name, *said), change)
    changes = [*found.values()][:MOST_CHANGES]
    known = [event for _turn, event in pairs if event]
    if len(known) < len(pairs):
        changes.append({"field": "turns", "before": "", "after": str(len(pairs) - len(known)), "adds": True})
    new = {pk for pk in people if any((event.pk, pk) not in invited for event in known)}
    if new:
        changes.append({"field": "invited", "before": "", "after": str(len(new)), "adds": True})
    return changes


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    return str(value or "")[:500]


def in_parts(meetings: list[Meeting]) -> Iterable[tuple[int, list[Meeting]]]:
    """The events some at a time, with the place of the first."""
    for start in range(0, len(meetings), AT_ONCE):
        yield start, meetings[start : start + AT_ONCE]
