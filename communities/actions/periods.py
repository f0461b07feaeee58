from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import transaction

from communities.models import Membership, Participation

P = TypeVar("P", Participation, Membership)


@transaction.atomic
def start_period(period: P) -> P:
    """Save a new period of mine or of a person; the open one before it ends on the day before."""
    before = open_before(period)
    if before is not None and period.since is not None:
        before.until = date.fromordinal(period.since.toordinal() - 1)
        before.save(update_fields=["until", "updated_at"])
    period.save()
    return period


def open_before(period: P) -> P | None:
    """The period without an end that a new one would bring to its end."""
    if period.since is None or period.since == date.min:
        return None
    for other in period.siblings().filter(until=None):
        if other.since is None or other.since < period.since:
            return other
    return None
