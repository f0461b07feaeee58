"""The month by community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Community
from networking.accounts.models import User
from networking.metrics import belongings, rows, talks
from networking.metrics.marks import Mark, value_of
from networking.metrics.measure import Count, Rating
from networking.metrics.measures import COUNTS
from networking.metrics.rated import RATINGS
from networking.metrics.windows import Window


@dataclass(frozen=True)
class Share:
    """The eight figures of one community; somebody who is in two counts once in each."""

    community: Community
    numbers: list[tuple[Count, int]]
    marks: list[tuple[Rating, float | None]]


@dataclass(frozen=True)
class Split:
    """The communities in which anything happened in a window, the liveliest first: the counts and marks of each."""

    window: Window
    found: list[tuple[Community, list[int], list[Mark]]]

    @property
    def is_rated(self) -> bool:
        return any(marks for _community, _numbers, marks in self.found)

    def shares(self, most: int | None = None) -> list[Share]:
        """The figures of all of them, or of no more than so many."""
        return [
            Share(
                community,
                list(zip(COUNTS, numbers, strict=True)),
                [(one, value_of(marks, one.slug, self.window, community) if marks else None) for one in RATINGS],
            )
            for community, numbers, marks in self.found[:most]
        ]


def by_community(owner: User, window: Window, communities: Sequence[Community], marks: Sequence[Mark] = ()) -> Split:
    """What happened in which of the communities in a window; two queries."""
    if not window.has_data:
        return Split(window, [])
    numbers = numbers_of(owner, window, communities)
    marked: dict[int | None, list[Mark]] = {}
    for mark in marks:
        if window.holds(mark.month) and any(mark.qualities.values()):
            marked.setdefault(mark.community, []).append(mark)
    there = [
        (community, found, marked.get(community.pk, []))
        for community, found in zip(communities, numbers, strict=True)
        if any(found) or community.pk in marked
    ]
    return Split(window, sorted(there, key=lambda one: -sum(one[1])))


def numbers_of(owner: User, window: Window, communities: Sequence[Community]) -> list[list[int]]:
    """The four counts of each community, in the order of both."""
    people, referrals, events = belongings.by_community(owner, window)
    with_members = talks.by_community(owner, window)
    ways: dict[rows.Rows, dict[int, int]] = {
        rows.new_contacts: people,
        rows.interactions: with_members,
        rows.referrals_received: referrals,
        rows.events_attended: events,
    }
    found = [ways[count.rows] for count in COUNTS]
    return [[way.get(community.pk, 0) for way in found] for community in communities]
