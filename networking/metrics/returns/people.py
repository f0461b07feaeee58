"""The people of each community over many months, put together in one pass.

Counting the rows of `rows.py` community by community would go through everybody met in a year for each of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from communities.models import Attendance, Community, Membership
from contacts.models import Participant
from networking.accounts.models import User
from networking.metrics.returns.rows import KEPT_AFTER, KEPT_TALKS
from networking.metrics.rows import new_contacts
from networking.metrics.windows import Window


@dataclass(frozen=True)
class Met:
    """How many people were met in a community, how many of them are kept, and how many can have been."""

    new: int = 0
    kept: int = 0
    old_enough: int = 0


def met(owner: User, window: Window, communities: Sequence[Community]) -> dict[int, Met]:
    """People by community, as `new_contacts` and `contacts_kept` count them; three queries."""
    later = Participant.objects.filter(contact=OuterRef("pk"), counted_on__gt=OuterRef("met_on") + KEPT_AFTER)
    talks = later.counted(window.today).order_by().values("contact").annotate(n=Count("pk")).values("n")
    only = communities[0] if len(communities) == 1 else None
    rows = new_contacts(owner, window, only).order_by().annotate(talks=Subquery(talks))
    listed = rows.values_list("pk", "met_on", "talks")
    people = {pk: (met_on, number or 0) for pk, met_on, number in listed if met_on}
    there = _there(owner, window, communities, {pk: met_on for pk, (met_on, _talks) in people.items()})
    since = window.today - KEPT_AFTER
    return {
        community: Met(
            len(found),
            sum(people[pk][1] >= KEPT_TALKS for pk in found),
            sum(people[pk][0] < since for pk in found),
        )
        for community, found in there.items()
    }


def _there(
    owner: User, window: Window, communities: Sequence[Community], met_on: dict[int, date]
) -> dict[int, set[int]]:
    """Who was met in which community: as a member on that day, joining in these months, or at an event of it."""
    found: dict[int, set[int]] = defaultdict(set)
    in_window = {"contact__met_on__gte": window.first, "contact__met_on__lt": window.after_last}
    periods = Membership.objects.for_owner(owner).filter(community__in=communities, **in_window).order_by()
    for community, person, since, until in periods.values_list("community", "contact", "since", "until"):
        if (day := met_on.get(person)) is None:
            continue
        joined = since is not None and window.first <= since < window.after_last
        if joined or ((since is None or since <= day) and (until is None or day <= until)):
            found[community].add(person)
    begin, end = window.moments
    came = Attendance.objects.for_owner(owner).came().filter(event__community__in=communities, **in_window)
    came = came.filter(event__starts__gte=begin, event__starts__lt=end).order_by()
    for place, person, starts in came.values_list("event__community", "contact", "event__starts"):
        if place is not None and starts.astimezone(window.zone).date() == met_on.get(person):
            found[place].add(person)
    return found
