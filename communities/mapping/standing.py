"""How communities stand, asked of the database: for a map on which not everybody has room."""

from __future__ import annotations

from datetime import date
from itertools import starmap
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from communities.mapping.facts import Days, Spot
from communities.mapping.nearest import talked_to
from communities.models import Community, Membership, MembershipQuerySet
from contacts.models import Tie
from contacts.prepared import prepared

_SAID = ("pk", "name", "name_key", "kind")


def places_of(owner: AbstractBaseUser) -> list[Spot]:
    """All communities, in the order of names."""
    return [*starmap(Spot, _places(owner))]


def judged_places(owner: AbstractBaseUser, days: Days) -> list[Spot]:
    """The same, and how they stand: the database looks no further than the third of those whom I reach, and the first
    of those to whom I talk, however many are there."""
    return [*starmap(Spot, _judged(owner, *days))]


@prepared
def _places(owner: AbstractBaseUser) -> QuerySet[Community, tuple[Any, ...]]:
    return Community.objects.for_owner(owner).values_list(*_SAID)


@prepared
def _judged(
    owner: AbstractBaseUser, first: date, last: date, talks_first: date, talks_last: date
) -> QuerySet[Community, tuple[Any, ...]]:
    days = Days(first, last, talks_first, talks_last)
    # The owner is named because the index that holds the days begins with it.
    there = Membership.objects.filter(owner=OuterRef("owner"), community=OuterRef("pk"), trash=None)
    here = _active(there, days).order_by("contact")
    third = here.filter(_reached(days)).values("contact").distinct()[2:3]
    # Not EXISTS: PostgreSQL would gather the members of all communities for it.
    deep = Subquery(here.filter(contact__tie__gte=Tie.TALKING).order_by().values("pk")[:1])
    places = Community.objects.for_owner(owner).annotate(enough=Exists(third), deep=deep)
    return places.values_list(*_SAID, "enough", "deep")


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
