"""What to do next with my own part: pure functions of the facts."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.advice.facts import Around
from communities.advice.suggestion import Advice, said
from communities.models.participation import Status
from communities.renewal import asks

UNDECIDED_FOR = timedelta(days=14)


def debrief(around: Around) -> Advice | None:
    """An event behind us that I have not gone through."""
    event = around.waiting
    if event is None:
        return None
    day = said(timezone.localtime(event.starts).date(), around.today)
    reason = _("it was on %(day)s, and nothing is written down of it yet") % {"day": day}
    text = _("Go through “%(name)s”") % {"name": event.name}
    return Advice("debrief", text, reason, _("Go through"), reverse("events:debrief", args=[event.pk]))


def renew(around: Around) -> Advice | None:
    """A fee whose day comes soon, or has passed."""
    for one in asks(around.mine, around.today) if around.mine else ():
        if one.what == "renew":
            reason = _("its day was %(day)s") if one.on < around.today else _("its day is %(day)s")
            address = reverse("communities:participation_renew", args=[one.period.pk])
            return Advice(
                "renew",
                _("Renew the fee"),
                reason % {"day": said(one.on, around.today)},
                _("Renewed"),
                address,
                post=True,
            )
    return None


def review(around: Around) -> Advice | None:
    """The day on which I meant to look again has come."""
    for one in asks(around.mine, around.today) if around.mine else ():
        if one.what == "review":
            reason = _("you wanted to look again on %(day)s") % {"day": said(one.on, around.today)}
            address = reverse("communities:participation_review", args=[one.period.pk])
            button = _("Later") if around.status == Status.CONSIDERING else _("I stay")
            return Advice("review", _("Decide whether it is still worth it"), reason, button, address, post=True)
    return None


def decide(around: Around) -> Advice | None:
    """A community that I only consider, or have no part in."""
    if around.mine and around.status != Status.CONSIDERING:
        return None
    reason = _("you only know about it so far")
    if around.mine:
        since = around.mine.since
        reason = (
            _("you have been considering it since %(day)s") % {"day": said(since, around.today)}
            if since
            else _("you still consider it")
        )
    address = reverse("communities:participation_add", args=[around.community.pk])
    return Advice("decide", _("Decide whether to join"), reason, _("Join"), address)


def outcome(around: Around) -> Advice | None:
    """An opportunity from there that has stood open for two weeks."""
    chance = around.undecided
    if chance is None or chance.received_on > around.today - UNDECIDED_FOR:
        return None
    text = _("Say what came of “%(what)s”") % {"what": chance}
    reason = _("received on %(day)s and still open") % {"day": said(chance.received_on, around.today)}
    return Advice("outcome", text, reason, _("Outcome"), chance.get_absolute_url())


def aims(around: Around) -> Advice | None:
    """I take part without having said what for."""
    if around.mine is None or around.mine.aims or around.mine.why:
        return None
    address = reverse("communities:participation_edit", args=[around.mine.pk])
    reason = _("without an aim no month can say whether it was worth it")
    return Advice("aims", _("Say what you are here for"), reason, _("Name your aims"), address)
