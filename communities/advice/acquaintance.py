"""What to do next with the people there: pure functions of the facts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.advice.facts import Around, Member
from communities.advice.suggestion import Advice
from communities.models.participation import Role
from contacts.cadence import Cadence, cadence

# Whom to get to know first in a community: those who know everybody there.
_KNOWN_BY_ALL = (Role.ORGANISER, Role.FOUNDER, Role.SPEAKER)


def due(around: Around) -> Advice | None:
    """The member who is most overdue: by their own rhythm, else by this community's, else by the depth of the tie."""
    late = [(found, member) for member in around.members if (found := _overdue(member, around))]
    if not late:
        return None
    (_share, days, ideal), member = max(late, key=lambda one: (one[0][0], one[1].person.tie or 0, -one[1].person.pk))
    silence = ngettext("%(n)d day without a talk", "%(n)d days without a talk", days) % {"n": days}
    pace = ngettext("the rhythm is every %(n)d day", "the rhythm is every %(n)d days", ideal) % {"n": ideal}
    return _talk("due", _("Write to %(name)s") % {"name": member.person.name}, f"{silence}, {pace}", member, around)


def _overdue(member: Member, around: Around) -> tuple[float, int, int] | None:
    """Days over ÷ cadence, days and cadence of somebody who is due; None for who is not, or asks for nothing."""
    person, pace = member.person, _pace(member, around)
    began = member.last or person.met_on
    asleep = person.rhythm_off or (person.snoozed_until and person.snoozed_until > around.today)
    if pace is None or began is None or asleep:
        return None
    days = (around.today - began).days
    return (days / pace.ideal, days, pace.ideal) if days >= pace.ideal else None


def _pace(member: Member, around: Around) -> Cadence | None:
    own = cadence(member.person.cadence_ideal, member.person.cadence_at_most)
    shared = cadence(around.community.cadence_ideal, around.community.cadence_at_most)
    return own or shared or around.ties.get(member.person.tie or 0)


def people(around: Around) -> Advice | None:
    """Nobody whom I know is written down there."""
    if around.members:
        return None
    address = f"{reverse('communities:member_add')}?{urlencode({'community': around.community.pk})}"
    reason = _("nobody whom you know there is written down")
    return Advice("people", _("Add the first people"), reason, _("Add people"), address)


def acquaint(around: Around) -> Advice | None:
    """Members with whom I have never talked: first those whom everybody there knows."""
    never = [member for member in around.members if member.last is None]
    if not never:
        return None
    first = min(never, key=lambda one: (one.role not in _KNOWN_BY_ALL, -(one.person.tie or 0), one.person.name_key))
    text = _("Get to know %(name)s") % {"name": first.person.name}
    many = len(never) + around.more_never
    reason = ngettext(
        "you have never talked to %(n)d of %(all)d people here",
        "you have never talked to %(n)d of %(all)d people here",
        many,
    ) % {"n": many, "all": len(around.members) + around.more_there}
    if first.role in _KNOWN_BY_ALL:
        reason = f"{Role(first.role).label}; {reason}"
    return _talk("acquaint", text, reason, first, around)


def _talk(rule: str, text: str, reason: str, member: Member, around: Around) -> Advice:
    query = urlencode({"contact": str(member.person.pk), "next": around.community.get_absolute_url()})
    return Advice(rule, text, reason, _("Log a talk"), f"{reverse('home:quick_log')}?{query}", dialog=True)
