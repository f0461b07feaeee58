"""How the days and the hours of an event are said where they are more than one day, or another day elsewhere."""

from __future__ import annotations

from django import template
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localtime

from communities.event_days import last_day
from communities.models import Event

register = template.Library()


@register.filter
def lasts_days(event: Event) -> bool:
    """Whether it ends on another day than it begins, by the reader's clock; past midnight it does not."""
    return last_day(event.starts, event.ends, get_current_timezone()) != localtime(event.starts).date()


@register.filter
def clock_there(event: Event) -> str:
    """The hour at which it begins on its own clock, with the day where that is another than the reader's."""
    there = event.there
    if there is None:
        return ""
    hour = f"{there:%H:%M}"
    return hour if there.date() == localtime(event.starts).date() else f"{date_format(there.date(), 'j E')}, {hour}"
