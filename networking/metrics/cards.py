"""The four counts of a month as the pages show them: value, change, and the median of the months before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networking.accounts.models import User
from networking.metrics import rows, talks
from networking.metrics.counting import over_windows
from networking.metrics.figures import Figure, all_four
from networking.metrics.measures import COUNTS, Count
from networking.metrics.notes import note_of
from networking.metrics.rows import Where
from networking.metrics.windows import Month, Standpoint, Window

MONTHS_OF_MEDIAN = 12


@dataclass(frozen=True)
class FigureCard:
    """One count of a month beside what it was before."""

    measure: Count
    figure: Figure
    month: Month
    running: bool
    compared: Window
    before: int | None
    # Of the twelve months before, the oldest first; None where there is no data.
    earlier: list[int | None]

    @property
    def change(self) -> int | None:
        """Against the month before, or while the month runs against as many days of that month."""
        if self.figure.value is None or self.before is None:
            return None
        return self.figure.value - self.before

    @property
    def median(self) -> float | None:
        """Of those of the twelve months before that have data."""
        known = [value for value in self.earlier if value is not None]
        return median(known) if known else None

    @property
    def note(self) -> str:
        return note_of(self.measure.slug, self.figure)

    @property
    def change_said(self) -> str:
        """Such as "+4 against September", or an empty string where there is nothing to compare with."""
        if self.change is None:
            return ""
        if self.change == 0:
            return _("no change")
        number = f"+{self.change}" if self.change > 0 else f"−{-self.change}"
        last = self.compared.after_last - timedelta(days=1)
        month = date_format(last, "E")
        if not self.running:
            return _("%(change)s against %(month)s") % {"change": number, "month": month}
        days = f"1–{last.day}" if last.day > 1 else "1"
        return _("%(change)s against %(days)s %(month)s") % {"change": number, "days": days, "month": month}


def month_cards(owner: User, month: Month, seen: Standpoint, community: Where = None) -> list[FigureCard]:
    """The four counts of a month with what they were before, in two queries, or three for members."""
    compared = seen.before(month)
    earlier = [window for _month, window in seen.months(month.moved(-1), MONTHS_OF_MEDIAN)]
    series = series_of(owner, [compared, *earlier], community)
    cards = []
    for count, figure in zip(COUNTS, all_four(owner, seen.month(month), community), strict=True):
        before, *history = series[count.slug]
        cards.append(FigureCard(count, figure, month, month.is_running(seen.today), compared, before, history))
    return cards


def series_of(
    owner: User, windows: Sequence[Window], community: Where, counts: Sequence[Count] = COUNTS
) -> dict[str, list[int | None]]:
    """Counts over the windows, by their words; one query, and one more where talks are asked for by membership."""
    apart = [count for count in counts if community is not None and count.rows is rows.interactions]
    counted = [count for count in counts if count not in apart]
    found = over_windows(owner, [count.rows for count in counted], windows, community) if counted else []
    series = {
        count.slug: [None if numbers is None else numbers[place] for numbers in found]
        for place, count in enumerate(counted)
    }
    if community is not None and apart:
        series[apart[0].slug] = talks.over_windows(owner, windows, community)
    return series
