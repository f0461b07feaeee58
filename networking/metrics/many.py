"""Charts of many months beside the first one: where talks happen, give and take, both families, the four qualities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from json import dumps
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.models import Community, Family
from networking.accounts.models import User
from networking.metrics import rows, talks
from networking.metrics.addresses import address_of, rows_addresses
from networking.metrics.counting import over_windows
from networking.metrics.filters import FAMILIES, Filter
from networking.metrics.marks import Mark, value_of
from networking.metrics.measure import Count
from networking.metrics.naming import number_said, short_month, stretch_said
from networking.metrics.rated import RATINGS
from networking.metrics.series import series_of
from networking.metrics.windows import Month, Window

Months = Sequence[tuple[Month, Window]]
# Communities that the heat map draws; its table has them all.
DRAWN = 12


@dataclass(frozen=True)
class Cell:
    """A number and where its rows are; None where there is no data."""

    value: float | None
    address: str

    @property
    def said(self) -> str:
        return number_said(self.value)


@dataclass(frozen=True)
class Line:
    """A row of numbers under one name."""

    name: str
    address: str
    cells: list[Cell]


@dataclass(frozen=True)
class Many:
    """A chart with the table of the same numbers: its lines stand as columns or rows, months as the other."""

    slug: str
    titles: list[str]
    lines: list[Line]
    data: dict[str, Any]

    @property
    def json(self) -> str:
        return dumps(self.data, ensure_ascii=False)

    @property
    def by_month(self) -> list[tuple[str, list[Cell]]]:
        """The rows of the table: in each, one cell of every line; months stand with the latest first."""
        rows = [(title, [line.cells[place] for line in self.lines]) for place, title in enumerate(self.titles)]
        return rows if self.slug == "qualities" else rows[::-1]


def _titles(months: Months) -> list[str]:
    return [stretch_said(month) for month, _window in months]


def _drawn(kind: str, months: Months, lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "kind": kind,
        "labels": [short_month(month) for month, _window in months],
        "titles": _titles(months),
        "noData": _("no data"),
        "series": [
            {
                "name": line.name,
                "values": [cell.value for cell in line.cells],
                "addresses": [cell.address for cell in line.cells],
            }
            for line in lines
        ],
    }


def _line(name: str, months: Months, slug: str, values: Sequence[float | None], query: str) -> Line:
    addresses = rows_addresses([month for month, _window in months], slug, query)
    return Line(name, "", [Cell(value, address) for value, address in zip(values, addresses, strict=True)])


def where_talks_happen(owner: User, months: Months, communities: Sequence[Community]) -> Many:
    """Interactions with members by community and month, the liveliest community first; one query."""
    known = [window for _month, window in months if window.has_data]
    found = talks.by_month(owner, known[0].first, known[-1].after_lived) if known else {}
    lines = []
    for community in communities:
        counts = [found.get((community.pk, str(month)), 0) if window.has_data else None for month, window in months]
        if any(counts):
            query = Filter(community=community).query
            line = _line(community.name, months, "interactions", counts, query)
            lines.append(replace(line, address=address_of(months[-1][0]) + query))
    lines.sort(key=lambda line: -sum(cell.value or 0 for cell in line.cells))
    return Many("talks", _titles(months), lines, _drawn("heat", months, lines[:DRAWN]))


def give_and_take(owner: User, months: Months, seen_through: Filter) -> Many:
    """Recommendations given beside those received; one query."""
    windows = [window for _month, window in months]
    found = over_windows(owner, [rows.referrals_given, rows.referrals_received], windows, seen_through.where)
    lines = [
        _line(name, months, slug, [None if one is None else one[place] for one in found], seen_through.query)
        for place, (name, slug) in enumerate(
            ((_("given"), "referrals-given"), (_("received"), "referrals-received")),
        )
    ]
    return Many("referrals", _titles(months), lines, _drawn("pair", months, lines))


def both_families(owner: User, months: Months, count: Count) -> Many:
    """One count of internal communities beside that of professional ones; two queries."""
    windows = [window for _month, window in months]
    lines = [
        _line(
            str(FAMILIES[family]),
            months,
            count.slug,
            series_of(owner, windows, family, [count])[count.slug],
            Filter(family=family).query,
        )
        for family in Family
    ]
    return Many("families", _titles(months), lines, _drawn("pair", months, lines))


def four_qualities(months: Months, marks: Sequence[Mark], seen_through: Filter) -> Many | None:
    """The four ratings of the last of the months, and of the twelve before it on average; None without a mark."""
    (month, window), earlier = months[-1], months[-13:-1]
    now = [value_of(marks, rating.slug, window, seen_through.where) for rating in RATINGS]
    usual: list[float | None] = []
    for rating in RATINGS:
        known = [value_of(marks, rating.slug, one, seen_through.where) for _month, one in earlier]
        given = [value for value in known if value is not None]
        usual.append(sum(given) / len(given) if given else None)
    if not any(now) and not any(usual):
        return None
    addresses = [reverse("metrics:rows", args=[month, rating.slug]) + seen_through.query for rating in RATINGS]
    lines = [
        Line(stretch_said(month), "", [Cell(*pair) for pair in zip(now, addresses, strict=True)]),
        Line(_("12 months before, on average"), "", [Cell(value, "") for value in usual]),
    ]
    names = [str(rating.name) for rating in RATINGS]
    series = [{"name": line.name, "values": [cell.value for cell in line.cells]} for line in lines]
    data = {"kind": "radar", "labels": [str(rating.word) for rating in RATINGS], "titles": names, "series": series}
    return Many("qualities", names, lines, {**data, "noData": _("no rating")})
