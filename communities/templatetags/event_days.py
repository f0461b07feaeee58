"""How the days and the hours of an event are said where they are more than one day, or another day elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.event_days import ends_some_time, last_day
from communities.models import Event
from contacts.templatetags.ui import hours, when

register = template.Library()
# Days so near are said in words too.
_NEAR = timedelta(days=7)


@register.filter
def lasts_days(event: Event) -> bool:
    """Whether it ends on another day than it begins, by the reader's clock; past midnight it does not."""
    first, last = _days(event)
    return first != last


@register.filter
def goes_on(event: Event, today: date) -> bool:
    """Whether it lasts for several days and today is one of them."""
    first, last = _days(event)
    return first != last and first <= today <= last


@register.filter
def on_days(event: Event, today: date) -> SafeString | str:
    """The day of an event as people say it; of several days their dates, and whether it goes on today."""
    first, last = _days(event)
    if first == last:
        return when(event.starts, today)
    days = _from_to(first, last, today)
    if first < today < last:
        return _("on today, %(days)s") % {"days": days}
    if today == last:
        return _("the last day today, %(days)s") % {"days": days}
    return format_html("{}, {}", when(first, today), days) if today <= first < today + _NEAR else days


@register.filter
def on_days_at(event: Event, today: date) -> SafeString | str:
    """The same with the hour at which it begins beside that day, unless it lasts for several days and has begun."""
    first, last = _days(event)
    if first != last and first < today:
        return on_days(event, today)
    hour = hours(localtime(event.starts))
    if first == last:
        return format_html("{}, {}", on_days(event, today), hour)
    days = _from_to(first, last, today, hour)
    return format_html("{}, {}", when(first, today), days) if first < today + _NEAR else days


@register.filter
def ends_at(event: Event) -> str:
    """The hour at which an event of several days ends, after a comma; nothing where only its last day is known."""
    if event.ends is None or ends_some_time(event.starts, event.ends, event.zone_or(get_current_timezone())):
        return ""
    return f", {hours(localtime(event.ends))}"


def _days(event: Event) -> tuple[date, date]:
    zone = get_current_timezone()
    return event.starts.astimezone(zone).date(), last_day(event.starts, event.ends, zone)


def _from_to(first: date, last: date, today: date, hour: str = "") -> str:
    """20–23 November, 30 October – 2 November; with the year where it is not this one.

    The hour at which it begins stands beside the first day.
    """
    month = "j E" if get_language() == "ru" else "j F"
    until = date_format(last, month if last.year == today.year else f"{month} Y")
    if not hour and (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{until}"
    begin = date_format(first, month if first.year in (last.year, today.year) else f"{month} Y")
    return f"{begin}, {hour} – {until}" if hour else f"{begin} – {until}"


@register.filter
def clock_there(event: Event) -> str:
    """The hour at which it begins on its own clock, with the day where that is another than the reader's."""
    there = event.there
    if there is None:
        return ""
    hour = f"{there:%H:%M}"
    return hour if there.date() == localtime(event.starts).date() else f"{date_format(there.date(), 'j E')}, {hour}"
