"""How communities stand, asked of the database: for a map on which not everybody has room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from communities.mapping.facts import Days
from communities.mapping.nearest import talked_to
from communities.models import Community, Membership, MembershipQuerySet
from contacts.models import Tie
from contacts.prepared import prepared

_SAID = ("name", "name_key", "kind", "family")


@prepared
def places_of(owner: AbstractBaseUser) -> QuerySet[Community]:
    return Community.objects.for_owner(owner).only(*_SAID)


@prepared
def judged_places(
    owner: AbstractBaseUser, first: date, last: date, talks_first: date, talks_last: date
) -> QuerySet[Community]:
    """Communities with `enough`, whether I reach three people there, and `deep`, a membership of whom I talk to.

    The database looks no further than the third and the first of them, however many are there.
    """
    days = Days(first, last, talks_first, talks_last)
    # The owner is named because the index that holds the days begins with it.
    there = Membership.objects.filter(owner=OuterRef("owner"), community=OuterRef("pk"), trash=None)
    here = _active(there, days).order_by("contact")
    third = here.filter(_reached(days)).values("contact").distinct()[2:3]
    # Not EXISTS: PostgreSQL would gather the members of all communities for it.
    deep = Subquery(here.filter(contact__tie__gte=Tie.TALKING).order_by().values("pk")[:1])
    return Community.objects.for_owner(owner).only(*_SAID).annotate(enough=Exists(third), deep=deep)


@prepared
def counted(
    owner: AbstractBaseUser, first: date, last: date, talks_first: date, talks_last: date, places: list[int]
) -> QuerySet[Membership, tuple[Any, ...]]:
    """Of some communities how many active people are there, how many of them I reach, and the deepest tie."""
    days = Days(first, last, talks_first, talks_last)
    here = _active(Membership.objects.filter(owner=owner.pk, community__in=places, trash=None), days).order_by()
    reach = Count("contact", distinct=True, filter=_reached(days))
    there = Count("contact", distinct=True)
    return here.values_list("community").annotate(there=there, reach=reach, deepest=Max("contact__tie"))


def _active(rows: MembershipQuerySet, days: Days) -> MembershipQuerySet:
    return rows.touching(days.first, days.last).filter(contact__trash=None, contact__archived_on=None)


def _reached(days: Days) -> Q:
    return Q(contact__tie__gte=Tie.ACQUAINTED) | talked_to(days, "contact")
