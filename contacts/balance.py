"""Give and take: what each person recommended to me, and what I recommended to or about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from contacts.models import Contact, ContactQuerySet, Referral, ReferralQuerySet

# What the list can be sorted by, and how; names always go from the first letter on.
SORTS: dict[str, tuple[Any, ...]] = {
    "name": (),
    "received": (F("received").desc(),),
    "given": (F("given").desc(),),
    "owed": (F("owed").desc(),),
    "thanks": (F("thanks").desc(),),
}


@dataclass(frozen=True)
class Balance:
    """How many recommendations went which way between me and a person."""

    given: int
    received: int

    def __str__(self) -> str:
        owed = self.received - self.given
        if not (self.given or self.received):
            return _("no recommendations yet")
        if owed == 0:
            return _("even")
        return _("I owe %(n)d") % {"n": owed} if owed > 0 else _("I am ahead by %(n)d") % {"n": -owed}


def balance_of(person: Contact, referrals: Iterable[Referral]) -> Balance:
    """The balance with one person, of the referrals that touch them."""
    made = [one for one in referrals if one.made_on]
    received = [one for one in made if one.direction == "received" and one.giver_id == person.pk]
    given = [one for one in made if one.direction == "given" and person.pk in (one.subject_id, one.receiver_id)]
    return Balance(len(given), len(received))


def _to(person: Any) -> Q:
    return Q(direction="given") & (Q(subject=person) | Q(receiver=person))


def balances(owner: AbstractBaseUser, sort: str) -> ContactQuerySet:
    """People with whom a recommendation was made, each with `received`, `given`, `owed` and `thanks` still to say."""
    made = Referral.objects.for_owner(owner).exclude(made_on=None)
    theirs = made.received().filter(giver=OuterRef("pk"))
    mine = made.filter(_to(OuterRef("pk")))
    people = Contact.objects.for_owner(owner).annotate(
        received=_count(theirs), given=_count(mine), thanks=_count(theirs.not_thanked())
    )
    people = people.filter(Q(received__gt=0) | Q(given__gt=0)).annotate(owed=F("received") - F("given"))
    return people.order_by(*SORTS[sort], "name_key", "pk")


def _count(rows: ReferralQuerySet) -> Coalesce:
    counted = rows.order_by().values("owner").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())
