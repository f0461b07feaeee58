"""What stands on Today as lines of lists: each worked out once, because a template asks for each dot anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Event
from communities.models.event import EventFormat
from communities.templatetags.event_days import Clock
from contacts.addresses import address
from contacts.dates import Turn
from contacts.models import Contact
from contacts.templatetags.ui import avatar, face, when
from networking.home.rhythm import Due


class Snooze(NamedTuple):
    """The menu that puts a person off: what it is called, where it sends to and leads back, what else it offers."""

    put_off: str
    snooze: str
    back: str
    again: str
    never: str


class DueLine(NamedTuple):
    avatar: SafeString
    to: str
    name: str
    reason: str
    state: str
    days: str
    log: str
    put_off: str
    snooze: str
    back: str
    again: str
    never: str


def snooze_of(person: Contact, back: str, *, snoozed: bool) -> Snooze:
    return Snooze(
        put_off=_("Put off: %(name)s") % {"name": person.name},
        snooze=address("contacts:snooze", person.pk),
        back=back,
        again="now" if snoozed else "",
        never="" if person.rhythm_off else "never",
    )


def due_lines(due: Iterable[Due], back: str) -> list[DueLine]:
    """Whom to write to; what is done about them leads `back`."""
    log = address("home:quick_log")
    return [
        DueLine(
            avatar(one.person.name, one.person.pk),
            address("contacts:contact", one.person.pk),
            one.person.name,
            one.reason,
            f"is-{one.state}" if one.state else "",
            ngettext("%(days)s day", "%(days)s days", one.days) % {"days": one.days},
            f"{log}?contact={one.person.pk}",
            *snooze_of(one.person, back, snoozed=False),
        )
        for one in due
    ]


class TurnLine(NamedTuple):
    face: SafeString
    to: str
    name: str
    note: str
    soon: str
    day: SafeString | str
    done: str


def turn_lines(turns: Iterable[Turn], today: date) -> list[TurnLine]:
    return [
        TurnLine(
            face(one.kept.contact),
            one.kept.contact.get_absolute_url(),
            one.kept.contact.name,
            str(capfirst(str(one.kept))) + (f": {years}" if (years := one.years) else ""),
            " is-soon" if one.on == today else "",
            when(one.on, today),
            address("contacts:date_congratulate", one.kept.pk),
        )
        for one in turns
    ]


class WaitingLine(NamedTuple):
    """An event to go through; the first has the `primary` button."""

    to: str
    name: str
    day: SafeString | str
    community: str
    primary: str
    debrief: str
    call: str


def waiting_lines(events: Iterable[Event], today: date) -> list[WaitingLine]:
    clock, go_on, begin = Clock(today), _("Go on with the debrief"), _("Go through in a minute")
    return [
        WaitingLine(
            address("events:event", one.pk),
            one.name,
            clock.on_days(one),
            one.community.name if one.community else "",
            "" if place else "btn-primary",
            address("events:debrief", one.pk),
            go_on if getattr(one, "drafted", False) else begin,
        )
        for place, one in enumerate(events)
    ]


class EventLine(NamedTuple):
    number: int
    to: str
    name: str
    day: SafeString | str
    where: str


def event_lines(events: Iterable[Event], today: date) -> list[EventLine]:
    lines, clock = [], Clock(today)
    for one in events:
        where = one.place or (str(one.get_format_display()) if one.format == EventFormat.ONLINE else "")
        to = address("events:event", one.pk)
        lines.append(EventLine(clock.starts(one).day, to, one.name, clock.on_days_at(one), where))
    return lines
