"""What a community's page reads first; each a query made ready once.

The community is the owner's, so what hangs on it is too.
"""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.http import Http404

from communities.models import Community, Event, Membership, Participation
from communities.models.community import CommunityChannel
from communities.models.membership import who_are_there, who_were_there
from contacts.models.contact import NAMES
from contacts.prepared import prepared

EVENTS = 5
# As many people stand on the page at once; up to a few more are not worth a button.
FACES, ALL_FACES = 12, 15
# What a row says of a person; reading the rest of them costs more than finding them.
IN_A_ROW = [f"contact__{name}" for name in (*NAMES, "name_key", "photo")]
_LARGEST_ID = 2**63 - 1


def community_or_404(owner: AbstractBaseUser, pk: int, day: date) -> Community:
    """One of the owner's communities with its entry; `all_here` says how many people are there, `all_were` were."""
    found = _community(owner, pk, day) if pk <= _LARGEST_ID else []
    if not found:
        raise Http404
    return found[0]


@prepared
def _community(owner: AbstractBaseUser, pk: int, day: date) -> QuerySet[Community]:
    places = Community.objects.for_owner(owner).filter(pk=pk).select_related("entry")
    return places.annotate(all_were=who_were_there(day), all_here=who_are_there(day))


@prepared
def channels_of(community: int) -> QuerySet[CommunityChannel]:
    return CommunityChannel.objects.filter(community=community)


@prepared
def my_periods(owner: AbstractBaseUser, community: int) -> QuerySet[Participation]:
    return Participation.objects.filter(owner=owner.pk, community=community, trash=None)


@prepared
def events_ahead(owner: AbstractBaseUser, community: int, now: datetime) -> QuerySet[Event]:
    """The next ones, each series once."""
    ahead = Event.objects.for_owner(owner).filter(community=community).upcoming(now)
    return ahead.one_of_each_series(now).only(*_OF_AN_EVENT)[:EVENTS]


@prepared
def events_behind(owner: AbstractBaseUser, community: int, now: datetime) -> QuerySet[Event]:
    """The latest ones."""
    return Event.objects.for_owner(owner).filter(community=community).past(now).only(*_OF_AN_EVENT)[:EVENTS]


_OF_AN_EVENT = ("name", "kind", "place", "starts", "mine")


@prepared
def first_faces(owner: AbstractBaseUser, community: int, day: date) -> QuerySet[Membership]:
    """Those who are there on a day in the order of names: all of a few, and one more when there are more."""
    here = _here(owner, community, day).select_related("contact").only("role", "since", "until", *IN_A_ROW)
    return here.order_by("contact__name_key", "pk")[: ALL_FACES + 1]


def _here(owner: AbstractBaseUser, community: int, day: date) -> QuerySet[Membership]:
    rows = Membership.objects.filter(owner=owner.pk, community=community, trash=None, contact__trash=None)
    return rows.filter(Q(until=None) | Q(until__gte=day))
