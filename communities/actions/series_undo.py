"""Changes of events, of one or of several of a series, taken back: the latest first, where they touched the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from communities.actions.series import ALIKE, MOMENTS, OWN, SERIES, throw_away_events
from communities.models import Event, EventQuerySet, Series, SeriesChange
from communities.models.event import Attended

# The versions at which the events that a change made stand since a later change of them was taken back.
_MADE = "made"
_BESIDE = (SERIES, _MADE)
# So long before another one may a change be that is offered to be taken back after it.
_OFFERED = timedelta(days=1)


class Undone(NamedTuple):
    """How many events are as they were before, and how many stay as they are."""

    back: int
    kept: int


def later_change(change: SeriesChange) -> SeriesChange | None:
    """A later change of some of the same events that is not undone: it has to be taken back first.

    An event of several that was edited alone since then does not hold up the others: it stays as it is.
    """
    touched = _touched(change)
    several = len(touched) + len(change.made) > 1
    later = SeriesChange.objects.filter(owner=change.owner_id, pk__gt=change.pk).order_by("-pk") if touched else ()
    return next((one for one in later if touched & _touched(one) and not (several and _is_of_one(one))), None)


def _is_of_one(change: SeriesChange) -> bool:
    return len(_touched(change)) == 1 and not change.made


def earlier_change(change: SeriesChange) -> SeriesChange | None:
    """The change of some of the same events that comes next when this one is taken back; none of long before it."""
    near = [one for one in _earlier(change) if not one.made and change.created_at - one.created_at < _OFFERED]
    return next((one for one in near if _touched(change) & _touched(one)), None)


def _earlier(change: SeriesChange) -> list[SeriesChange]:
    return [*SeriesChange.objects.filter(owner=change.owner_id, pk__lt=change.pk).order_by("-pk")]


def _touched(change: SeriesChange) -> set[str]:
    touched: set[str] = {*change.before} - {*_BESIDE}
    return touched


@transaction.atomic
def undo_change(*, change: SeriesChange) -> Undone:
    """Take back what `change` did: former values return, removed events too, and those that it made go.

    Events that were changed or gone through meanwhile stay as they are. The change is used up.
    What was changed before in the events that return can be taken back after it.
    """
    rows = Event.objects.filter(owner_id=change.owner_id)
    made = rows.filter(pk__in=change.made, trash=None)
    back = _throw_away(change, made) if change.made else 0
    kept = made.count()
    changed, versions = [], {}
    for one in rows.filter(pk__in=[int(pk) for pk in _touched(change)]):
        values = dict(change.before[str(one.pk)])
        # A repetition leaves the version of the event that it begins with as it was.
        before = values.pop("from_version", one.version - 1 if "starts" in values else one.version)
        if values.pop("version") != one.version:
            kept += 1
            continue
        _put_values(one, values)
        versions[str(one.pk)] = (before, one.version)
        changed.append(one)
    fields = [name.removesuffix("_id") for name in (*ALIKE, *MOMENTS, *OWN, "series_id")]
    Event.objects.bulk_update(changed, [*fields, "version", "updated_at", "search_text"], batch_size=100)
    _tell_earlier(change, versions)
    zone = change.before.get(SERIES)
    if zone and changed and change.series_id:
        # Only where no later change gave it another one.
        series = Series.objects.filter(pk=change.series_id, time_zone=zone["became"])
        series.update(time_zone=zone["time_zone"], updated_at=timezone.now())
    back += len(changed)
    if change.removed:
        back += change.removed.count_rows()
        change.removed.put_back()
    change.delete()
    return Undone(back, kept)


def forget_changes(before: datetime, dry_run: bool) -> int:
    """Forget how changes older than a moment are undone; says how many they are."""
    old = SeriesChange.objects.filter(created_at__lt=before)
    return old.count() if dry_run else old.delete()[0]


def _throw_away(change: SeriesChange, made: EventQuerySet) -> int:
    """Throw away the events that a change made and nobody has worked on since; how many they are."""
    events = _untouched(change, made)
    count = events.count()
    names = made.order_by("starts", "pk").values_list("name", flat=True)[:1]
    said = [change.series.said] if change.series else []
    throw_away_events(events, change.owner_id, ": ".join([*names, *said]))
    return count


def _untouched(change: SeriesChange, made: EventQuerySet) -> EventQuerySet:
    """The events that a change made and nobody has worked on since."""
    versions = change.before.get(_MADE, {})
    plain = made.filter(debriefed_at=None, mine=Attended.PLANNED)
    as_made = [pk for pk, version in plain.values_list("pk", "version") if version == versions.get(str(pk), 1)]
    return made.filter(pk__in=as_made)


def _tell_earlier(change: SeriesChange, versions: dict[str, tuple[int, int]]) -> None:
    """Let earlier changes know at which version the events stand now that are again what they had made of them."""
    for one in _earlier(change) if versions else ():
        made = {str(pk) for pk in one.made}
        known = one.before.get(_MADE, {})
        found = False
        for pk, (before, now) in versions.items():
            if pk in one.before and one.before[pk]["version"] == before:
                one.before[pk]["version"] = now
                found = True
            elif pk in made and known.get(pk, 1) == before:
                one.before.setdefault(_MADE, known)[pk] = now
                found = True
        if found:
            one.save(update_fields=["before", "updated_at"])


def _put_values(event: Event, values: dict[str, Any]) -> None:
    for name, value in values.items():
        # JSON keeps moments and amounts as text.
        read = parse_datetime if name in MOMENTS else Decimal if name in OWN else None
        setattr(event, name, read(value) if read and value is not None else value)
    event.version += 1
    event.updated_at = timezone.now()
    event.refresh_keys()
