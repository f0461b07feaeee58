"""Whether Today reminds of a month that waits to be closed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, QuerySet

from contacts.prepared import prepared
from networking.accounts.models import User
from networking.metrics.review.models import MonthClosing, Review
from networking.metrics.windows import Month, Standpoint


def month_over(today: date) -> Month:
    """The latest month whose last day has come."""
    return Month.of(today + timedelta(days=1)).moved(-1)


def month_to_close(owner: User, seen: Standpoint) -> Month | None:
    """From a month's last day on, until it is closed or the owner wants to hear no more; one query."""
    month = month_over(seen.today)
    if seen.known_since is None or seen.known_since >= month.after_last or _seen_to(owner, month.first):
        return None
    return month


@prepared
def _seen_to(owner: User, first: date) -> QuerySet[User, Any]:
    closed = MonthClosing.objects.for_owner(owner).of_month(first).standing()
    silenced = Review.objects.for_owner(owner).of_month(first).exclude(silenced_on=None)
    return User.objects.filter(Exists(closed) | Exists(silenced), pk=owner.pk).values_list("pk")
