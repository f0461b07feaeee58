"""Overlap: how long two people have been in one community at the same time, and how to say it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Participation
from communities.models.participation import Status
from communities.models.periods import Period


@dataclass(frozen=True)
class Together:
    """Days that both were there: both are inside. An unknown beginning is None; `now`: it still lasts."""

    since: date | None
    until: date
    now: bool

    def __str__(self) -> str:
        if self.since is None:
            return _("together now") if self.now else _("together until %(month)s") % {"month": _month(self.until)}
        values = {"since": _month(self.since), "until": _month(self.until), "long": how_long(self.since, self.until)}
        if self.now:
            return _("together since %(since)s, %(long)s") % values
        return _("together from %(since)s to %(until)s") % values


def _month(day: date) -> str:
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


def together(mine: Iterable[Participation], theirs: Iterable[Period], today: date) -> Together | None:
    """The latest time that both were in a community; considering it does not count as being there."""
    shared = []
    for one in mine:
        for other in theirs:
            if one.status == Status.CONSIDERING or one.status == Status.LEFT:
                continue
            since = max((day for day in (one.since, other.since) if day), default=None)
            until = min(day for day in (one.until, other.until, today) if day)
            if since is None or since <= until:
                shared.append(Together(since, until, one.contains(today) and other.contains(today)))
    return max(shared, key=lambda one: (one.until, one.since or date.min), default=None)
