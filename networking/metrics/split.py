"""The month by community."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count as Counted
from django.db.models import F, Q

from communities.models import Community
from contacts.models import Participant
from networking.accounts.models import User
from networking.metrics import rows
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
    talks = _talks(owner, window)
    found = []
    for community, others in zip(communities, over_communities(owner, few, window, communities), strict=True):
        rest = iter(others)
        found.append(
            [talks.get(community.pk, 0) if count.rows is rows.interactions else next(rest) for count in COUNTS]
        )
    return found


def _talks(owner: User, window: Window) -> dict[int, int]:
    """Interactions by community: of these there are too many to go through them anew for each."""
    period = "contact__membership__"
    day = F("interaction__day")
    then = Q(**{f"{period}since": None}) | Q(**{f"{period}since__lte": day})
    still = Q(**{f"{period}until": None}) | Q(**{f"{period}until__gte": day})
    parts = Participant.objects.for_owner(owner).filter(
        then,
        still,
        interaction__answered=True,
        interaction__day__gte=window.first,
        interaction__day__lt=window.after_lived,
        contact__membership__trash=None,
    )
    grouped = parts.order_by().values_list("contact__membership__community")
    return dict(grouped.annotate(Counted("interaction", distinct=True)))
