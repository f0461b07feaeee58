"""How the dates of a period, and numbers of people, are said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils.formats import date_format, localize
from django.utils.translation import get_language, ngettext, npgettext
from django.utils.translation import gettext as _

from communities.models import Membership, Participation
from communities.models.participation import Role
from communities.models.periods import Period
from communities.together import Together

register = template.Library()


@register.filter
def role_and_dates(period: Membership | Participation) -> str:
    """Such as "speaker · since 1 May 2025"; said in one step, because lists have many."""
    return f"{Role(period.role).label} · {dates(period)}"


@register.filter
def dates(period: Period) -> str:
    """Such as "from 1 May 2025 to 7 June 2026", with as much as is known."""
    return days_of(period, get_language())


def days_of(period: Period, language: str | None) -> str:
    """`dates` in a language: of a list it is asked once."""
    return _said(period.since, period.until, language)


@register.filter
def days_together(time: Together) -> str:
    """The days of a time together, such as "since 1 May 2025"."""
    if time.now and time.since is None:
        return _("beginning unknown")
    if not time.sure and time.since is None:
        return _("beginning unknown, until %(until)s at the latest") % {"until": _day(time.until)}
    return _said(time.since, None if time.now else time.until, get_language())


@register.filter
def of_yours(number: int) -> str:
    """Such as "3 of your people"."""
    return _of_yours(number, get_language())


@lru_cache(maxsize=1024)
def _of_yours(number: int, _language: str | None) -> str:
    return ngettext("%(n)s of your people", "%(n)s of your people", number) % {"n": localize(number)}


@register.filter
def people(number: int) -> str:
    """Such as "3 people"; said in one step, because lists have many."""
    return people_in(get_language(), number)


@lru_cache(maxsize=1024)
def people_in(_language: str | None, number: int) -> str:
    """`people` in the language of now: of a list it is asked once."""
    return ngettext("%(n)d person", "%(n)d people", number) % {"n": number}


@register.filter
def hours_a_month(number: Decimal) -> str:
    """The words beside a number of hours: 1 час в месяц, 5 часов в месяц, and 1,5 часа в месяц."""
    # A part of an hour goes with the words that stand beside two.
    counted = int(number) if number == int(number) else 2
    return npgettext("counted", "hour a month", "hours a month", counted)


@lru_cache(maxsize=4096)
def _said(since: date | None, until: date | None, language: str | None) -> str:
    if since and since == until:
        return _day(since)
    if since and until:
        return _("from %(since)s to %(until)s") % {"since": _day(since), "until": _day(until)}
    if since:
        return _("since %(since)s") % {"since": _day(since)}
    return _("until %(until)s") % {"until": _day(until)} if until else _("dates unknown")


def _day(day: date) -> str:
    return date_format(day, "j E Y")
