"""Series of events: begun and left; what their events have alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from communities.models import Event, EventQuerySet, Series, SeriesChange
from communities.models.event import Attended
from communities.recurrence.rule import Rule
from contacts.models import Trash

# What the events of a series have alike; the day is each one's own.
ALIKE = ("name", "community_id", "kind", "format", "place", "link", "about", "my_role", "time_zone")
MOMENTS = ("starts", "ends")
# What is edited in an event and is its own, whatever the others have.
OWN = ("hours", "cost")
# When an event begins, and ends so many days later; None without an end.
Hours: TypeAlias = tuple[time, tuple[time, int] | None]
# What a change did to the series itself stands beside the values of its events.
SERIES = "series"
# "Meetup № 7", "Call #12": the number counts on from event to event.
_NUMBER = re.compile(r"\d+")
_NUMBERED = re.compile(r"^(.*(?:№|#|\b[Nn]o\.?)\s*)(\d{1,5})\b(.*)$", re.DOTALL)


def following(event: Event) -> EventQuerySet:
    """The later events of the same series that nobody went to or went through yet, in order."""
    later = Event.objects.filter(owner_id=event.owner_id, trash=None, series=event.series_id, starts__gt=event.starts)
    if event.series_id is None:
        return later.none()
    later = later.exclude(pk=event.pk)
    return later.filter(debriefed_at=None, mine=Attended.PLANNED).order_by("starts", "pk")


def left_of(event: Event) -> Rule | None:
    """How an event repeats from itself on, with the end that is left by its later events; None where it does not.

    A series that was continued goes beyond its own end, and one that was shortened ends before it.
    """
    if event.series is None:
        return None
    rule = event.series.repetition
    later = list(following(event).values_list("starts", flat=True)) if rule.has_end else []
    if not later:
        return rule.pattern
    if rule.count:
        return replace(rule, count=len(later) + 1)
    last = later[-1].astimezone(event.zone_or(ZoneInfo(event.series.time_zone))).date()
    return replace(rule, until=max(last, rule.until or last))


@transaction.atomic
def start_series(*, event: Event, rule: Rule, zone: ZoneInfo, today: date | None = None) -> SeriesChange:
    """Repeat an event by a rule, on the clock of `zone`; an old series of it ends here. Returns what was done.

    With `today`, no event is made for a day before it.
    """
    before = {str(event.pk): {"series_id": event.series_id, "version": event.version}}
    removed = throw_away_events(following(event), event.owner_id, event.name)
    first = event.starts.astimezone(zone).date()
    series = Series.objects.create(owner_id=event.owner_id, rule=str(rule), first_on=first, time_zone=zone.key)
    event.series = series
    event.save(update_fields=["series", "updated_at"])
    made = copies(event, rule.days(first, today)[1:], zone)
    Event.objects.bulk_create(made, batch_size=200)
    return SeriesChange.objects.create(
        owner_id=event.owner_id, series=series, before=before, made=[one.pk for one in made], removed=removed
    )


@transaction.atomic
def found_series(*, event: Event, rule: Rule, zone: ZoneInfo, today: date | None = None) -> SeriesChange:
    """Repeat an event that was made for it: to undo this takes that event back as well."""
    change = start_series(event=event, rule=rule, zone=zone, today=today)
    change.before, change.made = {}, [event.pk, *change.made]
    change.save(update_fields=["before", "made", "updated_at"])
    return change


def copies(event: Event, days: Iterable[date], zone: ZoneInfo) -> list[Event]:
    """Unsaved events like one, on other days at the same hour of the zone's clock."""
    hours = hours_of(event, zone)
    made = []
    for place, day in enumerate(days, start=1):
        alike = {name: getattr(event, name) for name in ALIKE}
        copy = Event(owner_id=event.owner_id, series_id=event.series_id, **alike)
        copy.name = numbered(event.name, place)
        copy.starts, copy.ends = on_the_clock(day, hours, zone)
        copy.refresh_keys()
        made.append(copy)
    return made


def numbered(name: str, steps: int) -> str:
    """The name some events later: a number after № or # counts on, anything else stays."""
    match = _NUMBERED.match(name)
    return f"{match[1]}{int(match[2]) + steps}{match[3]}"[:300] if match else name


def unnumbered(name: str) -> str:
    """A name without what its numbers are, to compare the names of events of a series."""
    return _NUMBER.sub("№", name)


def hours_of(event: Event, zone: ZoneInfo) -> Hours:
    """The hours of an event by a clock."""
    starts = event.starts.astimezone(zone)
    ends = event.ends.astimezone(zone) if event.ends else None
    return starts.time(), (ends.time(), (ends.date() - starts.date()).days) if ends else None


def on_the_clock(day: date, hours: Hours, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """The beginning and the end of an event of a day at such hours of a zone's clock."""
    begin, end = hours
    starts = datetime.combine(day, begin, zone).astimezone(UTC)
    return starts, datetime.combine(day + timedelta(days=end[1]), end[0], zone).astimezone(UTC) if end else None


def values_of(event: Event) -> dict[str, Any]:
    moments = {name: moment.isoformat() if (moment := getattr(event, name)) else None for name in MOMENTS}
    return {name: getattr(event, name) for name in ALIKE} | moments


def all_values_of(event: Event) -> dict[str, Any]:
    """What a form can change in an event."""
    own = {name: str(value) if (value := getattr(event, name)) is not None else None for name in OWN}
    return values_of(event) | own


@transaction.atomic
def delete_following(*, event: Event) -> tuple[Trash, int]:
    """Move an event and the later ones of its series to the trash, as one deletion; and how many they are."""
    trash = Trash.objects.create(owner_id=event.owner_id, what=event.name)
    ids = [event.pk, *following(event).values_list("pk", flat=True)]
    gone = Event.objects.filter(pk__in=ids, owner_id=event.owner_id, trash=None)
    return trash, gone.update(trash=trash, updated_at=timezone.now())


def throw_away_events(events: EventQuerySet, owner_id: int, what: str) -> Trash | None:
    """Move events to the trash as one deletion; None where there are none."""
    ids = list(events.values_list("pk", flat=True))
    if not ids:
        return None
    trash = Trash.objects.create(owner_id=owner_id, what=what[:300])
    Event.objects.filter(pk__in=ids).update(trash=trash, updated_at=timezone.now())
    return trash
