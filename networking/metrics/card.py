"""The eight figures as the pages show them: value, change, the median of the months before, and the target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from statistics import median

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from networking.metrics.figures import Counted, Figure, Rated
from networking.metrics.measure import Count, Rating
from networking.metrics.naming import month_against, number_said, signed_said
from networking.metrics.notes import note_of
from networking.metrics.proofs import Said, evidence_said
from networking.metrics.windows import Span, Stretch, Window


@dataclass(frozen=True)
class Card:
    """One figure of a month, or of several, beside what it was before."""

    measure: Count | Rating
    figure: Figure
    month: Stretch
    running: bool
    compared: Window
    before: float | None
    # Of the twelve months before a month, the oldest first; None where there is no data.
    earlier: list[float | None]
    target: int | None = None

    @property
    def change(self) -> float | None:
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
    def value_said(self) -> str:
        return number_said(self.figure.value)

    @property
    def is_reached(self) -> bool:
        return self.target is not None and (self.figure.value or 0) >= self.target

    @property
    def change_said(self) -> str:
        """Such as "+4 against September", or an empty string where there is nothing to compare with."""
        return self.change_in(get_language())

    def change_in(self, language: str | None) -> str:
        """The same in a language: where many are said, it is asked once."""
        change = self.change
        if change is None:
            return ""
        return _change_said(change, self.month, self.compared.after_last, self.in_days, language)

    @property
    def in_days(self) -> bool:
        """Whether only a part of what came before is compared with."""
        return self.running


@dataclass(frozen=True)
class FigureCard(Card):
    """One of the four counts."""

    measure: Count
    figure: Counted

    @property
    def note(self) -> str:
        return self.note_in(get_language())

    def note_in(self, language: str | None) -> str:
        return note_of(self.measure.slug, self.figure, language)


@dataclass(frozen=True)
class RatingCard(Card):
    """One of the four ratings."""

    measure: Rating
    figure: Rated

    @property
    def in_days(self) -> bool:
        """A mark is given to a month, whatever its days."""
        return False

    @property
    def rounded(self) -> int:
        return int((self.figure.value or 0) + 0.5)

    @property
    def evidence(self) -> list[Said]:
        return evidence_said(self.figure.evidence)


@lru_cache(maxsize=1024)
def _change_said(change: float, month: Stretch, after_last: date, in_days: bool, _language: str | None) -> str:
    """`after_last` is the day after what is compared with, `in_days` whether that is only a part of it."""
    last = after_last - timedelta(days=1)
    if round(change, 1) == 0:
        return _("no change")
    number = signed_said(change)
    if isinstance(month, Span):
        return _against_months_before(number, month.moved(-1), in_days=in_days)
    before = month_against(last.month)
    if not in_days:
        return _("%(change)s against %(month)s") % {"change": number, "month": before}
    days = f"1–{last.day}" if last.day > 1 else "1"
    return _("%(change)s against %(days)s %(month)s") % {"change": number, "days": days, "month": before}


def _against_months_before(number: str, before: Span, *, in_days: bool) -> str:
    given = {"change": number, "year": before.begin.year, "n": before.length}
    if in_days:
        said = _("%(change)s against the same days of %(year)s") if before.is_year else ""
        return (said or _("%(change)s against as many days before")) % given
    if before.is_year:
        return _("%(change)s against %(year)s") % given
    said = ngettext("%(change)s against %(n)d month before", "%(change)s against %(n)d months before", before.length)
    return said % given
