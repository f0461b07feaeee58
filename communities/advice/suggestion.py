from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format


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


def said(day: date) -> str:
    """A day as a reason says it."""
    return date_format(day, "j E Y")
