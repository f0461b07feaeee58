"""The month in four numbers, for the page of the day."""

from __future__ import annotations

from datetime import date

from networking.accounts.models import User
from networking.metrics.card import FigureCard
from networking.metrics.cards import month_cards
from networking.metrics.facts import standpoint
from networking.metrics.windows import Month


def month_figures(owner: User, today: date) -> list[FigureCard]:
    """The four counts of the month that runs on a day of the owner's, in three queries."""
    return month_cards(owner, Month.of(today), standpoint(owner, today))
