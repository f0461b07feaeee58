"""The eight figures as the pages show them: value, change, the median of the months before, and the target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
        if self.change is None:
            return ""
        if round(self.change, 1) == 0:
            return _("no change")
        number = signed_said(self.change)
        if isinstance(self.month, Span):
            return self._against_months_before(number, self.month.moved(-1))
        last = self.compared.after_last - timedelta(days=1)
        month = month_against(last.month)
        if not self.in_days:
            return _("%(change)s against %(month)s") % {"change": number, "month": month}
        days = f"1–{last.day}" if last.day > 1 else "1"
        return _("%(change)s against %(days)s %(month)s") % {"change": number, "days": days, "month": month}

    def _against_months_before(self, number: str, before: Span) -> str:
        given = {"change": number, "year": before.begin.year, "n": before.length}
        if self.in_days:
            said = _("%(change)s against the same days of %(year)s") if before.is_year else ""
            return (said or _("%(change)s against as many days before")) % given
        if before.is_year:
            return _("%(change)s against %(year)s") % given
        said = ngettext(
            "%(change)s against %(n)d month before", "%(change)s against %(n)d months before", before.length
        )
        return said % given

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
        return note_of(self.measure.slug, self.figure)


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
