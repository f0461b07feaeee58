"""What a participation asks for on its days: a fee to renew, a look whether it is still worth it."""

from __future__ import annotations

from calendar import monthrange
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


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last one of a month that is too short for it."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def renewed(on: date, period: str, today: date) -> date | None:
    """The first day after today on which a fee of this period is due again; a fee paid once is not."""
    step = _MONTHS.get(FeePeriod(period)) if period else None
    if step is None:
        return None
    passed = max(0, (today.year - on.year) * 12 + today.month - on.month) // step
    return next(day for n in (0, 1, 2) if (day := months_later(on, (passed + n) * step)) > max(on, today))


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


def asks(period: Participation, today: date) -> list[Reminder]:
    """What a participation asks for on a day; one that is over or left asks for nothing."""
    if period.status == Status.LEFT or (period.until and period.until < today):
        return []
    ahead = AHEAD.get(FeePeriod(period.fee_period), AHEAD_ELSE) if period.fee_period else AHEAD_ELSE
    found = []
    if period.renewal_on and period.renewal_on <= today + ahead:
        found.append(Reminder(period, "renew", period.renewal_on))
    if period.next_review and period.next_review <= today:
        found.append(Reminder(period, "review", period.next_review))
    return found
