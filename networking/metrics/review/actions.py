"""What a review changes: how far it is, what is put aside, that its month is closed or open again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from communities.models import Event
from contacts.models import Contact, Promise
from contacts.models.versioned import StaleVersion
from networking.accounts.models import User
from networking.metrics.review.closing import snapshot
from networking.metrics.review.models import Dismissal, MonthClosing, Review, Step
from networking.metrics.windows import Month, Standpoint

_FIELD: dict[type[Event | Promise | Contact], str] = {Event: "event", Promise: "promise", Contact: "contact"}


class AlreadyClosed(Exception):
    """The month was closed, or closed and opened again, since the page was opened: another tab was quicker."""


@transaction.atomic
def reach(*, owner: User, month: Month, step: Step) -> Review:
    """Note that a review has come to a step; going back to an earlier one loses nothing."""
    row, _made = Review.objects.get_or_create(owner=owner, month=month.first)
    Review.objects.filter(pk=row.pk, step__lt=step).update(step=step)
    return row


@transaction.atomic
def silence(*, owner: User, month: Month, on: date) -> None:
    """Today reminds of this month no more."""
    row, _made = Review.objects.get_or_create(owner=owner, month=month.first)
    Review.objects.filter(pk=row.pk).update(silenced_on=on)


@transaction.atomic
def put_aside(*, owner: User, month: Month, what: Event | Promise | Contact) -> Dismissal:
    """Ask no more for this event, promise or person in the review of a month; twice is once."""
    about: dict[str, Any] = {_FIELD[type(what)]: what}
    row, _made = Dismissal.objects.get_or_create(owner=owner, month=month.first, **about)
    return row


def close_month(*, owner: User, month: Month, seen: Standpoint, now: datetime, last_seen: int) -> MonthClosing:
    """Keep the figures of a month as they stand now.

    `last_seen` is the key of the latest closing that the form knew of, 0 for none. Raises AlreadyClosed when there is
    another one by now: of two tabs one wins, the other is told.
    """
    try:
        with transaction.atomic():
            if latest_closing(owner, month) != last_seen:
                raise AlreadyClosed
            figures = snapshot(owner, month, seen)
            return MonthClosing.objects.create(owner=owner, month=month.first, closed_at=now, figures=figures)
    except IntegrityError:
        raise AlreadyClosed from None


def latest_closing(owner: User, month: Month) -> int:
    """The key of the latest closing of a month, taken back or not; 0 when it was never closed."""
    pks = MonthClosing.objects.for_owner(owner).of_month(month.first).order_by("-pk").values_list("pk", flat=True)
    return pks.first() or 0


@transaction.atomic
def reopen_month(*, closing: MonthClosing, now: datetime, version: int) -> None:
    """Open a closed month again; its figures stay on record. Raises AlreadyClosed when overtaken."""
    try:
        closing.claim_version(version)
    except StaleVersion:
        raise AlreadyClosed from None
    closing.reopened_at = now
    closing.save(update_fields=["reopened_at", "updated_at"])
