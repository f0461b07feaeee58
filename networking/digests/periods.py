"""The weeks and months that summaries are about: those that are over on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from networking.metrics.windows import Month

WEEK = timedelta(days=7)


class Kind(models.TextChoices):
    WEEK = "week", "week"
    MONTH = "month", "month"


@dataclass(frozen=True)
class Period:
    """Days from `first` up to, without, `after`; `before` is the first day of the period before."""

    kind: Kind
    first: date
    after: date
    before: date

    @property
    def last(self) -> date:
        return self.after - timedelta(days=1)


def last_over(kind: Kind, today: date) -> Period:
    """The latest week from Monday to Sunday, or the latest month, that is over on a day."""
    if kind == Kind.WEEK:
        after = today - timedelta(days=today.weekday())
        return Period(kind, after - WEEK, after, after - 2 * WEEK)
    month = Month.of(today).moved(-1)
    return Period(kind, month.first, month.after_last, month.moved(-1).first)
