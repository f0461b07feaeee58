"""What the page of a launch plan reads; each a query made ready once. The community is the owner's, so what hangs on it
is too."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from communities.models import CatalogueSuggestion, Community, Event, LaunchStep, Membership, Participation
from communities.models.participation import Role
from contacts.models import Contact
from contacts.models.contact import NAMES
from contacts.prepared import prepared

NAMED = 5


@prepared
def steps_of(owner: AbstractBaseUser, community: int) -> QuerySet[LaunchStep]:
    return LaunchStep.objects.for_owner(owner).filter(community=community)


def place_or_404(owner: AbstractBaseUser, pk: int) -> Community:
    """One of the owner's communities with `founded`, whether I founded it, and `suggested`, whether I suggested it for
    the catalogue."""
    return _place.one_or_404(owner, pk)


@prepared
def _place(owner: AbstractBaseUser, pk: int) -> QuerySet[Community]:
    there = {"owner": OuterRef("owner"), "community": OuterRef("pk")}
    mine = Participation.objects.filter(**there, trash=None, role=Role.FOUNDER)
    suggested = CatalogueSuggestion.objects.filter(**there)
    places = Community.objects.for_owner(owner).filter(pk=pk)
    return places.annotate(founded=Exists(mine.order_by()), suggested=Exists(suggested.order_by()))


@prepared
def first_people(owner: AbstractBaseUser, community: int, day: date) -> QuerySet[Membership]:
    """Those who are there on a day, who came first at first: as many as are named, and one more."""
    here = Membership.objects.filter(owner=owner.pk, community=community, trash=None).on(day)
    # Few people lie in the trash: to name them once is quicker than to look everybody up.
    here = here.exclude(contact__in=Contact.objects.filter(trash__gt=0).values("pk")).order_by("since", "pk")
    rows = Membership.objects.filter(pk__in=here.values("pk")[: NAMED + 1]).select_related("contact")
    return rows.only("role", "since", *(f"contact__{name}" for name in NAMES)).order_by("since", "pk")


def held(owner: AbstractBaseUser, community: int, now: datetime) -> dict[str, Any]:
    """When the first event was, when the next one is, how many are behind, how many ahead belong to no series, and
    whether there is a series."""
    found = _held(owner, community, now)
    names = ("first", "ahead", "past", "single", "series")
    return dict(zip(names, found[0] if found else (None, None, 0, 0, False), strict=True))


@prepared
def _held(owner: AbstractBaseUser, community: int, now: datetime) -> QuerySet[Community, tuple[Any, ...]]:
    # Asked one by one, each is found at an end of an index.
    events = Event.objects.filter(owner=OuterRef("owner"), community=OuterRef("pk"), trash=None).order_by("starts")
    starts = events.values("starts")
    past, single = _number(events.filter(starts__lt=now)), _number(events.filter(starts__gte=now, series=None))
    places = Community.objects.for_owner(owner).filter(pk=community)
    series = Exists(events.filter(series__isnull=False).order_by())
    return places.values_list(Subquery(starts[:1]), Subquery(starts.filter(starts__gte=now)[:1]), past, single, series)


def _number(events: QuerySet[Event]) -> Coalesce:
    counted = events.order_by().values("community").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
