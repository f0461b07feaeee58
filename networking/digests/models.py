"""Which summaries somebody wants by e-mail, and which were sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from contacts.owned import Owned, OwnedQuerySet
from networking.accounts.models import User
from networking.digests.periods import Kind, Period

# After so long a summary that was begun and never finished may be tried again.
GIVEN_UP_AFTER = timedelta(hours=1)


class DigestChoiceQuerySet(OwnedQuerySet["DigestChoice"]):
    """The choice of one owner."""


class DigestChoice(Owned):
    """Which summaries somebody wants; without a row, none."""

    week = models.BooleanField(_("every week, for the week that is over"), default=False)
    month = models.BooleanField(_("every month, for the month that is over"), default=False)

    objects = DigestChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of summaries")
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_choice_of_digests")]


class DigestSentQuerySet(OwnedQuerySet["DigestSent"]):
    """What was sent to one owner."""


class DigestSent(Owned):
    """A summary of one period to one person: the row is made before it is sent, and no second one can be."""

    kind = models.CharField(max_length=5, choices=Kind.choices)
    first = models.DateField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DigestSentQuerySet.as_manager()

    class Meta:
        verbose_name = _("sent summary")
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "first"], name="one_digest_of_a_period")]


def was_sent(owner: User, period: Period) -> bool:
    rows = DigestSent.objects.for_owner(owner).exclude(sent_at=None)
    return rows.filter(kind=period.kind.value, first=period.first).exists()


def claim(owner: User, period: Period, now: datetime) -> DigestSent | None:
    """The right to send one summary: of any number of senders one gets it; None for the rest, and when it was sent."""
    mine = {"owner": owner, "kind": period.kind.value, "first": period.first}
    try:
        with transaction.atomic():
            return DigestSent.objects.create(**mine, claimed_at=now)
    except IntegrityError:
        given_up = DigestSent.objects.filter(**mine, sent_at=None, claimed_at__lt=now - GIVEN_UP_AFTER)
        return DigestSent.objects.get(**mine) if given_up.update(claimed_at=now) else None
