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

    @property
    def is_lively(self) -> bool:
        return any(number for _count, number in self.numbers) or any(mark for _rating, mark in self.marks)


def by_community(
    owner: User, window: Window, communities: Sequence[Community], marks: Sequence[Mark] = ()
) -> list[Share]:
    """Those communities in which anything happened in a window, the liveliest first; two queries."""
    if not window.has_data:
        return []
    numbers = numbers_of(owner, window, communities)
    there = [mark for mark in marks if window.holds(mark.month)]
    shares = []
    for community, found in zip(communities, numbers, strict=True):
        given = [(rating, value_of(there, rating.slug, window, community)) for rating in RATINGS]
        shares.append(Share(community, list(zip(COUNTS, found, strict=True)), given))
    lively = [share for share in shares if share.is_lively]
    return sorted(lively, key=lambda share: -sum(number for _count, number in share.numbers))


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
    return [[ways[count.rows].get(community.pk, 0) for count in COUNTS] for community in communities]
