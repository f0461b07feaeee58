"""A series continued: what its events usually are, on the days of its rule after the last one that is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from copy import copy
from datetime import date
from operator import attrgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.actions.series import ALIKE, copies, hours_of, numbered, on_the_clock, unnumbered
from communities.models import Event, Series, SeriesChange
from communities.recurrence.rule import AHEAD_AT_MOST, AHEAD_WITHOUT_END, MOST_EVENTS

# What two of the latest three events have alike is usual: one exception changes nothing, a change of several does.
_LATEST = 3
_Value = TypeVar("_Value", bound=Hashable)


@transaction.atomic
def continue_series(*, series: Series) -> SeriesChange:
    """Make another year of a series. Raises ValidationError when no event is left to copy.

    The new events are what its events usually are. An event that was moved stands for the day of the rule that it
    had, and that day is not filled again.
    """
    events = list(Event.objects.filter(owner_id=series.owner_id, series=series).order_by("pk"))
    living = [one for one in events if one.trash_id is None]
    if not living:
        raise ValidationError(_("No event of this series is left."))
    zone = ZoneInfo(series.time_zone)
    taken = Counter(_day(one, zone) for one in living)
    bound = max(taken) + AHEAD_AT_MOST
    rule = series.repetition.pattern
    # Counted from the first day, so that "every second week" keeps its weeks.
    turns = [series.first_on, *(day for day in rule.without_bound(series.first_on, bound) if day > series.first_on)]
    known = {*turns}
    # Of two on one day nobody can say which was moved there.
    in_turn = [one for one in living if (day := _day(one, zone)) in known and taken[day] == 1]
    last = _last_turn(events, in_turn, turns, zone)
    days = [day for day in turns if last < day <= last + AHEAD_WITHOUT_END and day not in taken][:MOST_EVENTS]
    made = copies(_usual(living, in_turn or living, zone), days, zone)
    Event.objects.bulk_create(made, batch_size=200)
    return SeriesChange.objects.create(owner_id=series.owner_id, series=series, made=[one.pk for one in made])


def _day(event: Event, zone: ZoneInfo) -> date:
    return event.starts.astimezone(zone).date()


def _last_turn(events: list[Event], in_turn: list[Event], turns: list[date], zone: ZoneInfo) -> date:
    """The last day of the rule that has its event, wherever that stands now.

    Events are made in the order of their days: those made after the last one in its place have the next days.
    """
    living = [one for one in events if one.trash_id is None]
    if not in_turn:
        return max(_day(one, zone) for one in living)
    place = turns.index(_day(in_turn[-1], zone))
    moved = [one for one in events if in_turn[-1].pk < one.pk <= living[-1].pk]
    return turns[min(place + len(moved), len(turns) - 1)]


def _usual(living: list[Event], in_turn: list[Event], zone: ZoneInfo) -> Event:
    """An unsaved event with what is usual in a series, its name counted on to the latest event."""
    latest, before = in_turn[-1], in_turn[-_LATEST:]
    usual = copy(latest)
    for name in ALIKE:
        setattr(usual, name, _most(before, attrgetter(name)))
    called = _most(before, lambda one: unnumbered(one.name))
    named = next(one for one in reversed(before) if unnumbered(one.name) == called)
    usual.name = numbered(named.name, len([one for one in living if one.pk > named.pk]))
    hours = _most(before, lambda one: hours_of(one, zone))
    usual.starts, usual.ends = on_the_clock(_day(latest, zone), hours, zone)
    return usual


def _most(events: list[Event], value: Callable[[Event], _Value]) -> _Value:
    """The value that most of the events have; the latest event's where each has its own."""
    return Counter(value(one) for one in reversed(events)).most_common(1)[0][0]
