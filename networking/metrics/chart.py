"""Twenty-four months of one count, for the chart and for the table with the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networking.accounts.models import User
from networking.metrics.cards import FigureCard, series_of
from networking.metrics.filters import Filter
from networking.metrics.windows import Month, Standpoint

MONTHS_SHOWN = 24


class ChartData(TypedDict):
    """What `static/js/charts.js` draws: bars, the last one solid, and the median as a dashed line."""

    kind: str
    labels: list[str]
    titles: list[str]
    values: list[int | None]
    addresses: list[str]
    median: float | None
    medianLabel: str
    noData: str
    name: str


@dataclass(frozen=True)
class Bar:
    month: Month
    title: str
    value: int | None
    # Of the rows that the month counts, through the same choice of communities.
    address: str


def bars(owner: User, card: FigureCard, seen: Standpoint, seen_through: Filter) -> list[Bar]:
    """The months up to and with that of a card, the oldest first; one query."""
    slug, months = card.measure.slug, seen.months(card.month, MONTHS_SHOWN)
    values = series_of(owner, [window for _month, window in months], seen_through.where, [card.measure])[slug]
    return [
        Bar(
            month,
            date_format(month.first, "F Y"),
            value,
            reverse("metrics:rows", args=[month, slug]) + seen_through.query,
        )
        for (month, _window), value in zip(months, values, strict=True)
    ]


def chart_data(card: FigureCard, shown: list[Bar]) -> ChartData:
    return {
        "kind": "months",
        "labels": [date_format(bar.month.first, "M").lower() for bar in shown],
        "titles": [bar.title for bar in shown],
        "values": [bar.value for bar in shown],
        "addresses": [bar.address for bar in shown],
        "median": card.median,
        "medianLabel": _("median"),
        "noData": _("no data"),
        "name": str(card.measure.name),
    }
