"""What stands on Today as lines of lists: each worked out once, because a template asks for each dot anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communities.models import Event
from communities.models.event import EventFormat
from communities.templatetags.event_days import Clock
from contacts.addresses import address, around_id
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
    return _snoozing(back, snoozed=snoozed)(person, person.name)


def _snoozing(back: str, *, snoozed: bool) -> Callable[[Contact, str], Snooze]:
    """The menus of people with their names; what is the same in each is looked up once."""
    put_off, (before, after), again = _("Put off: %(name)s"), around_id("contacts:snooze"), "now" if snoozed else ""

    def of(person: Contact, name: str) -> Snooze:
        never = "" if person.rhythm_off else "never"
        return Snooze(put_off % {"name": name}, f"{before}{person.pk}{after}", back, again, never)

    return of


def due_lines(due: Iterable[Due], back: str) -> list[DueLine]:
    """Whom to write to; what is done about them leads `back`."""
    log, (before, after) = address("home:quick_log"), around_id("contacts:contact")
    menu, language = _snoozing(back, snoozed=False), get_language() or settings.LANGUAGE_CODE
    lines = []
    for one in due:
        pk, name = one.person.pk, one.person.name
        state = f"is-{one.state}" if one.state else ""
        days, to = _days_said(one.days, language), f"{before}{pk}{after}"
        lines.append(
            DueLine(avatar(name, pk), to, name, one.reason, state, days, f"{log}?contact={pk}", *menu(one.person, name))
        )
    return lines


@lru_cache(maxsize=1024)
def _days_said(days: int, _language: str) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


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
    (before, after), (debrief, of_it) = around_id("events:event"), around_id("events:debrief")
    return [
        WaitingLine(
            f"{before}{one.pk}{after}",
            one.name,
            clock.on_days(one),
            one.community.name if one.community else "",
            "" if place else "btn-primary",
            f"{debrief}{one.pk}{of_it}",
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
    lines, clock, (before, after) = [], Clock(today), around_id("events:event")
    for one in events:
        where = one.place or (str(one.get_format_display()) if one.format == EventFormat.ONLINE else "")
        to = f"{before}{one.pk}{after}"
        lines.append(EventLine(clock.starts(one).day, to, one.name, clock.on_days_at(one), where))
    return lines
