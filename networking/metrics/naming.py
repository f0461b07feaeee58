"""How months and numbers are said."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language

from networking.metrics.windows import Month, Stretch


def stretch_said(stretch: Stretch) -> str:
    """October 2026; 2026; January–June 2026; November 2025 – February 2026."""
    if isinstance(stretch, Month):
        return date_format(stretch.first, "F Y")
    if stretch.is_year:
        return str(stretch.begin.year)
    if stretch.begin.year == stretch.end.year:
        return (
            f"{date_format(stretch.begin.first, 'F')}–{_later(date_format(stretch.end.first, 'F'))} {stretch.end.year}"
        )
    return f"{stretch_said(stretch.begin)} – {_later(stretch_said(stretch.end))}"


def short_month(month: Month) -> str:
    """What stands under a chart: Oct, or окт in Russian."""
    return _later(date_format(month.first, "M"))


def month_against(month: int) -> str:
    """The month of a number in the form that stands beside another month: September, or сентября in Russian."""
    return _month_against(month, get_language())


@lru_cache(maxsize=64)
def _month_against(month: int, _language: str | None) -> str:
    return date_format(date(2024, month, 1), "E")


def _later(month: str) -> str:
    """A month that does not begin a sentence; some languages write it without a capital letter."""
    return month.lower() if get_language() == "ru" else month


def number_said(number: float | None) -> str:
    """As people write it: 12; 4.3, or 4,3 in Russian."""
    return number_in(get_language(), number)


def number_in(language: str | None, number: float | None) -> str:
    """The same in a language: where many are said, it is asked once."""
    return "" if number is None else _number_said(round(number, 1), language)


@lru_cache(maxsize=1024)
def _number_said(rounded: float, _language: str | None) -> str:
    return str(int(rounded)) if rounded == int(rounded) else number_format(rounded, 1)


def signed_said(number: float) -> str:
    return f"+{number_said(number)}" if number > 0 else f"−{number_said(-number)}"
