"""Interactions with members, counted in one pass: there are too many to go through them for each window anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from communities.models import Community, Family, Membership
from networking.accounts.models import User
from networking.metrics.windows import Window

TALK = "contact__participant__interaction"


def by_community(owner: User, window: Window) -> dict[int, int]:
    """Interactions of a window by the communities of which somebody in them was a member that day; one query."""
    grouped = _talks_of_members(owner, window.first, window.after_lived).values_list("community")
    return dict(grouped.annotate(Count(TALK, distinct=True)))


def over_windows(owner: User, windows: Sequence[Window], where: Community | Family) -> list[int | None]:
    """Interactions of each window with members of one community, or of one family of them; one query.

    An interaction has one day, so that the counts of days add up.
    """
    known = [window for window in windows if window.has_data]
    if not known:
        return [None] * len(windows)
    first, after = min(window.first for window in known), max(window.after_lived for window in known)
    there = Q(community__family=where) if isinstance(where, Family) else Q(community=where)
    grouped = _talks_of_members(owner, first, after).filter(there).values_list(f"{TALK}__day")
    days = dict(grouped.annotate(Count(TALK, distinct=True)))
    return [_sum(days, window) if window.has_data else None for window in windows]


def _sum(days: dict[date, int], window: Window) -> int:
    return sum(number for day, number in days.items() if window.first <= day < window.after_lived)


def _talks_of_members(owner: User, first: date, after: date) -> QuerySet[Membership]:
    """Memberships, each once for every counted interaction of the person on a day that its period contains."""
    day = f"{TALK}__day"
    holds = Q(since=None) | Q(since__lte=F(day)), Q(until=None) | Q(until__gte=F(day))
    counted = {f"{TALK}__trash": None, f"{TALK}__answered": True, f"{day}__gte": first, f"{day}__lt": after}
    # One `filter` for all: every condition is about the same interaction.
    return Membership.objects.for_owner(owner).filter(*holds, **counted).order_by()
