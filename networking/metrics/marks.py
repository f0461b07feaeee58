"""The owner's own marks, read once for many months and communities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import QUALITIES, Family, Reflection
from contacts.prepared import prepared
from networking.accounts.models import User
from networking.metrics.belonging import Where
from networking.metrics.windows import Window


@dataclass(frozen=True)
class Mark:
    """What was said of a month, in one community or in all together; each quality 1 to 5, or None."""

    month: date
    community: int | None
    family: str | None
    qualities: dict[str, int | None]


def marks_of(owner: User, windows: Iterable[Window]) -> list[Mark]:
    """All marks of the months that the windows touch, those of communities in the trash left out; one query."""
    known = [window for window in windows if window.has_data]
    if not known:
        return []
    first, after = min(window.first for window in known), max(window.after_last for window in known)
    return [
        Mark(month, community, family, dict(zip(QUALITIES, given, strict=True)))
        for month, community, family, *given in _between(owner, first, after)
    ]


def marks_in(marks: Sequence[Mark], quality: str, window: Window, where: Where = None) -> list[int]:
    """Those that a rated figure is the mean of: of everything, and in months without such a mark of communities."""
    there = [mark for mark in marks if mark.qualities[quality] and window.holds(mark.month)]
    if isinstance(where, Family):
        chosen = [mark for mark in there if mark.family == where]
    elif where is not None:
        chosen = [mark for mark in there if mark.community == where.pk]
    else:
        whole = {mark.month for mark in there if mark.community is None}
        chosen = [mark for mark in there if mark.community is None or mark.month not in whole]
    return [mark.qualities[quality] or 0 for mark in chosen]


def mean(numbers: Sequence[int]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def value_of(marks: Sequence[Mark], quality: str, window: Window, where: Where = None) -> float | None:
    """A rated figure's value; None where nothing was marked, or where there is no data at all."""
    return mean(marks_in(marks, quality, window, where)) if window.has_data else None


@prepared
def _between(owner: User, first: date, after: date) -> QuerySet[Reflection, Any]:
    found = Reflection.objects.for_owner(owner).filter(month__gte=first, month__lt=after)
    found = found.filter(Q(community=None) | Q(community__trash=None)).order_by()
    return found.values_list("month", "community", "community__family", *QUALITIES)
