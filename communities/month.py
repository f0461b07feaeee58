"""A month of events, week by week: what the calendar shows."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from communities.as_kept import Moment, as_kept, moment_of
from communities.event_days import LONGEST, LONGEST_NIGHT, ends_some_time, last_day
from communities.models import Event
from contacts.prepared import prepared

_ONE_DAY = timedelta(days=1)


class Entry(NamedTuple):
    """An event as a square shows it: there may be hundreds in a month."""

    pk: int
    name: str
    hour: str
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
    """The weeks of a month with the events of each day, by the owner's clock; one query.

    What lasts for several days stands on each of them.
    """
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
    for pk, name, starts, ends, mine, place, thrown, clock in _events(owner, begin - LONGEST, begin, end):
        moment, closes = moment_of(starts).astimezone(zone), moment_of(ends) if ends else None
        where, on = place if place and not thrown else "", moment.date()
        if on in days:
            hour = f"{moment.hour:02}:{moment.minute:02}"
            days[on].events.append(Entry(pk, name, hour, mine, where))
        if closes and closes - moment > LONGEST_NIGHT:
            last = last_day(moment, min(closes, end + _ONE_DAY), zone)
            some_time = ends_some_time(moment, closes, ZoneInfo(clock) if clock else zone)
            hour = f"{closes.astimezone(zone):%H:%M}"
            ending = _("the last day") if some_time else _("until %(hour)s") % {"hour": hour}
            for later in _days(max(on + _ONE_DAY, weeks[0][0].day), min(last, weeks[-1][-1].day)):
                said = _("goes on") if later < last else ending
                days[later].events.append(Entry(pk, name, said, mine, where))
    return weeks


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@prepared
def _events(
    owner: AbstractBaseUser, earliest: datetime, begin: datetime, end: datetime
) -> QuerySet[Event, tuple[int, str, Moment, Moment | None, str, str | None, int | None, str]]:
    """Those that begin between two moments, and those that began before the first and reach beyond it."""
    rows = Event.objects.filter(owner=owner.pk, trash=None).starting(earliest, end).order_by("starts", "pk")
    rows = rows.filter(Q(starts__gte=begin) | Q(ends__gt=begin))
    moments = as_kept("starts"), as_kept("ends")
    return rows.values_list("pk", "name", *moments, "mine", "community__name", "community__trash", "time_zone")
