"""Leaving a community by an edit of the period that lasted until then: what was there stays a period of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from communities.models import Participation
from communities.models.participation import Status

Days = tuple[date | None, date | None]


class StaysLeft(Exception):
    """What was left cannot be taken up again: something else stands on those days now."""


@dataclass(frozen=True)
class Leaving:
    """When the taking part began, the first day after it, and the last day of having left, if it is known.

    `stood` are the days that the taking part had before.
    """

    began: date | None
    day: date
    until: date | None
    stood: Days


def leaving(period: Participation, since: date | None, until: date | None, today: date) -> Leaving | None:
    """What typed days mean where a period becomes one of having left; None where it has no days to keep apart.

    A later beginning is the day of leaving, an end the last day there; without either it is today.
    """
    if period.status in (Status.CONSIDERING, Status.LEFT):
        return None
    stood = (period.since, period.until)
    if since and (period.since is None or period.since < since):
        return Leaving(period.since, since, until, stood) if since > date.min else None
    ended = until and (until < today or (until != period.until and today < until < date.max))
    day = until + timedelta(days=1) if until and ended else today
    return Leaving(since, day, _until_the_next(period, day), stood) if since is None or since < day else None


def not_renewing(period: Participation, today: date) -> Leaving | None:
    """What it means not to pay a fee again: one is there until the day before its day, or until yesterday if that
    has passed. None where the taking part would end before it began."""
    day = max(period.renewal_on or today, today)
    if period.since and period.since >= day:
        return None
    return Leaving(period.since, day, _until_the_next(period, day), (period.since, period.until))


def _until_the_next(period: Participation, day: date) -> date | None:
    following = period.siblings().filter(since__gt=day).order_by("since").first()
    return following.since - timedelta(days=1) if following and following.since else None


@transaction.atomic
def leave(period: Participation, found: Leaving, seen: int) -> Participation:
    """Save a period that an edit made one of having left as a new one; what it was before ends on the day before.

    Raises StaleVersion when the period was changed since the version that was seen. Having left asks for nothing.
    """
    before = Participation.objects.get(pk=period.pk)
    before.claim_version(seen)
    before.since, before.until = found.began, found.day - timedelta(days=1)
    before.save(update_fields=["since", "until", "updated_at"])
    period.pk, period.version, period._state.adding = None, 1, True
    period.since, period.until = found.day, found.until
    period.renewal_on = period.renewal_day = period.next_review = None
    period.save()
    return period


@transaction.atomic
def stay(left: Participation, days: Days) -> Participation:
    """Take leaving back: the period of having left goes to the trash, and what was before it has its days again.

    Raises StaysLeft when there is nothing before it any more, or something else stands on those days.
    """
    before = left.siblings().filter(until=left.since - timedelta(days=1)).first() if left.since else None
    since, until = days
    if before is None or left.status != Status.LEFT or (since and until and until < since):
        raise StaysLeft
    if before.siblings().exclude(pk=left.pk).touching(since, until).exists():
        raise StaysLeft
    left.throw_away(str(left.community))
    before.since, before.until = since, until
    before.version += 1
    before.save(update_fields=["since", "until", "version", "updated_at"])
    return before
