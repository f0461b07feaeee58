"""The figures of a month, or of several, with the months that led there: what the pages are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from networking.accounts.models import User
from networking.metrics.belonging import Where
from networking.metrics.card import Card, FigureCard, RatingCard
from networking.metrics.figures import Counted, four_and_earlier
from networking.metrics.marks import Mark, marks_of, value_of
from networking.metrics.measures import COUNTS
from networking.metrics.naming import short_month, stretch_said
from networking.metrics.notes import NOTED
from networking.metrics.rated import RATINGS
from networking.metrics.ratings import all_eight
from networking.metrics.series import series_of
from networking.metrics.windows import Month, Standpoint, Stretch, Window

MONTHS_SHOWN = 24
MONTHS_OF_MEDIAN = 12


@dataclass(frozen=True)
class Board:
    """Eight cards, and the same figures over months, the oldest first."""

    counts: list[FigureCard]
    ratings: list[RatingCard]
    months: list[tuple[Month, Window]]
    series: dict[str, list[float | None]]
    marks: list[Mark]

    @cached_property
    def titles(self) -> list[str]:
        """The months in words."""
        return [stretch_said(month) for month, _window in self.months]

    @property
    def labels(self) -> list[str]:
        """The same as short as under a chart."""
        return [short_month(month) for month, _window in self.months]

    @property
    def cards(self) -> list[Card]:
        return [*self.counts, *self.ratings]


def month_cards(owner: User, month: Month, seen: Standpoint, community: Where = None) -> list[FigureCard]:
    """The four counts of a month with what they were before and their notes, in one query."""
    earlier = [window for _month, window in seen.months(month.moved(-1), MONTHS_OF_MEDIAN)]
    counted, before = four_and_earlier(owner, seen.month(month), [seen.before(month), *earlier], community, NOTED)
    return _counts(counted, month, seen, {count.slug: found for count, found in zip(COUNTS, before, strict=True)})


def board(
    owner: User, stretch: Stretch, seen: Standpoint, where: Where = None, targets: Mapping[str, int] | None = None
) -> Board:
    """The eight figures with 24 months up to a month, or with those of a span; three queries."""
    months, compared = _months(stretch, seen), seen.before(stretch)
    windows = [window for _month, window in months]
    marks = marks_of(owner, [compared, *windows])
    counted, rated = all_eight(owner, seen.month(stretch), marks, where)
    # What a month is compared with stands first; what it is the median of, right before it.
    found = series_of(owner, [compared, *windows], where)
    series: dict[str, list[float | None]] = {slug: [*values[1:]] for slug, values in found.items()}
    given_in: dict[date, list[Mark]] = {month.first: [] for month, _window in months}
    for mark in marks:
        given_in.setdefault(mark.month, []).append(mark)
    for one in RATINGS:
        series[one.slug] = [value_of(given_in[month.first], one.slug, window, where) for month, window in months]
    back = MONTHS_OF_MEDIAN if isinstance(stretch, Month) else 0
    earlier = {slug: values[-1 - back : -1] for slug, values in series.items()}
    given = targets or {}
    counts = _counts(
        counted, stretch, seen, {one.slug: [found[one.slug][0], *earlier[one.slug]] for one in COUNTS}, given
    )
    ratings = [
        RatingCard(
            rating,
            figure,
            stretch,
            stretch.is_running(seen.today),
            compared,
            value_of(marks, rating.slug, compared, where),
            earlier[rating.slug],
            given.get(rating.slug),
        )
        for rating, figure in zip(RATINGS, rated, strict=True)
    ]
    return Board(counts, ratings, months, series, marks)


def _months(stretch: Stretch, seen: Standpoint) -> list[tuple[Month, Window]]:
    if isinstance(stretch, Month):
        return seen.months(stretch, MONTHS_SHOWN)
    return [(month, seen.month(month)) for month in stretch.months if month.first <= seen.today]


def _counts(
    counted: Sequence[Counted],
    stretch: Stretch,
    seen: Standpoint,
    series: Mapping[str, Sequence[float | None]],
    targets: Mapping[str, int] | None = None,
) -> list[FigureCard]:
    """Cards of the four counts; each series begins with what is compared with, and goes on with what was earlier."""
    cards, compared, running = [], seen.before(stretch), stretch.is_running(seen.today)
    for count, figure in zip(COUNTS, counted, strict=True):
        before, *earlier = series[count.slug]
        target = (targets or {}).get(count.slug)
        cards.append(FigureCard(count, figure, stretch, running, compared, before, earlier, target))
    return cards
