"""What to do next with the people there: pure functions of the facts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.advice.facts import Around
from communities.advice.people import KNOWN_BY_ALL
from communities.advice.suggestion import Advice
from communities.models.participation import Role


def due(around: Around) -> Advice | None:
    """The member who is longest over for their cadence, whoever sets it, as on Today."""
    late = around.overdue
    if late is None:
        return None
    days = late.days(around.today)
    silence = ngettext("%(n)d day without a talk", "%(n)d days without a talk", days)
    if late.last_on is None:
        silence = ngettext(
            "you met %(n)d day ago and have not talked yet", "you met %(n)d days ago and have not talked yet", days
        )
    pace = ngettext("the rhythm is every %(n)d day", "the rhythm is every %(n)d days", late.pace) % {"n": late.pace}
    return _talk(
        "due", _("Write to %(name)s") % {"name": late.name}, f"{silence % {'n': days}}, {pace}", late.pk, around
    )


def people(around: Around) -> Advice | None:
    """Nobody whom I know is written down there."""
    if not around.nobody:
        return None
    address = f"{reverse('communities:member_add')}?{urlencode({'community': around.community.pk})}"
    reason = _("nobody whom you know there is written down")
    return Advice("people", _("Add the first people"), reason, _("Add people"), address)


def acquaint(around: Around) -> Advice | None:
    """Members with whom I have never talked: first those whom everybody there knows."""
    first = around.stranger
    if first is None:
        return None
    reason = _("you have never talked")
    if first.never:
        reason = ngettext(
            "you have never talked to %(n)d of %(all)d people here",
            "you have never talked to %(n)d of %(all)d people here",
            first.never,
        ) % {"n": first.never, "all": first.there}
    if first.role in KNOWN_BY_ALL:
        reason = f"{Role(first.role).label}; {reason}"
    return _talk("acquaint", _("Get to know %(name)s") % {"name": first.name}, reason, first.pk, around)


def _talk(rule: str, text: str, reason: str, person: int, around: Around) -> Advice:
    query = urlencode({"contact": str(person), "next": around.community.get_absolute_url()})
    return Advice(rule, text, reason, _("Log a talk"), f"{reverse('home:quick_log')}?{query}", dialog=True)
