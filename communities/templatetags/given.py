"""How a contribution or an opportunity is told in a row."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from communities.models.opportunity import Opportunity, OpportunityKind
from communities.models.setting import Setting

register = template.Library()


@register.simple_tag
def setting(row: Setting, around: object = None) -> SafeString:
    """With whom, where and at what a row was, as parts of a line, without what the page is about anyway.

    Said in one step, because lists have many.
    """
    said = [row.person, row.place, row.occasion]
    parts = [one.name for one in said if one and one != around]
    if isinstance(row, Opportunity) and row.what:
        parts.insert(0, str(OpportunityKind(row.kind).label))
    return mark_safe(" ".join(f"<span>{escape(part)}</span>" for part in parts))
