"""What a participation asks for on its days: a fee to renew, a look whether it is still worth it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet

from communities.models import Participation
from communities.models.participation import FeePeriod, Status
from contacts.prepared import prepared

# How long before its day a renewal is said: a month's fee comes too often for two weeks.
AHEAD = {FeePeriod.MONTH: timedelta(days=3)}
AHEAD_ELSE = timedelta(days=14)
LOOK_AGAIN_IN = 3
_MONTHS = {FeePeriod.MONTH: 1, FeePeriod.YEAR: 12}


def months_later(day: date, months: int, on_day: int = 0) -> date:
    """The same day some months later, or the day of another number; the last one of a month too short for it."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(on_day or day.day, monthrange(year, month)[1]))


def _is_shown_as(on: date, number: int) -> bool:
    """Whether a day of this number falls on that day in its month, which may be too short for it."""
    return on.day == min(number, monthrange(on.year, on.month)[1])


def meant_day(on: date, since: date | None) -> int:
    """The number of the day that somebody means who writes down a day of renewal: the number that they write.

    Only where a short month hides it, the day on which the taking part began says more: since 30 January, a fee of 28
    February comes next on 30 March.
    """
    return since.day if since and _is_shown_as(on, since.day) else on.day


def day_of_renewal(period: Participation, on: date) -> int:
    """The number of the day of a participation's fee, which was known when its day was written or renewed."""
    known = period.renewal_day
    return known if known and _is_shown_as(on, known) else meant_day(on, period.since)


def renewed(on: date, period: str, today: date, on_day: int = 0) -> date | None:
    """The first day after today on which a fee of this period is due again; a fee paid once is not.

    `on_day` is the number of the day that is meant, which may be hidden where a month is too short.
    """
    step = _MONTHS.get(FeePeriod(period)) if period else None
    if step is None:
        return None
    passed = max(0, (today.year - on.year) * 12 + today.month - on.month) // step
    return next(day for n in (0, 1, 2) if (day := months_later(on, (passed + n) * step, on_day)) > max(on, today))


def days_again(periods: Sequence[Participation], today: date) -> dict[str, date | int | None]:
    """The days of renewal and review with which I come back: those of when I last took part, as far as they are ahead.

    A fee that was due meanwhile is due again on its next day.
    """
    there = [one for one in periods if one.status not in (Status.CONSIDERING, Status.LEFT)]
    last = max(there, key=lambda one: (one.since or date.min, one.pk), default=None)
    if last is None:
        return {}
    renewal, review = last.renewal_on, last.next_review
    number = day_of_renewal(last, renewal) if renewal else None
    if renewal and renewal < today:
        renewal = renewed(renewal, last.fee_period, today - timedelta(days=1), number or 0)
    return {
        "renewal_on": renewal,
        "renewal_day": number if renewal else None,
        "next_review": review if review and review >= today else None,
    }


@dataclass(frozen=True)
class Reminder:
    """One participation that asks for something: `renew`, or `review`, since a day."""

    period: Participation
    what: str
    on: date


def reminders(owner: AbstractBaseUser, today: date) -> list[Reminder]:
    """Fees to renew soon or already late, and looks that are due, the earliest first; one query."""
    found = [one for period in _asking(owner, today, today + AHEAD_ELSE) for one in asks(period, today)]
    return sorted(found, key=lambda one: (one.on, one.period.pk))


@prepared
def _asking(owner: AbstractBaseUser, today: date, ahead: date) -> QuerySet[Participation]:
    mine = Participation.objects.for_owner(owner).select_related("community").exclude(status=Status.LEFT)
    mine = mine.filter(Q(until=None) | Q(until__gte=today))
    return mine.filter(Q(renewal_on__lte=ahead) | Q(next_review__lte=today))


def still_asked(period: Participation, day: date | None, today: date) -> date | None:
    """A day of renewal or review that will still be asked about: none of a part that is left or over by then."""
    if day is None or period.status == Status.LEFT:
        return None
    return None if period.until and period.until < max(day, today) else day


def asks(period: Participation, today: date) -> list[Reminder]:
    """What a participation asks for on a day; one that is over or left asks for nothing."""
    ahead = AHEAD.get(FeePeriod(period.fee_period), AHEAD_ELSE) if period.fee_period else AHEAD_ELSE
    found = []
    renewal, review = (still_asked(period, day, today) for day in (period.renewal_on, period.next_review))
    if renewal and renewal <= today + ahead:
        found.append(Reminder(period, "renew", renewal))
    if review and review <= today:
        found.append(Reminder(period, "review", review))
    return found
