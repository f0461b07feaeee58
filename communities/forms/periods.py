"""Periods of one person in one community do not overlap: two at once would count a day twice."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models.periods import P, Period


def overlapping(periods: QuerySet[P], since: date | None, until: date | None) -> QuerySet[P]:
    """Periods that share a day with another one; both days are inside, an unknown one is open."""
    if until is not None:
        periods = periods.filter(Q(since=None) | Q(since__lte=until))
    if since is not None:
        periods = periods.filter(Q(until=None) | Q(until__gte=since))
    return periods


def said(period: Period) -> str:
    """A period in words: "since 3 March 2025", "3 March 2025 to 1 May 2025"."""
    since = date_format(period.since, "j E Y") if period.since else ""
    until = date_format(period.until, "j E Y") if period.until else ""
    if since and until:
        return _("from %(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return _("since %(since)s") % {"since": since}
    return _("until %(until)s") % {"until": until} if until else _("dates unknown")
