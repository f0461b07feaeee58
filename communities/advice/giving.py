"""What to do next for the community itself: pure functions of the facts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.advice.facts import Around
from communities.advice.suggestion import Advice, said
from communities.models.contribution import ContributionKind
from communities.models.participation import Status


def plan(around: Around) -> Advice | None:
    """Nothing is ahead in a community where I take part."""
    if around.ahead or around.status not in (Status.JOINED, Status.ACTIVE):
        return None
    reason = _("no event is written down yet")
    if around.last_event:
        reason = _("nothing is ahead, the last one was on %(day)s") % {"day": said(around.last_event, around.today)}
    address = f"{reverse('events:add')}?{urlencode({'community': around.community.pk})}"
    return Advice("plan", _("Choose the next event"), reason, _("New event"), address)


def give(around: Around) -> Advice | None:
    """A kind of contribution that I have never made there, the easiest first."""
    never = [kind for kind in ContributionKind if kind not in around.given]
    if not never or around.status not in (Status.JOINED, Status.ACTIVE):
        return None
    given = len(around.given)
    reason = _("you have not given anything here yet")
    if given:
        values = {"n": given, "all": len(ContributionKind)}
        reason = _("of the %(all)d kinds of contribution you have made %(n)d here, this one never") % values
    query = {"community": str(around.community.pk), "kind": never[0].value, "next": around.community.get_absolute_url()}
    address = f"{reverse('communities:contribution_add')}?{urlencode(query)}"
    return Advice("give", _deed(never[0]), reason, _("I did it"), address, dialog=True)


def _deed(kind: ContributionKind) -> str:
    deeds = {
        ContributionKind.DISCUSSION: _("Join a discussion"),
        ContributionKind.TOPIC: _("Propose a topic"),
        ContributionKind.EXPERTISE: _("Answer a question that you know about"),
        ContributionKind.INFORMATION: _("Share something useful"),
        ContributionKind.HELP: _("Offer help"),
        ContributionKind.EXPERIENCE: _("Tell of your experience"),
        ContributionKind.EVENT: _("Organise an event"),
        ContributionKind.OPPORTUNITY: _("Pass on an opportunity"),
    }
    return deeds[kind]
