"""What a person's page reads of them; each a query made ready once, none of which reads another person's rows.

The person is the owner's, so what hangs on them is too. Naming the owner or the trash as well would lead SQLite, which
knows no numbers of rows, through all of theirs: what lies in the trash is left out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from contacts.models import Channel, Contact, Promise, Referral, Tag
from contacts.models.referral import ReferralDirection
from contacts.prepared import prepared


def promises_with(person: int) -> list[Promise]:
    """Open and ended promises between me and a person; one query."""
    return [one for one in _promises(person) if one.trash_id is None]


@prepared
def _promises(person: int) -> QuerySet[Promise]:
    return Promise.objects.filter(contact=person).order_by()


def referrals_with(person: int) -> list[Referral]:
    """Referrals in which a person has any part; one query."""
    return [one for one in _referrals(person) if one.trash_id is None]


@prepared
def _referrals(person: int) -> QuerySet[Referral]:
    touching = Q(giver=person) | Q(subject=person) | Q(receiver=person)
    return Referral.objects.filter(touching).select_related("giver", "subject", "receiver").order_by()


@prepared
def channels_of(person: int) -> QuerySet[Channel]:
    return Channel.objects.filter(contact=person)


@prepared
def tags_of(person: int) -> QuerySet[Tag]:
    return Tag.objects.filter(contacts=person)


def open_first_due(promises: Iterable[Promise]) -> list[Promise]:
    """The open ones as `PromiseQuerySet.soonest_first` has them: those without a day last."""
    opened = [one for one in promises if one.is_open]
    return sorted(opened, key=lambda one: (one.due_on is None, one.due_on or date.max, one.made_on, one.pk))


def first_not_thanked(person: Contact, referrals: Iterable[Referral]) -> Referral | None:
    """The oldest recommendation of theirs that I have not thanked them for."""
    waiting = [
        (one.made_on, one.pk, one)
        for one in referrals
        if one.made_on
        and one.thanked_on is None
        and one.direction == ReferralDirection.RECEIVED
        and one.giver_id == person.pk
    ]
    return min(waiting, key=lambda one: one[:2])[2] if waiting else None
