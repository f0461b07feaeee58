"""What a community's page reads of itself; each a query made ready once.

The community is the owner's, so what hangs on it is too.
"""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.event_days import LONGEST
from communities.kept_members import AHEAD, EVER, HERE, LATER, PERIODS, Members
from communities.kept_standing import Active
from communities.models import CatalogueEntry, Community, Contribution, Event, Opportunity, Participation
from communities.models.community import CommunityChannel
from contacts.prepared import prepared

EVENTS = 5


def place_or_404(owner: AbstractBaseUser, pk: int) -> Community:
    """One of the owner's communities, without what stands around it."""
    return _place.one_or_404(owner, pk)


@prepared
def _place(owner: AbstractBaseUser, pk: int) -> QuerySet[Community]:
    return Community.objects.for_owner(owner).filter(pk=pk)


# What a page of a community says nothing of; to make moments of these costs more than to find the row.
_NOT_SHOWN = [
    f"{of}{name}" for of in ("", "entry__") for name in ("created_at", "updated_at", "search_text", "name_key")
]


def community_or_404(owner: AbstractBaseUser, pk: int, day: date) -> Community:
    """One of the owner's communities with its entry; `all_here` says how many periods of people there contain a day,
    `ahead` how many begin later, `all_were` how many people were there before it and are not there now.

    `doubled` says whether another of the owner's communities comes from a double of its entry, `giving` whether
    something was given there, or an opportunity came from there, `archived` how many of the people there lie in
    the archive.
    """
    return _community.one_or_404(owner, pk, day)


@prepared
def _community(owner: AbstractBaseUser, pk: int, day: date) -> QuerySet[Community]:
    places = Community.objects.for_owner(owner).filter(pk=pk).select_related("entry")
    there = {"owner": OuterRef("owner"), "community": OuterRef("pk"), "trash": None}
    giving = Exists(Contribution.objects.filter(**there)) | Exists(Opportunity.objects.filter(**there))
    were = Members(EVER, day) - Members(HERE, day) - Members(LATER, day)
    # Of the entry's doubles there are few, of the owner's communities many: so the doubles are looked up first.
    of_double = Community.objects.filter(owner=OuterRef(OuterRef("owner")), entry=OuterRef("pk"), trash=None)
    doubled = Exists(CatalogueEntry.objects.filter(Exists(of_double), merged_into=OuterRef("entry")))
    places = places.annotate(doubled=doubled, all_were=were, all_here=Members(PERIODS, day), giving=giving)
    return places.annotate(ahead=Members(AHEAD, day), archived=Members(HERE, day) - Active(day)).defer(*_NOT_SHOWN)


def same_in_catalogue(place: Community) -> list[Community]:
    """The owner's other communities whose entries were merged with that of this one; no query where there are none."""
    entry = place.entry
    if entry is None or not (entry.merged_into_id or getattr(place, "doubled", False)):
        return []
    stands = entry.merged_into_id or entry.pk
    mine = Community.objects.filter(Q(entry=stands) | Q(entry__merged_into=stands), owner=place.owner_id, trash=None)
    return [*mine.exclude(pk=place.pk).only("name")]


@prepared
def channels_of(community: int) -> QuerySet[CommunityChannel]:
    return CommunityChannel.objects.filter(community=community)


@prepared
def my_periods(owner: AbstractBaseUser, community: int) -> QuerySet[Participation]:
    return Participation.objects.filter(owner=owner.pk, community=community, trash=None)


def my_period_or_404(owner: AbstractBaseUser, pk: int) -> Participation:
    """A period of mine with its community."""
    return _my_period.one_or_404(owner, pk)


@prepared
def _my_period(owner: AbstractBaseUser, pk: int) -> QuerySet[Participation]:
    return Participation.objects.for_owner(owner).filter(pk=pk).select_related("community")


def events_ahead(owner: AbstractBaseUser, community: int, now: datetime) -> list[Event]:
    """What goes on for several days and the next ones, each series once."""
    return _events_ahead(owner, community, now, now - LONGEST)


@prepared
def _events_ahead(owner: AbstractBaseUser, community: int, now: datetime, earliest: datetime) -> QuerySet[Event]:
    ahead = Event.objects.for_owner(owner).filter(community=community).ahead(now, earliest)
    return ahead.one_of_each_series(now).only(*_OF_AN_EVENT)[:EVENTS]


@prepared
def events_behind(owner: AbstractBaseUser, community: int, now: datetime) -> QuerySet[Event]:
    """The latest ones."""
    return Event.objects.for_owner(owner).filter(community=community).behind(now).only(*_OF_AN_EVENT)[:EVENTS]


_OF_AN_EVENT = ("name", "kind", "place", "starts", "ends", "mine")
