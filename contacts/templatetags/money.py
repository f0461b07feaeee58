"""`{{ event.cost|money }}`: amounts in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from django import template

from contacts.money import money_said

register = template.Library()


@register.filter
def money(amount: Decimal | float, shape: str = "") -> str:
    """With its kopecks where it has any; `money:"whole"` leaves them out."""
    return money_said(round(amount) if shape == "whole" else amount)
