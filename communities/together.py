"""Overlap: how long two people have been in one community at the same time, and how to say it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communities.models import Participation
from communities.models.participation import Status
from communities.models.periods import Period


@dataclass(frozen=True)
class Together:
    """Days that both were there: both are inside. Where the beginning of either is unknown, so is this one, and None;
    `now`: it still lasts; not `sure`: whoever came on an unknown day may have come after the other one had left.
    `earliest` is the first day on which both may have been there, None where nothing is known of that."""

    since: date | None
    until: date
    now: bool
    sure: bool = True
    earliest: date | None = field(default=None, compare=False)

    @property
    def is_one_day(self) -> bool:
        return self.since == self.until and not self.now

    def __str__(self) -> str:
        return _time_said(self.since, self.until, self.earliest, get_language(), now=self.now, sure=self.sure)


@lru_cache(maxsize=4096)
def _time_said(
    since: date | None, until: date, earliest: date | None, _language: str | None, *, now: bool, sure: bool
) -> str:
    if since is None:
        return _without_beginning(until, earliest, now=now, sure=sure)
    values = {"since": _month(since), "until": _month(until), "long": how_long(since, until)}
    if now:
        return _("together since %(since)s, %(long)s") % values
    if since == until:
        return _("together on one day, %(day)s") % {"day": date_format(until, "j E Y")}
    if values["since"] == values["until"]:
        return _("together within %(month)s") % {"month": values["until"]}
    return _("together from %(since)s to %(until)s") % values


def _without_beginning(until: date, earliest: date | None, *, now: bool, sure: bool) -> str:
    if now:
        return _("together now")
    month = _month(until)
    if earliest and _month(earliest) == month:
        said = _("together within %(month)s") if sure else _("perhaps together within %(month)s")
    else:
        said = _("together until %(month)s") if sure else _("perhaps together until %(month)s")
    return said % {"month": month}


def _month(day: date) -> str:
    return _said(day, get_language())


@lru_cache(maxsize=4096)
def _said(day: date, _language: str | None) -> str:
    return date_format(day, "E Y")


def how_long(since: date, until: date) -> str:
    """Whole years and months between two days, in words; less than a month is said as such."""
    months = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
    years, months = divmod(max(months, 0), 12)
    parts = []
    if years:
        parts.append(ngettext("%(count)s year", "%(count)s years", years) % {"count": years})
    if months:
        parts.append(ngettext("%(count)s month", "%(count)s months", months) % {"count": months})
    return " ".join(parts) or _("less than a month")


def overlaps(one: Iterable[Period], other: Iterable[Period], today: date) -> list[Together]:
    """Every time that two people were in a community together up to a day, the latest first.

    Periods that follow each other without a day between, as after a change of role, are one time. Considering
    a community, or having left it, does not count as being there.
    """
    theirs = [period for period in other if _there(period)]
    shared = [
        (_earliest(period, at), found)
        for period in one
        if _there(period)
        for at in theirs
        if (found := _both(period, at, today))
    ]
    joined: list[Together] = []
    # Of those that may begin on one day, a known beginning goes first: it holds for all that it joins.
    for earliest, time in sorted(shared, key=lambda found: (found[0], found[1].since is None)):
        last = joined[-1] if joined else None
        if last and earliest.toordinal() <= last.until.toordinal() + 1:
            ends = max(last, time, key=lambda one: (one.until, one.sure))
            joined[-1] = Together(last.since, ends.until, last.now or time.now, ends.sure, last.earliest)
        else:
            joined.append(time)
    return joined[::-1]


def together(one: Iterable[Period], other: Iterable[Period], today: date) -> Together | None:
    """The latest time that both were in a community."""
    return next(iter(overlaps(one, other, today)), None)


def _there(period: Period) -> bool:
    return not (isinstance(period, Participation) and period.status in (Status.CONSIDERING, Status.LEFT))


def _earliest(one: Period, other: Period) -> date:
    """The first day on which both may have been there; an unknown beginning is open."""
    return max(one.since or date.min, other.since or date.min)


def _both(one: Period, other: Period, today: date) -> Together | None:
    """The days of both periods. Whoever came on an unknown day may have come later than the other one; an end that
    is not known has not come yet."""
    earliest, until = _earliest(one, other), min(day for day in (one.until, other.until, today) if day)
    if earliest > until:
        return None
    since = earliest if one.since and other.since else None
    now = one.contains(today) and other.contains(today)
    # On the last day of a period somebody was there, whenever they came.
    sure = now or all(period.since or period.until == until for period in (one, other))
    return Together(since, until, now, sure, earliest if earliest > date.min else None)
