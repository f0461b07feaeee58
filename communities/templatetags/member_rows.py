"""The people of a community, and communities on their list, as lines for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communities.introductions import Introducer
from communities.models import Membership
from communities.models.kinds import Kind
from communities.models.participation import Role
from communities.overview import Card
from communities.templatetags.periods import days_of, role_and_dates
from contacts.addresses import address, around_id
from contacts.labels import labels
from contacts.templatetags.ui import avatar, days_said, dots, face

register = template.Library()


class MemberLine(NamedTuple):
    face: SafeString
    to: str
    name: str
    note: str
    menu: str
    edit: str
    change: str
    end: str


class FormerLine(NamedTuple):
    to: str
    name: str
    note: str
    edit: str


class TableLine(NamedTuple):
    """Somebody in the table of a community's people; a flag is a word or empty."""

    to: str
    name: str
    edit: str
    note: str
    tie: SafeString | str
    unknown: str
    talk: SafeString | str
    never: str
    introducer: str
    introduced: str


class IntroducerLine(NamedTuple):
    """Somebody who led to people of a community; `apart`: they are not one of its people themselves."""

    face: SafeString
    to: str
    name: str
    apart: str
    people: SafeString


class CardLine(NamedTuple):
    avatar: SafeString
    to: str
    name: str
    said: str
    people: str
    day: SafeString | str


@register.simple_tag
def member_lines(memberships: Iterable[Membership]) -> list[MemberLine]:
    """Who is there, with what can be done about their part."""
    # What is the same in each is worked out once.
    archived = _("in the archive")
    roles, in_this_community, language = labels(Role), _("%(name)s in this community"), get_language()
    person_at, edit, change, end = (
        address(route, 0).partition("0")
        for route in (
            "contacts:contact",
            "communities:membership_edit",
            "communities:membership_change",
            "communities:membership_end",
        )
    )
    lines = []
    for one in memberships:
        person, name = one.contact, one.contact.name
        said = (roles.get(one.role, one.role), days_of(one, language), archived if person.archived_on else "")
        lines.append(
            MemberLine(
                face=face(person),
                to=f"{person_at[0]}{person.pk}{person_at[2]}",
                name=name,
                note=" · ".join(filter(None, said)),
                menu=in_this_community % {"name": name},
                edit=f"{edit[0]}{one.pk}{edit[2]}",
                change=f"{change[0]}{one.pk}{change[2]}",
                end=f"{end[0]}{one.pk}{end[2]}",
            )
        )
    return lines


@register.simple_tag
def former_lines(memberships: Iterable[Membership]) -> list[FormerLine]:
    """Who was there before, and as what."""
    person, edit = around_id("contacts:contact"), around_id("communities:membership_edit")
    return [
        FormerLine(
            to=f"{person[0]}{one.contact_id}{person[1]}",
            name=one.contact.name,
            note=role_and_dates(one),
            edit=f"{edit[0]}{one.pk}{edit[1]}",
        )
        for one in memberships
    ]


@register.simple_tag(takes_context=True)
def table_lines(context: Context, memberships: Iterable[Membership]) -> list[TableLine]:
    """Who is there, how deep the tie is, when the last talk was, and who introduced them."""
    # What is the same in each is worked out once.
    day_said, lines, archived = days_said(context["today"]), [], f" · {_('in the archive')}"
    ties = {mark: dots(mark) for mark in range(1, 6)}
    roles, language = labels(Role), get_language()
    (to, behind), edit = around_id("contacts:contact"), around_id("communities:membership_edit")
    for one in memberships:
        person, introducer, said = one.contact, one.contact.introduced_by, roles.get(one.role, one.role)
        known = introducer if introducer and not introducer.trash_id else None
        lines.append(
            TableLine(
                to=f"{to}{person.pk}{behind}",
                name=person.name,
                edit=f"{edit[0]}{one.pk}{edit[1]}",
                note=f"{said} · {days_of(one, language)}{archived if person.archived_on else ''}",
                tie=ties.get(person.tie or 0, ""),
                unknown="" if person.tie else "unknown",
                talk=day_said(person.last_contact) if person.last_contact else "",
                never="" if person.last_contact else "never",
                introducer=f"{to}{known.pk}{behind}" if known else "",
                introduced=known.name if known else "",
            )
        )
    return lines


@register.simple_tag
def introducer_lines(introducers: Iterable[Introducer]) -> list[IntroducerLine]:
    """Who introduced me to people, with a link to each of these."""
    before, _any, after = address("contacts:contact", 0).partition("0")
    return [
        IntroducerLine(
            face=face(one.person),
            to=f"{before}{one.person.pk}{after}",
            name=one.person.name,
            apart="" if one.here else "apart",
            people=SafeString(
                ", ".join([f'<a href="{before}{pk}{after}">{escape(name)}</a>' for pk, name in one.introduced])
            ),
        )
        for one in introducers
    ]


@register.simple_tag(takes_context=True)
def card_lines(context: Context, cards: Iterable[Card]) -> list[CardLine]:
    """Communities with my part there, whom I know, and the event that is nearest."""
    # What is the same in many is worked out once.
    day_said, cards = days_said(context["today"]), [*cards]
    ahead, behind = escape(_("event")), escape(_("last event"))
    before, _any, after = address("communities:community", 0).partition("0")
    known = {number: _known(number) for number in {card.people for card in cards}}
    kinds = {kind: _kind(kind) for kind in {card.community.kind for card in cards}}
    roles = {role: _part(role) for role in {card.role for card in cards}}
    lines = []
    for card in cards:
        place, day = card.community, card.next_event or card.last_event
        lines.append(
            CardLine(
                avatar=avatar(place.name, place.pk),
                to=f"{before}{place.pk}{after}",
                name=place.name,
                said=" · ".join(filter(None, (kinds[place.kind], place.city, roles[card.role]))),
                people=known[card.people],
                # The next event, else the last one.
                day=SafeString(f"{ahead if card.next_event else behind} {day_said(day)}") if day else "",
            )
        )
    return lines


def _known(number: int) -> str:
    """How many people of a community I know."""
    known = ngettext("you know %(n)d person there", "you know %(n)d people there", number)
    return known % {"n": number} if number else _("nobody you know is there yet")


def _kind(kind: str) -> str:
    return str(Kind(kind).label) if kind in Kind else kind


def _part(role: str) -> str:
    return _("you: %(role)s") % {"role": Role(role).label} if role else ""
