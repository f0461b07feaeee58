"""Interactions with members, counted in one pass: there are too many to go through them for each window anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from communities.models import Community, Family
from contacts.models import Participant
from networking.accounts.models import User
from networking.metrics.windows import Window

PERIOD = "contact__membership__"


def by_community(owner: User, window: Window) -> dict[int, int]:
    """Interactions of a window by the communities of which somebody in them was a member that day; one query."""
    grouped = _with_members(owner, window.first, window.after_lived).values_list(f"{PERIOD}community")
    return dict(grouped.annotate(Count("interaction", distinct=True)))


def over_windows(owner: User, windows: Sequence[Window], where: Community | Family) -> list[int | None]:
    """Interactions of each window with members of one community, or of one family of them; one query.

    An interaction has one day, so that the counts of days add up.
    """
    known = [window for window in windows if window.has_data]
    if not known:
        return [None] * len(windows)
    first, after = min(window.first for window in known), max(window.after_lived for window in known)
    there = {f"{PERIOD}community__family": where} if isinstance(where, Family) else {f"{PERIOD}community": where}
    parts = _with_members(owner, first, after).filter(**there, **{f"{PERIOD}community__trash": None})
    days = dict(parts.values_list("interaction__day").annotate(Count("interaction", distinct=True)))
    return [_sum(days, window) if window.has_data else None for window in windows]


def _sum(days: dict[date, int], window: Window) -> int:
    return sum(number for day, number in days.items() if window.first <= day < window.after_lived)


def _with_members(owner: User, first: date, after: date) -> QuerySet[Participant]:
    """Parts in counted interactions, once for every membership of the person that holds on the day."""
    day = F("interaction__day")
    then = Q(**{f"{PERIOD}since": None}) | Q(**{f"{PERIOD}since__lte": day})
    still = Q(**{f"{PERIOD}until": None}) | Q(**{f"{PERIOD}until__gte": day})
    counted = {"interaction__answered": True, "interaction__day__gte": first, "interaction__day__lt": after}
    alive = {f"{PERIOD}trash": None, f"{PERIOD}community__isnull": False}
    return Participant.objects.for_owner(owner).filter(then, still, **counted, **alive).order_by()
