"""Twenty-four months of one count, for the chart and for the table with the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networking.metrics.cards import FigureCard
from networking.metrics.windows import Month


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


def bars(card: FigureCard) -> list[Bar]:
    """The months of a card's history, the oldest first."""
    months = [card.month.moved(back) for back in range(1 - len(card.history), 1)]
    return [
        Bar(month, date_format(month.first, "F Y"), value) for month, value in zip(months, card.history, strict=True)
    ]


def chart_data(card: FigureCard, shown: list[Bar], addresses: list[str]) -> ChartData:
    return {
        "kind": "months",
        "labels": [date_format(bar.month.first, "M").lower() for bar in shown],
        "titles": [bar.title for bar in shown],
        "values": [bar.value for bar in shown],
        "addresses": addresses,
        "median": card.median,
        "medianLabel": _("median"),
        "noData": _("no data"),
        "name": str(card.measure.name),
    }
