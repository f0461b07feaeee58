"""The months of one figure, for the chart and for the table with the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NotRequired, TypedDict

from django.utils.translation import gettext as _

from networking.metrics.addresses import months_addresses, rows_addresses
from networking.metrics.card import Card
from networking.metrics.cards import MONTHS_SHOWN as MONTHS_SHOWN
from networking.metrics.cards import Board
from networking.metrics.filters import Filter
from networking.metrics.measure import Rating
from networking.metrics.naming import number_said

MOST_OF_A_MARK = 5


class ChartData(TypedDict):
    """What `static/js/charts.js` draws: bars, the last one solid, and the median as a dashed line."""

    kind: str
    labels: list[str]
    titles: list[str]
    values: list[float | None]
    # What is said of each; else the value itself, or that there is none.
    said: NotRequired[list[str]]
    addresses: list[str]
    # The top of the scale.
    most: NotRequired[int | None]
    median: float | None
    medianLabel: str
    noData: str
    name: str


@dataclass(frozen=True)
class Bar:
    title: str
    value: float | None
    # The page of the month.
    page: str
    # Of the rows that the month counts, through the same choice of communities.
    address: str
    # What is said where there is no value.
    missing: str

    @property
    def said(self) -> str:
        return self.missing if self.value is None else number_said(self.value)


def bars(board: Board, card: Card, seen_through: Filter) -> list[Bar]:
    """The months of a board, the oldest first."""
    slug, months = card.measure.slug, [month for month, _window in board.months]
    unsaid = _("no rating") if isinstance(card.measure, Rating) else _("no data")
    pages, rows = months_addresses(months, seen_through.query), rows_addresses(months, slug, seen_through.query)
    return [
        Bar(title, value, page, address, unsaid if window.has_data else _("no data"))
        for title, (_month, window), value, page, address in zip(
            board.titles, board.months, board.series[slug], pages, rows, strict=True
        )
    ]


def chart_data(board: Board, card: Card, shown: list[Bar]) -> ChartData:
    return {
        "kind": "months",
        "labels": board.labels,
        "titles": [bar.title for bar in shown],
        "values": [bar.value for bar in shown],
        "said": [bar.said for bar in shown],
        "addresses": [bar.address for bar in shown],
        "most": MOST_OF_A_MARK if isinstance(card.measure, Rating) else None,
        "median": card.median,
        "medianLabel": _("median"),
        "noData": _("no data"),
        "name": str(card.measure.name),
    }
