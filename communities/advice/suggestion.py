from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language


@dataclass(frozen=True)
class Advice:
    """One suggestion: what to do, why, and the button that does it, by a form (`post`) or in the dialogue."""

    rule: str
    text: str
    reason: str
    button: str
    address: str
    post: bool = False
    dialog: bool = False


def said(day: date, today: date) -> str:
    """A day as a reason says it: with its year where that is another one."""
    month = "j E" if get_language() == "ru" else "j F"
    return date_format(day, month if day.year == today.year else f"{month} Y")
