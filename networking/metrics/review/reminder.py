"""Whether Today reminds of a month that waits to be closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Q, QuerySet

from contacts.prepared import prepared
from networking.accounts.models import User
from networking.metrics.review.models import MonthClosing, Review
from networking.metrics.windows import Month, Standpoint


def month_over(today: date) -> Month:
    """The latest month whose last day has come."""
    return Month.of(today + timedelta(days=1)).moved(-1)


def month_to_close(owner: User, seen: Standpoint, seen_to: bool | None = None) -> Month | None:
    """From a month's last day on, until it is closed or the owner wants to hear no more.

    `seen_to` says whether that is so, where it is known; else one query asks.
    """
    month = month_over(seen.today)
    if seen.known_since is None or seen.known_since >= month.after_last:
        return None
    return None if (bool(_seen_to(owner, month.first)) if seen_to is None else seen_to) else month


@prepared
def _seen_to(owner: User, first: date) -> QuerySet[User, Any]:
    return User.objects.filter(is_seen_to(owner, first), pk=owner.pk).values_list("pk")


def is_seen_to(owner: User, first: date) -> Q:
    """Whether the month that begins on a day is closed or not to be reminded of, as a part of a query."""
    closed = MonthClosing.objects.for_owner(owner).of_month(first).standing()
    silenced = Review.objects.for_owner(owner).of_month(first).exclude(silenced_on=None)
    return Exists(closed) | Exists(silenced)
