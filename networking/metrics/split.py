"""The month by community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communities.models import Community
from networking.accounts.models import User
from networking.metrics.counting import over_communities
from networking.metrics.measures import COUNTS, Count
from networking.metrics.windows import Window


@dataclass(frozen=True)
class Share:
    """The four counts of one community; somebody who is in two counts once in each."""

    community: Community
    numbers: list[tuple[Count, int]]


def by_community(owner: User, window: Window, communities: Sequence[Community]) -> list[Share]:
    """Those communities in which anything happened in a window, the liveliest first; one query."""
    if not window.has_data:
        return []
    counts = over_communities(owner, [count.rows for count in COUNTS], window, communities)
    lively = [
        Share(community, list(zip(COUNTS, numbers, strict=True)))
        for community, numbers in zip(communities, counts, strict=True)
        if any(numbers)
    ]
    return sorted(lively, key=lambda share: -sum(number for _count, number in share.numbers))
