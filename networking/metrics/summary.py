"""The month in four numbers, for the page of the day."""

from __future__ import annotations

from networking.accounts.models import User
from networking.metrics.card import FigureCard
from networking.metrics.cards import month_cards
from networking.metrics.windows import Month, Standpoint


def month_figures(owner: User, seen: Standpoint) -> list[FigureCard]:
    """The four counts of the month that runs, in one query."""
    return month_cards(owner, Month.of(seen.today), seen)
