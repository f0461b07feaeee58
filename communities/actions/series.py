"""Series of events: begun, changed from one on, left, continued."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Event, EventQuerySet, Series, SeriesChange
from communities.models.event import Attended
from communities.recurrence.rule import AHEAD_WITHOUT_END, MOST_EVENTS, Rule
from contacts.models import Trash

# What the events of a series have alike; the day is each one's own.
ALIKE = ("name", "community_id", "kind", "format", "place", "link", "about", "my_role", "time_zone")
MOMENTS = ("starts", "ends")
# What a change did to the series itself stands beside the values of its events.
SERIES = "series"
# "Meetup № 7", "Call #12": the number counts on from event to event.
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
    made = _copies(event, rule.days(first, today)[1:], zone)
    Event.objects.bulk_create(made, batch_size=200)
    return SeriesChange.objects.create(
        owner_id=event.owner_id, series=series, before=before, made=[one.pk for one in made], removed=removed
    )


@transaction.atomic
def continue_series(*, series: Series) -> SeriesChange:
    """Make another year of a series after its last event. Raises ValidationError when no event is left to copy."""
    last = Event.objects.filter(owner_id=series.owner_id, trash=None, series=series).order_by("-starts", "-pk").first()
    if last is None:
        raise ValidationError(_("No event of this series is left."))
    zone = ZoneInfo(series.time_zone)
    day = last.starts.astimezone(zone).date()
    bound = day + AHEAD_WITHOUT_END
    rule = series.repetition.pattern
    # Counted from the first day, so that "every second week" keeps its weeks.
    days = [one for one in _all_days(rule, series.first_on, bound) if one > day][:MOST_EVENTS]
    made = _copies(last, days, zone)
    for one in made:
        one.mine = Attended.PLANNED
    Event.objects.bulk_create(made, batch_size=200)
    return SeriesChange.objects.create(owner_id=series.owner_id, series=series, made=[one.pk for one in made])


def _all_days(rule: Rule, first: date, bound: date) -> list[date]:
    """The days of a rule up to a bound, however long the series has been going on."""
    return [first, *(day for day in rule.without_bound(first, bound) if day > first)]


def _copies(event: Event, days: Iterable[date], zone: ZoneInfo) -> list[Event]:
    """Unsaved events like one, on other days at the same hour of the zone's clock."""
    starts = event.starts.astimezone(zone)
    made = []
    for place, day in enumerate(days, start=1):
        alike = {name: getattr(event, name) for name in ALIKE}
        copy = Event(owner_id=event.owner_id, series_id=event.series_id, **alike)
        copy.name = numbered(event.name, place)
        copy.starts, copy.ends = _moved(event, day - starts.date(), zone)
        copy.refresh_keys()
        made.append(copy)
    return made


def _moved(event: Event, by: timedelta, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
    """The beginning and the end so many days later, at the same hours of the clock."""
    starts, ends = event.starts.astimezone(zone), event.ends.astimezone(zone) if event.ends else None
    return _clock(starts, by, zone), _clock(ends, by, zone) if ends else None


def _clock(moment: datetime, by: timedelta, zone: ZoneInfo) -> datetime:
    return (moment.replace(tzinfo=None) + by).replace(tzinfo=zone).astimezone(UTC)


def numbered(name: str, steps: int) -> str:
    """The name some events later: a number after № or # counts on, anything else stays."""
    match = _NUMBERED.match(name)
    return f"{match[1]}{int(match[2]) + steps}{match[3]}"[:300] if match else name


@transaction.atomic
def change_following(*, event: Event, was: Event, zone: ZoneInfo) -> SeriesChange | None:
    """Make the later events of a series what this one has become; `was` is how it stood before.

    Only what was changed in this one is changed in them. Returns what was done, for undo.
    """
    if event.series_id is None:
        return None
    later = list(following(was)[:MOST_EVENTS])
    changed = [name for name in ALIKE if getattr(event, name) != getattr(was, name)]
    own_zone = event.zone_or(zone)
    hours = _hours(event, own_zone) != _hours(was, was.zone_or(zone)) or "time_zone" in changed
    before = {str(one.pk): _values(one) for one in (was, *later)}
    before[str(was.pk)]["version"] = event.version
    for place, one in enumerate(later, start=1):
        day = one.starts.astimezone(was.zone_or(zone)).date()
        for name in changed:
            setattr(one, name, getattr(event, name))
        if "name" in changed:
            one.name = numbered(event.name, place)
        if hours:
            one.starts, one.ends = _moved(event, day - event.starts.astimezone(own_zone).date(), own_zone)
        one.version += 1
        before[str(one.pk)]["version"] = one.version
        one.updated_at = timezone.now()
        one.refresh_keys()
    fields = [name.removesuffix("_id") for name in ALIKE]
    Event.objects.bulk_update(later, [*fields, *MOMENTS, "version", "updated_at", "search_text"], batch_size=100)
    if hours:
        series = Series.objects.get(pk=event.series_id)
        if series.time_zone != own_zone.key:
            before[SERIES] = {"time_zone": series.time_zone, "became": own_zone.key}
            series.time_zone = own_zone.key
            series.save(update_fields=["time_zone", "updated_at"])
    return SeriesChange.objects.create(owner_id=event.owner_id, series_id=event.series_id, before=before)


def _hours(event: Event, zone: ZoneInfo) -> tuple[Any, ...]:
    starts = event.starts.astimezone(zone)
    ends = event.ends.astimezone(zone) if event.ends else None
    return starts.time(), (ends.time(), (ends.date() - starts.date()).days) if ends else None


def _values(event: Event) -> dict[str, Any]:
    moments = {name: moment.isoformat() if (moment := getattr(event, name)) else None for name in MOMENTS}
    return {name: getattr(event, name) for name in ALIKE} | moments


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
