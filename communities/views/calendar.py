from __future__ import annotations

import re
from datetime import date

from dateutil.relativedelta import relativedelta
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from communities.month import weeks_of
from contacts.http import Request, answer, now

_MONTH = re.compile(r"^([0-9]{4})-([0-9]{2})$")
FIRST_YEAR, LAST_YEAR = 1900, 2200


def month_of(text: str) -> date:
    """The first day of a month such as 2026-11; raises Http404 on anything else."""
    match = _MONTH.match(text)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR or not 1 <= int(match[2]) <= 12:
        raise Http404
    return date(int(match[1]), int(match[2]), 1)


@require_GET
def calendar(request: Request, month: str = "") -> HttpResponse:
    """A month of events, week by week from Monday; on a phone the days that have something, one under another."""
    moment = now(request)
    first = month_of(month) if month else moment.date().replace(day=1)
    weeks = weeks_of(request.user, request.user.zone, first)
    events = {one.pk for week in weeks for day in week if day.inside for one in day.events}
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
