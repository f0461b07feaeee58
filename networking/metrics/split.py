"""The month by community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Community
from networking.accounts.models import User
from networking.metrics import rows, talks
from networking.metrics.counting import over_communities
from networking.metrics.measures import COUNTS, Count
from networking.metrics.windows import Window


@dataclass(frozen=True)
class Share:
    """The four counts of one community; somebody who is in two counts once in each."""

    community: Community
    numbers: list[tuple[Count, int]]


def by_community(owner: User, window: Window, communities: Sequence[Community]) -> list[Share]:
    """Those communities in which anything happened in a window, the liveliest first; two queries."""
    if not window.has_data:
        return []
    numbers = numbers_of(owner, window, communities)
    lively = [
        Share(community, list(zip(COUNTS, found, strict=True)))
        for community, found in zip(communities, numbers, strict=True)
        if any(found)
    ]
    return sorted(lively, key=lambda share: -sum(number for _count, number in share.numbers))


def numbers_of(owner: User, window: Window, communities: Sequence[Community]) -> list[list[int]]:
    """The four counts of each community, in the order of both."""
    few = [count.rows for count in COUNTS if count.rows is not rows.interactions]
    with_members = talks.by_community(owner, window)
    found = []
    for community, others in zip(communities, over_communities(owner, few, window, communities), strict=True):
        rest = iter(others)
        found.append(
            [with_members.get(community.pk, 0) if count.rows is rows.interactions else next(rest) for count in COUNTS]
        )
    return found
