"""The twelve practices of a month in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from contacts.kept_again import SOON_DAYS
from networking.accounts.models import User
from networking.metrics.counting import over_windows
from networking.metrics.practices import rows
from networking.metrics.practices.listing import PRACTICES, Group, Practice
from networking.metrics.rows import Rows, Where
from networking.metrics.windows import Month, Window

# Days of the year are no columns of dates: these are counted by queries of their own.
_BY_CALENDAR: tuple[Rows, ...] = (rows.congratulated, rows.dates_due)


@dataclass(frozen=True)
class Score:
    """A practice with its count in a month; `of` is what a share is taken of, None for a plain count."""

    practice: Practice
    month: Month
    count: int
    of: int | None

    @property
    def share(self) -> float | None:
        """From 0 to 1; None for a plain count, and where there was nothing to take a share of."""
        return self.count / self.of if self.of else None

    @property
    def is_done(self) -> bool:
        return self.count > 0

    @property
    def nothing_due(self) -> bool:
        return self.of == 0

    @property
    def address(self) -> str:
        return self.practice.address(self.month)


def scorecard(owner: User, month: Month, window: Window, community: Where = None) -> list[Score]:
    """The twelve practices in their order, in two queries; an empty list where there is no data."""
    wanted = [part for one in PRACTICES for part in (*one.parts, *one.out_of)]
    plain = [part for part in wanted if part not in _BY_CALENDAR]
    counts = over_windows(owner, plain, [window], community)[0]
    if counts is None:
        return []
    found = dict(zip(plain, counts, strict=True))
    # Congratulated is a part of what was due: both are counted in one query.
    due, made = (part(owner, window, community).order_by() for part in (rows.dates_due, rows.congratulated))
    both = due.aggregate(due=Count("pk"), made=Count("pk", filter=Q(pk__in=made.values("pk"))))
    found |= {rows.dates_due: both["due"], rows.congratulated: both["made"]}
    return [
        Score(
            one,
            month,
            sum(found[part] for part in one.parts),
            sum(found[part] for part in one.out_of) if one.out_of else None,
        )
        for one in PRACTICES
    ]


def grouped(scores: list[Score]) -> list[tuple[Group, list[Score]]]:
    return [(group, [one for one in scores if one.practice.group == group]) for group in Group]


def still_open(window: Window) -> bool:
    """Whether a second talk with somebody of the month may still come within its 30 days."""
    return window.today <= window.after_last - timedelta(days=1) + timedelta(days=SOON_DAYS)
