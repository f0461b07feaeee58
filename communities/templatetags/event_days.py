"""How the days and the hours of an event are said where they are more than one day, or another day elsewhere."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.event_days import ends_some_time, last_day
from communities.models import Event, Series
from contacts.templatetags.ui import hours, moment_said, when

register = template.Library()
# Days so near are said in words too.
_NEAR = timedelta(days=7)


class Clock:
    """By which days of events are said: the zone, the day and the language of the reader, asked once for a list."""

    def __init__(self, today: date) -> None:
        self.today, self.zone = today, get_current_timezone()
        self.language = get_language() or settings.LANGUAGE_CODE

    def on_days(self, event: Event) -> SafeString | str:
        """The day of an event as people say it; of several days their dates, and whether it goes on today."""
        starts, last = self._days(event)
        first = starts.date()
        if first == last:
            return self._when(event.starts, first)
        days = self._from_to(first, last)
        if first < self.today < last:
            return _("on today, %(days)s") % {"days": days}
        if self.today == last:
            return _("the last day today, %(days)s") % {"days": days}
        return format_html("{}, {}", when(first, self.today), days) if self._is_near(first) else days

    def on_days_at(self, event: Event) -> SafeString | str:
        """The same with the hour at which it begins beside that day, unless it lasts for several days and has begun."""
        starts, last = self._days(event)
        first, hour = starts.date(), f"{starts:%H:%M}"
        if first == last:
            return SafeString(f"{self._when(event.starts, first)}, {hour}")
        if first < self.today:
            return self.on_days(event)
        days = self._from_to(first, last, hour)
        return format_html("{}, {}", when(first, self.today), days) if self._is_near(first) else days

    def starts(self, event: Event) -> datetime:
        return event.starts.astimezone(self.zone)

    def _days(self, event: Event) -> tuple[datetime, date]:
        """When it begins, and its last day."""
        starts = self.starts(event)
        return starts, last_day(event.starts, event.ends, self.zone) if event.ends else starts.date()

    def _is_near(self, day: date) -> bool:
        return self.today <= day < self.today + _NEAR

    def _when(self, moment: datetime, day: date) -> SafeString:
        return moment_said(moment, day, self.today, self.language)

    def _from_to(self, first: date, last: date, hour: str = "") -> str:
        """20–23 November, 30 October – 2 November; with the year where it is not this one.

        The hour at which it begins stands beside the first day.
        """
        month, this = "j E" if self.language == "ru" else "j F", self.today.year
        until = date_format(last, month if last.year == this else f"{month} Y")
        if not hour and (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{until}"
        begin = date_format(first, month if first.year in (last.year, this) else f"{month} Y")
        return f"{begin}, {hour} – {until}" if hour else f"{begin} – {until}"


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
    """The days of an event as people say them."""
    return Clock(today).on_days(event)


@register.filter
def ends_at(event: Event) -> str:
    """The hour at which an event of several days ends, after a comma; nothing where only its last day is known."""
    if event.ends is None or ends_some_time(event.starts, event.ends, event.zone_or(get_current_timezone())):
        return ""
    return f", {hours(localtime(event.ends))}"


def _days(event: Event) -> tuple[date, date]:
    zone = get_current_timezone()
    return event.starts.astimezone(zone).date(), last_day(event.starts, event.ends, zone)


@register.filter
def day_beside(event: Event, today: date) -> str:
    """The reader's own date after a comma, where days are said in words and the event's own clock has another day."""
    here = localtime(event.starts).date()
    if event.there is None or event.there.date() == here or abs(here - today) >= _NEAR:
        return ""
    return f", {date_format(here, 'j E')}"


@register.filter
def clock_there(event: Event) -> str:
    """The hour at which it begins on its own clock, with the day where that is another than the reader's."""
    there = event.there
    if there is None:
        return ""
    hour = f"{there:%H:%M}"
    return hour if there.date() == localtime(event.starts).date() else f"{date_format(there.date(), 'j E')}, {hour}"


@register.filter
def said_at(series: Series, moment: datetime) -> str:
    """How a series repeats, with the city by whose clock that is where it is not the reader's at a moment."""
    return series.said_at(moment)
