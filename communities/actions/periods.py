from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import transaction

from communities.models import Membership, Participation
from communities.models.participation import Status

P = TypeVar("P", Participation, Membership)


@transaction.atomic
def start_period(period: P, before: P | None = None) -> P:
    """Save a new period of mine or of a person; the one that it follows ends on the day before and leaves it its end.

    One that began on that very day is changed instead. Returns what is stored.
    """
    old = followed(period, before)
    if old is None or period.since is None:
        period.save()
        return period
    period.until = period.until or end_left_by(old, period)
    if old.since == period.since:
        return _changed(old, period)
    old.until = date.fromordinal(period.since.toordinal() - 1)
    old.save(update_fields=["until", "updated_at"])
    period.save()
    return period


def followed(period: P, before: P | None = None) -> P | None:
    """The period that a new one brings to its end: the open one, or `before`, if it holds on that day."""
    if period.since is None or period.since == date.min:
        return None
    if before is not None and before.contains(period.since):
        return before
    for other in period.siblings().filter(until=None):
        if other.contains(period.since):
            return other
    return None


def end_left_by(old: P | None, period: P) -> date | None:
    """The end that a new period takes over from the one that it follows.

    Having left takes over none, and the end of considering is none of what comes after it.
    """
    if isinstance(period, Participation) and period.status == Status.LEFT:
        return None
    if old is None or (isinstance(old, Participation) and old.status == Status.CONSIDERING):
        return None
    return old.until


def _changed(old: P, period: P) -> P:
    """Say of a period what a new one says; a form that was opened before is overtaken by it."""
    for field in old._meta.concrete_fields:
        if field.editable and not field.primary_key:
            setattr(old, field.attname, getattr(period, field.attname))
    old.version += 1
    old.save()
    return old
