"""All figures of a month, or of several, as lines of one table: the same numbers as on the page."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contacts.spreadsheets import BOM, SEPARATORS, harmless
from networking.metrics.cards import Board
from networking.metrics.measure import Measure
from networking.metrics.measures import MEASURES
from networking.metrics.split import Share
from networking.metrics.windows import Stretch


def as_csv(shown: Board, stretch: Stretch, shares: Sequence[Share], said: str, separator: str) -> str:
    """Everything that is looked at, by month and by community as well; `said` is the choice in words."""
    text = StringIO()
    writer = csv.writer(text, delimiter=SEPARATORS[separator])
    writer.writerow([_("Time"), _("Community"), _("Figure"), _("Value"), _("Before"), _("Median"), _("Target")])
    comma = separator != "comma" and get_language() == "ru"
    for line in _lines(shown, stretch, shares, said or _("all communities")):
        writer.writerow([_cell(value, decimal_comma=comma) for value in line])
    return BOM + text.getvalue()


Value = str | float | None


def _lines(shown: Board, stretch: Stretch, shares: Sequence[Share], said: str) -> Iterator[list[Value]]:
    for card in shown.cards:
        value, target = card.figure.value, card.target
        yield [str(stretch), said, str(card.measure.name), value, card.before, card.median, target]
    for slug, found in _beside(shown):
        yield [str(stretch), said, str(MEASURES[slug].name), found, None, None, None]
    for place, (month, _window) in enumerate(shown.months):
        for card in shown.cards:
            if str(month) != str(stretch):
                yield [str(month), said, str(card.measure.name), shown.series[card.measure.slug][place], *[None] * 3]
    for share in shares:
        numbers: list[tuple[Measure, float | None]] = [*share.numbers, *share.marks]
        for measure, number in numbers:
            yield [str(stretch), share.community.name, str(measure.name), number, None, None, None]


def _beside(shown: Board) -> Iterator[tuple[str, float]]:
    for count in shown.counts:
        yield from count.figure.extras.items()
    for rating in shown.ratings:
        yield from ((one.slug, one.number) for one in rating.figure.evidence)


def _cell(value: Value, *, decimal_comma: bool) -> str:
    """A number to one digit as on the page; a text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    rounded = round(value, 1)
    if rounded == int(rounded):
        return str(int(rounded))
    return str(rounded).replace(".", ",") if decimal_comma else str(rounded)
