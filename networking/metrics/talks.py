"""Interactions with members, counted in one pass: there are too many to go through them for each window anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Count, F, Q, QuerySet

from communities.models import Community, Family
from contacts.models import Participant
from contacts.prepared import prepared
from networking.accounts.models import User
from networking.metrics.windows import Window

MEMBERSHIP = "contact__membership"
Talks: TypeAlias = QuerySet[Participant, Any]


def by_community(owner: User, window: Window) -> dict[int, int]:
    """Interactions of a window by the communities of which somebody in them was a member that day; one query."""
    return dict(_of_communities(owner, window.first, window.after_lived))


def over_windows(owner: User, windows: Sequence[Window], where: Community | Family) -> list[int | None]:
    """Interactions of each window with members of one community, or of one family of them; one query.

    An interaction has one day, so that the counts of days add up.
    """
    known = [window for window in windows if window.has_data]
    if not known:
        return [None] * len(windows)
    first, after = min(window.first for window in known), max(window.after_lived for window in known)
    if isinstance(where, Family):
        days = dict(_of_family(owner, first, after, family=where))
    else:
        days = dict(_of_one(where.pk, first, after))
    return [_sum(days, window) if window.has_data else None for window in windows]


def _sum(days: dict[date, int], window: Window) -> int:
    return sum(number for day, number in days.items() if window.first <= day < window.after_lived)


@prepared
def _of_communities(owner: User, first: date, after: date) -> Talks:
    parts = _parts_of_members(first, after).filter(owner=owner)
    return parts.values_list(f"{MEMBERSHIP}__community").annotate(Count("interaction", distinct=True))


@prepared
def _of_family(owner: User, first: date, after: date, *, family: Family) -> Talks:
    parts = _parts_of_members(first, after, **{f"{MEMBERSHIP}__community__family": family}).filter(owner=owner)
    return parts.values_list("counted_on").annotate(Count("interaction", distinct=True))


@prepared
def _of_one(community: int, first: date, after: date) -> Talks:
    # The community has the owner: naming them again would lead SQLite through all interactions of the months.
    parts = _parts_of_members(first, after, **{f"{MEMBERSHIP}__community": community})
    return parts.values_list("counted_on").annotate(Count("interaction", distinct=True))


def _parts_of_members(first: date, after: date, **chosen: Any) -> QuerySet[Participant]:
    """Parts in interactions that count, each once for every membership whose period contains the day."""
    since = Q(**{f"{MEMBERSHIP}__since": None}) | Q(**{f"{MEMBERSHIP}__since__lte": F("counted_on")})
    until = Q(**{f"{MEMBERSHIP}__until": None}) | Q(**{f"{MEMBERSHIP}__until__gte": F("counted_on")})
    kept = {f"{MEMBERSHIP}__trash": None, f"{MEMBERSHIP}__community__trash": None}
    parts = Participant.objects.filter(counted_on__gte=first, counted_on__lt=after, contact__trash=None)
    # One `filter` for all: every condition is about the same membership.
    return parts.filter(since, until, **kept, **chosen).order_by()
