"""Why somebody is to be written to, in words; no word says whether they are a man or a woman."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from contacts.cadence import Cadence
from contacts.models import Contact, ContactRole
from networking.home.rhythm.people import Rhythm, Source

REMEMBERED = timedelta(days=365)
_TELLING = (ContactRole.MENTOR, ContactRole.MENTEE, ContactRole.EMPLOYER, ContactRole.PARTNER)


def met(person: Contact, today: date) -> str:
    """For somebody met lately, without a second talk."""
    day = date_format(person.met_on or today, "j E")
    text = _("met on %(day)s, no second talk yet") % {"day": day}
    return f"{text} · {person.how_met}" if person.how_met else text


def why(person: Contact, rhythm: Rhythm, helped: date | None, today: date) -> str:
    """`helped` is the day on which they last recommended me, if that is remembered."""
    parts = []
    if helped:
        parts.append(_("recommended you in %(month)s") % {"month": _in_month(helped, today)})
    else:
        parts += [str(role.label) for role in _TELLING if role in person.roles][:1]
    if not parts and rhythm.source == Source.COMMUNITY:
        parts.append(rhythm.community)
    if not rhythm.last:
        parts.append(_("no talk yet"))
    if rhythm.cadence:
        parts.append(_("usually %(often)s") % {"often": every(rhythm.cadence)})
    return "; ".join(parts)


def every(cadence: Cadence) -> str:
    return _every(cadence.ideal, get_language())


@lru_cache(maxsize=1024)
def _every(days: int, _language: str | None) -> str:
    return ngettext("every %(days)d day", "every %(days)d days", days) % {"days": days}


def _in_month(day: date, today: date) -> str:
    """The month as it stands after "in", with its year when that is another."""
    name = _months(get_language())[day.month - 1]
    return name if day.year == today.year else f"{name} {day.year}"


@lru_cache(maxsize=8)
def _months(_language: str | None) -> tuple[str, ...]:
    return (
        pgettext("after in", "January"),
        pgettext("after in", "February"),
        pgettext("after in", "March"),
        pgettext("after in", "April"),
        pgettext("after in", "May"),
        pgettext("after in", "June"),
        pgettext("after in", "July"),
        pgettext("after in", "August"),
        pgettext("after in", "September"),
        pgettext("after in", "October"),
        pgettext("after in", "November"),
        pgettext("after in", "December"),
    )
