"""Counts over many windows."""

from __future__ import annotations

from collections.abc import Sequence

from networking.accounts.models import User
from networking.metrics.belonging import Where
from networking.metrics.counting import over_windows
from networking.metrics.measure import Count
from networking.metrics.measures import COUNTS
from networking.metrics.windows import Window


def series_of(
    owner: User, windows: Sequence[Window], community: Where, counts: Sequence[Count] = COUNTS
) -> dict[str, list[int | None]]:
    """Counts over the windows, by their words; one query."""
    found = over_windows(owner, [count.rows for count in counts], windows, community)
    return {
        count.slug: [None if numbers is None else numbers[place] for numbers in found]
        for place, count in enumerate(counts)
    }
