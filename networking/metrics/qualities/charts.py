"""The trends as the page shows them: a chart, and a table under it with the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networking.accounts.models import User
from networking.metrics.chart import MONTHS_SHOWN, ChartData
from networking.metrics.naming import short_month
from networking.metrics.qualities import series
from networking.metrics.qualities.series import Months, Point, Series
from networking.metrics.windows import Month, Standpoint

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Trend:
    """A series with its name, its definition (the docstring of the series), and the rows that a month opens."""

    slug: str
    name: _StrPromise
    definition: _StrPromise
    series: Series
    # The word of the rows in an address; empty where a month has no rows of its own.
    opens: str = ""
    unit: str = ""


TRENDS = (
    Trend(
        "tie-depth",
        gettext_lazy("Depth of ties"),
        gettext_lazy("The mean depth of the ties that have one, of 1 to 5, as it was at the end of each month."),
        series.mean_tie,
    ),
    Trend(
        "ties-deepened",
        gettext_lazy("Ties deepened"),
        gettext_lazy("People with whom the tie became deeper in a month."),
        series.deepened,
        "ties-deepened",
    ),
    Trend(
        "second-talks",
        gettext_lazy("Second talk within 30 days"),
        gettext_lazy("Of the people met in a month, the share talked to again within 30 days, in per cent."),
        series.second_talk_share,
        "talked-soon",
        " %",
    ),
    Trend(
        "knowledge",
        gettext_lazy("Quality of knowledge"),
        gettext_lazy("The mean of the marks for knowledge of a month’s events."),
        series.knowledge,
        "events-rated",
    ),
    Trend(
        "usefulness",
        gettext_lazy("Usefulness of opportunities"),
        gettext_lazy("The mean of the marks for usefulness of the opportunities that came in a month."),
        series.usefulness,
        "opportunities-rated",
    ),
    Trend(
        "recognition",
        gettext_lazy("Recognition"),
        gettext_lazy(
            "Signs of recognition in a month: talks, events organised, unasked recommendations, mentees, invitations."
        ),
        series.recognition,
    ),
)


@dataclass(frozen=True)
class Row:
    """A month in the table: the same number that the chart draws."""

    month: Month
    title: str
    said: str
    of: int | None
    address: str


@dataclass(frozen=True)
class Drawn:
    trend: Trend
    chart: ChartData
    rows: list[Row]
    last: str

    @property
    def has_data(self) -> bool:
        return any(value is not None for value in self.chart["values"])

    @property
    def chart_id(self) -> str:
        return f"chart-{self.trend.slug}"


def drawn(owner: User, seen: Standpoint) -> list[Drawn]:
    """All trends over the months up to the running one; five queries."""
    months = seen.months(Month.of(seen.today), MONTHS_SHOWN)
    counted = series.counted(owner, months)
    return [_drawn(one, months, counted.get(one.series) or one.series(owner, months)) for one in TRENDS]


def _drawn(trend: Trend, months: Months, points: list[Point]) -> Drawn:
    rows = [
        Row(month, date_format(month.first, "F Y"), said(trend, point), point.of, _address(trend, month, point))
        for (month, _window), point in zip(months, points, strict=True)
    ]
    values = [None if point.value is None else round(point.value, 1) for point in points]
    known = [value for value in values[:-1][-12:] if value is not None]
    last = next(
        (row.said for row, value in zip(reversed(rows), reversed(values), strict=True) if value is not None), ""
    )
    chart: ChartData = {
        "kind": "months",
        "labels": [short_month(row.month) for row in rows],
        "titles": [row.title for row in rows],
        "values": values,
        "addresses": [row.address for row in rows],
        "median": round(median(known), 1) if known else None,
        "medianLabel": _("median"),
        "noData": _("no data"),
        "name": str(trend.name),
    }
    return Drawn(trend, chart, rows, last)


def said(trend: Trend, point: Point) -> str:
    """The number in words of the active language, to one place; empty where there is no data."""
    if point.value is None:
        return ""
    whole = point.of is None or trend.unit
    return number_format(round(point.value), 0) + trend.unit if whole else number_format(round(point.value, 1), 1)


def _address(trend: Trend, month: Month, point: Point) -> str:
    if point.value is None or not trend.opens:
        return ""
    return reverse("metrics:rows", args=[month, trend.opens])
