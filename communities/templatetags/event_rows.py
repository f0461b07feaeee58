"""Events, and the people at one, as lines of a list, for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.models import Attendance, Event
from communities.models.event import Attended, EventFormat, EventKind
from communities.templatetags.event_days import Clock
from communities.templatetags.periods import people_in
from contacts.addresses import address, around_id
from contacts.labels import labels
from contacts.templatetags.ui import face

register = template.Library()


class EventLine(NamedTuple):
    number: int
    to: str
    name: str
    note: SafeString
    aside: str


class WaitingLine(NamedTuple):
    """An event to go through; the first has the `primary` button."""

    number: int
    to: str
    name: str
    note: SafeString
    primary: str
    debrief: str
    call: str


class ShortLine(NamedTuple):
    """An event as it stands on the page of its community."""

    to: str
    name: str
    note: str
    soon: str
    day: SafeString | str


class PersonLine(NamedTuple):
    face: SafeString
    to: str
    name: str
    work: str
    state: str


@register.simple_tag(takes_context=True)
def event_lines(context: Context, events: Iterable[Event], *, with_series: bool = False) -> list[EventLine]:
    """Events with their day, hour and place; how they repeat is said where each series stands once."""
    # What is the same in each is worked out once.
    clock, words = Clock(context["today"]), (str(EventFormat.ONLINE.label), str(Attended.MISSED.label))
    around = around_id("events:event")
    return [_event(one, clock, words, around, with_series=with_series) for one in events]


def _event(
    one: Event, clock: Clock, words: tuple[str, str], around: tuple[str, str], *, with_series: bool
) -> EventLine:
    (online, not_there), community = words, one.community
    where = one.place or (online if one.format == EventFormat.ONLINE else "")
    missed, others = one.mine == Attended.MISSED, getattr(one, "people", 0)
    said = (
        community.name if community and community.trash_id is None else "",
        where,
        one.series.said_at(one.starts) if with_series and one.series else "",
    )
    return EventLine(
        number=clock.starts(one).day,
        to=f"{around[0]}{one.pk}{around[1]}",
        name=one.name,
        note=SafeString(clock.on_days_at(one) + "".join([f" · {escape(text)}" for text in said if text])),
        aside=not_there if missed else people_in(clock.language, others) if others else "",
    )


@register.simple_tag(takes_context=True)
def waiting_lines(context: Context, events: Iterable[Event]) -> list[WaitingLine]:
    """Events to go through, with their days and communities."""
    clock, go_on, begin = Clock(context["today"]), _("Go on"), _("Go through")
    (before, after), (debrief, of_it) = around_id("events:event"), around_id("events:debrief")
    lines = []
    for place, one in enumerate(events):
        community = one.community.name if one.community and one.community.trash_id is None else ""
        lines.append(
            WaitingLine(
                number=clock.starts(one).day,
                to=f"{before}{one.pk}{after}",
                name=one.name,
                note=SafeString(clock.on_days(one) + (f" · {escape(community)}" if community else "")),
                primary="" if place else "btn-primary",
                debrief=f"{debrief}{one.pk}{of_it}",
                call=go_on if getattr(one, "drafted", False) else begin,
            )
        )
    return lines


@register.simple_tag(takes_context=True)
def short_event_lines(context: Context, events: Iterable[Event], *, ahead: bool = False) -> list[ShortLine]:
    """Events of one community: where those ahead are, and whether I was at the others."""
    # What is the same in each is worked out once.
    clock, soon, events = Clock(context["today"]), " is-soon" if ahead else "", [*events]
    kinds = labels(EventKind)
    # What was planned and is over is not planned any more.
    states = {**labels(Attended), Attended.PLANNED: _("not gone through yet")}
    before, after = around_id("events:event")
    lines = []
    for one in events:
        note = " · ".join(filter(None, (kinds[one.kind], one.place if ahead else states[one.mine])))
        lines.append(ShortLine(f"{before}{one.pk}{after}", one.name, note, soon, clock.on_days(one)))
    return lines


@register.simple_tag
def people_lines(attendances: Iterable[Attendance], *, came: bool) -> list[PersonLine]:
    """Those who came or were asked along; who of them came is said when anybody did."""
    talked, there, invited = _("talked"), pgettext("a person at an event", "was there"), _("invited")
    lines = []
    for one in attendances:
        person = one.contact
        state = (talked if one.talked else there if one.came else invited) if came else ""
        to = address("contacts:contact", person.pk)
        lines.append(PersonLine(face(person), to, person.name, person.work, state))
    return lines
