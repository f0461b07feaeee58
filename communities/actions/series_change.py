"""Events changed: one alone or all following of its series, field by field, so that it can be undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from communities.actions.series import (
    ALIKE,
    MOMENTS,
    OWN,
    SERIES,
    Hours,
    all_values_of,
    following,
    hours_of,
    numbered,
    on_the_clock,
    unnumbered,
    values_of,
)
from communities.models import Event, Series, SeriesChange
from communities.recurrence.rule import MOST_EVENTS

# So many earlier events are asked, too, what is usual in a series.
_EARLIER = 3
# Where an event is held is its place, or its link without one: who has another one keeps all of this.
_WHERE = "where"
_OF_WHERE = {"place", "link", "format"}


class Change(NamedTuple):
    """What was done, for undo; how many events it changed, and how many kept something of their own."""

    row: SeriesChange
    changed: int
    kept: int


@transaction.atomic
def change_following(*, event: Event, was: Event, zone: ZoneInfo) -> Change | None:
    """Make the later events of a series what this one has become; `was` is how it stood before.

    Only what was changed in this one is changed in them, field by field, and only where they said the same as this one
    did. An event whose hours are not those of the series keeps them, and one that only ends at an hour of its own keeps
    its end. Hours are compared and given by the clock of the series; `zone` is that of the owner, by which they go when
    their own zone is taken away.
    """
    series = event.series
    if series is None:
        return None
    later = list(following(was)[:MOST_EVENTS])
    near = _near(was, later)
    hours, details = _Hours(event, was, near, series, zone), _Details(event, was, near)
    before = {str(was.pk): all_values_of(was) | _versions(was.version, event.version)}
    kept, changed = 0, []
    for place, one in enumerate(later, start=1):
        stood, version = values_of(one), one.version
        kept_hours, kept_details = hours.put(one), details.put(one, place)
        kept += kept_hours or kept_details
        if values_of(one) != stood:
            one.version += 1
            one.updated_at = timezone.now()
            one.refresh_keys()
            before[str(one.pk)] = stood | _versions(version, one.version)
            changed.append(one)
    written = [*(name.removesuffix("_id") for name in ALIKE), *MOMENTS, "version", "updated_at", "search_text"]
    Event.objects.bulk_update(changed, written, batch_size=100)
    if hours.of_series and series.time_zone != hours.zone.key:
        before[SERIES] = {"time_zone": series.time_zone, "became": hours.zone.key}
        series.time_zone = hours.zone.key
        series.save(update_fields=["time_zone", "updated_at"])
    row = SeriesChange.objects.create(owner_id=event.owner_id, series_id=event.series_id, before=before)
    return Change(row, len(changed) + 1, kept)


def keep_for_undo(*, event: Event, was: Event) -> SeriesChange | None:
    """Keep how an event stood before it alone was changed; None where it stands as it stood."""
    if all(getattr(event, name) == getattr(was, name) for name in (*ALIKE, *MOMENTS, *OWN)):
        return None
    before = {str(was.pk): all_values_of(was) | _versions(was.version, event.version)}
    return SeriesChange.objects.create(owner_id=event.owner_id, series_id=event.series_id, before=before)


def _versions(found: int, left: int) -> dict[str, int]:
    """At which version a change found an event and at which it left it: by them the change before it is known."""
    return {"from_version": found, "version": left}


def _near(was: Event, later: list[Event]) -> list[Event]:
    """The event as it was, the later ones and a few earlier ones: among them is seen what is usual in the series."""
    around = Event.objects.filter(owner_id=was.owner_id, trash=None, series=was.series_id)
    earlier = around.filter(starts__lt=was.starts).exclude(pk=was.pk).order_by("-starts", "-pk")
    return [was, *later, *earlier[:_EARLIER]]


class _Details:
    """What else a change gives to the later events of a series; what one of them says of its own stays."""

    def __init__(self, event: Event, was: Event, near: list[Event]) -> None:
        self.event = event
        self.changed = {name for name in (*ALIKE, _WHERE) if _value(event, name) != _value(was, name)}
        self.shared = {name: {_said(event, name), *_shared(near, name)} for name in self.changed}

    def put(self, one: Event, place: int) -> bool:
        """Give an event, so many after the changed one, what it has no own of; whether it kept something of its own."""
        own = {name for name in self.changed if _said(one, name) not in self.shared[name]}
        kept = own | _OF_WHERE if _WHERE in own else own
        for name in self.changed - kept - {_WHERE}:
            setattr(one, name, numbered(self.event.name, place) if name == "name" else getattr(self.event, name))
        return bool(own)


def _shared(near: list[Event], name: str) -> set[Hashable]:
    """What the first of these events says, and what is usual among them where no other one says the same.

    The one that is changed may be the exception: then the others go by what is usual. A clock is never.
    """
    values = [_said(one, name) for one in near]
    usual = Counter(values).most_common(1)[0][0]
    return {values[0]} if name == "time_zone" or values[0] in values[1:] else {values[0], usual}


def _said(event: Event, name: str) -> Hashable:
    """A value to be compared: a name that differs only by its number is no name of its own."""
    return unnumbered(event.name) if name == "name" else _value(event, name)


def _value(event: Event, name: str) -> Hashable:
    value: Hashable = event.place or event.link if name == _WHERE else getattr(event, name)
    return value


class _Hours:
    """The hours that a change gives to the later events of a series."""

    def __init__(self, event: Event, was: Event, near: list[Event], series: Series, zone: ZoneInfo) -> None:
        self.was, self.was_zone = was, was.zone_or(series.clock)
        self.other_zone = event.time_zone != was.time_zone
        self.zone = event.zone_or(zone) if self.other_zone else self.was_zone
        self.old, self.new = hours_of(was, self.was_zone), hours_of(event, self.zone)
        # An event on a clock of its own takes its own kind along to another one, and not the series.
        self.of_series = self.other_zone and self.was_zone.key == series.time_zone
        self.changed = self.old != self.new or self.other_zone
        # The one that is changed may be the exception: then the others go by what is usual among them.
        self.usual = self._usual(near) if self.changed else self.old

    def _usual(self, near: list[Event]) -> Hours:
        alike = (hours_of(one, self.was_zone) for one in near if one.time_zone == self.was.time_zone)
        return Counter(alike).most_common(1)[0][0]

    def put(self, one: Event) -> bool:
        """Give an event its hours on its own day; whether it kept some of its own instead of changed ones."""
        if not self.changed:
            return False
        if one.time_zone != self.was.time_zone:
            return True
        begin, end = hours_of(one, self.was_zone)
        begin_changed, end_changed = self.new[0] != self.old[0], self.new[1] != self.old[1]
        # Who was moved to another hour ends at an hour of one's own, too.
        own_begin = begin not in (self.old[0], self.usual[0])
        own_end = own_begin or end not in (self.old[1], self.usual[1])
        hours = (
            self.new[0] if begin_changed and not own_begin else begin,
            self.new[1] if end_changed and not own_end else end,
        )
        if hours != (begin, end) or self.other_zone:
            lasted = one.ends - one.starts if one.ends else None
            day = one.starts.astimezone(self.was_zone).date()
            one.starts, ends = on_the_clock(day, hours, self.zone)
            one.ends = _after(one.starts, ends, lasted)
        return (begin_changed and own_begin) or (end_changed and own_end)


def _after(starts: datetime, ends: datetime | None, lasted: timedelta | None) -> datetime | None:
    """The end, unless the beginning is beyond it now: then it lasts as long as before."""
    return starts + lasted if ends and lasted is not None and ends <= starts else ends
