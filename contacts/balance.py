"""Give and take: what each person recommended to me, and what I recommended to or about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from contacts.models import Contact, Referral, ReferralQuerySet

# What the list can be sorted by, the most first; equal ones and names from the first letter on.
SORTS = ("name", "received", "given", "owed", "thanks")


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


@dataclass(frozen=True)
class Weighed:
    """A person with how many recommendations went which way, and for how many of theirs thanks are still to say."""

    person: Contact
    received: int
    given: int
    thanks: int

    @property
    def owed(self) -> int:
        return self.received - self.given


def balances(owner: AbstractBaseUser, sort: str, *, first: int, size: int) -> list[Weighed]:
    """Those with whom a recommendation was made, from the first on in an order of `SORTS`; five queries.

    Counted once along the recommendations: with most people none was ever made.
    """
    made = Referral.objects.for_owner(owner).exclude(made_on=None).order_by()
    received, thanks = _givers(made.received()), _givers(made.not_thanked())
    given = Counter(pk for ends in made.given().values_list("subject", "receiver") for pk in {*ends} if pk)
    most = {"received": received, "given": given, "thanks": thanks}.get(sort, Counter())
    if sort == "owed":
        most.update(received)
        most.subtract(given)
    touched = made.values("giver").union(made.values("subject"), made.values("receiver"))
    named = Contact.objects.for_owner(owner).filter(pk__in=touched).order_by().values_list("name_key", "pk")
    known = sorted((-most[pk], name, pk) for name, pk in named if received[pk] or given[pk])
    shown = [pk for _most, _name, pk in known[first : first + size]]
    people = Contact.objects.sought_of(owner).for_rows().in_bulk(shown)
    return [Weighed(people[pk], received[pk], given[pk], thanks[pk]) for pk in shown if pk in people]


def _givers(referrals: ReferralQuerySet) -> Counter[int]:
    return Counter(pk for pk in referrals.values_list("giver", flat=True) if pk)
