"""What the admin's first page says to those who look after the catalogue."""

from __future__ import annotations

from typing import Any

from django import template

from communities.editors import waiting_for

register = template.Library()


@register.simple_tag
def suggestions_waiting(user: Any) -> int:
    """How many suggestions wait for this person's answer."""
    return waiting_for(user)
