"""How a form says the days of a period that stands in the way of another one."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.models.periods import Period


def said(period: Period) -> str:
    """A period in words: "since 3 March 2025", "3 March 2025 to 1 May 2025"."""
    since = date_format(period.since, "j E Y") if period.since else ""
    until = date_format(period.until, "j E Y") if period.until else ""
    if since and until:
        return _("from %(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return _("since %(since)s") % {"since": since}
    return _("until %(until)s") % {"until": until} if until else _("dates unknown")
