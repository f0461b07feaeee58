"""A month of events, week by week: what the calendar shows."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.timezone import make_aware

from communities.as_kept import Moment, as_kept, moment_of
from communities.models import Event
from contacts.prepared import prepared


class Entry(NamedTuple):
    """An event as a square shows it: there may be hundreds in a month."""

    pk: int
    name: str
    starts: datetime
    mine: str
    place: str


@dataclass
class Day:
    """A square of the month; days of the neighbouring months fill the first and the last week."""

    day: date
    inside: bool
    weekday: str
    # The month as it stands after a number: 1 November, 1 ноября.
    month: str
    events: list[Entry] = field(default_factory=list)

    @property
    def iso(self) -> str:
        return self.day.isoformat()


def weeks_of(owner: AbstractBaseUser, zone: ZoneInfo, first: date) -> list[list[Day]]:
    """The weeks of a month with the events of each day, by the owner's clock; one query."""
    dates = Calendar().monthdatescalendar(first.year, first.month)
    weekdays = [str(WEEKDAYS[number]) for number in range(7)]
    months = {day.month: date_format(day, "E") for day in (dates[0][0], first, dates[-1][-1])}
    weeks = [
        [Day(day, day.month == first.month, weekdays[day.weekday()], months[day.month]) for day in week]
        for week in dates
    ]
    begin = make_aware(datetime.combine(weeks[0][0].day, time.min), zone)
    end = make_aware(datetime.combine(weeks[-1][-1].day + timedelta(days=1), time.min), zone)
    days = {day.day: day for week in weeks for day in week}
    for pk, name, starts, mine, place, thrown in _events(owner, begin, end):
        moment = moment_of(starts).astimezone(zone)
        days[moment.date()].events.append(Entry(pk, name, moment, mine, place if place and not thrown else ""))
    return weeks


@prepared
def _events(
    owner: AbstractBaseUser, begin: datetime, end: datetime
) -> QuerySet[Event, tuple[int, str, Moment, str, str | None, int | None]]:
    rows = Event.objects.filter(owner=owner.pk, trash=None).starting(begin, end).order_by("starts", "pk")
    return rows.values_list("pk", "name", as_kept("starts"), "mine", "community__name", "community__trash")
