from __future__ import annotations

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.http import Http404, HttpResponse
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.timezone import make_aware
from django.views.decorators.http import require_GET

from communities.models import Event
from contacts.http import Request, answer, now

_MONTH = re.compile(r"^([0-9]{4})-([0-9]{2})$")
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass
class Day:
    """A square of the month; days of the neighbouring months fill the first and the last week."""

    day: date
    inside: bool
    events: list[Event] = field(default_factory=list)

    @property
    def iso(self) -> str:
        return self.day.isoformat()

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.day.weekday()])

    @property
    def month(self) -> str:
        """The month as it stands after a number: 1 November, 1 ноября."""
        return date_format(self.day, "E")


def month_of(text: str) -> date:
    """The first day of a month such as 2026-11; raises Http404 on anything else."""
    match = _MONTH.match(text)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR or not 1 <= int(match[2]) <= 12:
        raise Http404
    return date(int(match[1]), int(match[2]), 1)


_IN_A_CELL = ("name", "starts", "mine", "community__name", "community__trash")


@require_GET
def calendar(request: Request, month: str = "") -> HttpResponse:
    """A month of events, week by week from Monday; on a phone the days that have something, one under another."""
    moment = now(request)
    first = month_of(month) if month else moment.date().replace(day=1)
    weeks = _weeks(request, first)
    events = [one for week in weeks for day in week if day.inside for one in day.events]
    context = {
        "first": first,
        "weeks": weeks,
        "count": len(events),
        "weekdays": [day.day for day in weeks[1]],
        "before": _named(first - relativedelta(months=1)),
        "after": _named(first + relativedelta(months=1)),
        "today": moment.date(),
    }
    return answer(request, "events/calendar.html", context)


def _named(first: date) -> dict[str, object]:
    return {"first": first, "slug": f"{first:%Y-%m}" if FIRST_YEAR <= first.year <= LAST_YEAR else ""}


def _weeks(request: Request, first: date) -> list[list[Day]]:
    """The weeks of a month with the events of each day, by the owner's clock; one query."""
    zone = request.user.zone
    weeks = [
        [Day(day, day.month == first.month) for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    begin = make_aware(datetime.combine(weeks[0][0].day, time.min), zone)
    end = make_aware(datetime.combine(weeks[-1][-1].day + timedelta(days=1), time.min), zone)
    days = {day.day: day for week in weeks for day in week}
    events = Event.objects.for_owner(request.user).starting(begin, end).order_by("starts", "pk")
    for event in events.select_related("community").only(
        "name", "starts", "mine", "community__name", "community__trash"
    ):
        days[event.starts.astimezone(zone).date()].events.append(event)
    return weeks
