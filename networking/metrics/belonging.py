"""What of the rows belongs to a community, or to a family of them: the pieces of which figures are made."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import Community, Family, Membership
from contacts.models import Contact, ContactQuerySet
from networking.accounts.models import User
from networking.metrics.windows import Window

Where: TypeAlias = Community | Family | None


def those(found: QuerySet[Any, Any]) -> ContactQuerySet:
    """People by the ids of rows that have the owner. An index of the owner or the trash, were it named here plainly,
    would lead SQLite through everybody to look each up in the ids."""
    return Contact.objects.filter(pk__in=found).exclude(trash__isnull=False)


def lies_in(community: Where, path: str) -> Q:
    """That a link to a community leads to the chosen one, or into the chosen family."""
    if community is None:
        return Q()
    if isinstance(community, Family):
        return Q(**{f"{path}__family": community, f"{path}__trash": None})
    return Q(**{path: community})


def memberships(owner: User, community: Community | Family) -> QuerySet[Membership]:
    return Membership.objects.for_owner(owner).filter(lies_in(community, "community")).order_by()


def contains(day: str) -> Q:
    """That a period contains a day of the row outside."""
    return Q(Q(since=None) | Q(since__lte=OuterRef(day)), Q(until=None) | Q(until__gte=OuterRef(day)))


def as_member(owner: User, community: Community | Family) -> Exists:
    """That a participant was a member on the day of an interaction that counts."""
    return Exists(memberships(owner, community).filter(contains("counted_on"), contact=OuterRef("contact")))


def are_members(owner: User, window: Window, community: Community | Family) -> Exists:
    then = Q(Q(since=None) | Q(since__lt=window.after_last), Q(until=None) | Q(until__gte=window.first))
    return Exists(memberships(owner, community).filter(then, contact=OuterRef("pk")))
