"""Whether Today reminds of a month that waits to be closed."""

from __future__ import annotations

from datetime import date, timedelta

from networking.accounts.models import User
from networking.metrics.facts import first_fact
from networking.metrics.review.models import MonthClosing, Review
from networking.metrics.windows import Month


def month_over(today: date) -> Month:
    """The latest month whose last day has come."""
    return Month.of(today + timedelta(days=1)).moved(-1)


def month_to_close(owner: User, today: date) -> Month | None:
    """From a month's last day on, until it is closed or the owner wants to hear no more; at most three queries."""
    month = month_over(today)
    if MonthClosing.objects.for_owner(owner).of_month(month.first).standing().exists():
        return None
    if Review.objects.for_owner(owner).of_month(month.first).exclude(silenced_on=None).exists():
        return None
    since = first_fact(owner, today)
    return month if since and since < month.after_last else None
