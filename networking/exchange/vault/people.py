"""A note for each person: who they are, where we meet, what passed between us."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from communities.models import Attendance, Membership
from contacts.models import Contact, Participant, Promise, Relationship
from contacts.models.important_date import DateKind
from networking.exchange.outgoing.people import in_chunks
from networking.exchange.vault.markdown import (
    MOST_TEXT,
    front_matter,
    link,
    note,
    one_line,
    own_text,
    quoted,
    section,
)
from networking.exchange.vault.network import Network, month_of

Beside = dict[str, dict[int, list[Any]]]


def people_notes(network: Network) -> Iterator[tuple[str, bytes]]:
    """Name and text of the note of each person."""
    for some in in_chunks(Contact.objects.for_owner(network.owner)):
        beside = _beside(some)
        for person in some:
            if name := network.people.get(person.pk):
                yield name, _note(network, person, name, {what: rows[person.pk] for what, rows in beside.items()})


def _beside(people: list[Contact]) -> Beside:
    """What hangs on some people, in a few queries for all of them."""
    ids = [one.pk for one in people]
    owner = people[0].owner_id
    mine: dict[str, Any] = {"owner": owner, "contact__in": ids}
    talks = Participant._base_manager.filter(**mine, interaction__trash=None).select_related("interaction")
    rows: dict[str, Any] = {
        "talks": talks.order_by("-interaction__day", "-pk"),
        "members": Membership._base_manager.filter(**mine, trash=None, community__trash=None).order_by("since", "pk"),
        "events": Attendance._base_manager.filter(**mine, event__trash=None).order_by("event__starts", "pk"),
        "promises": Promise._base_manager.filter(**mine, trash=None).order_by("made_on", "pk"),
        "ties": Relationship._base_manager.filter(**mine, trash=None, other__trash=None).select_related("own_kind"),
    }
    found: Beside = {what: defaultdict(list) for what in rows}
    for what, some in rows.items():
        for row in some:
            found[what][row.contact_id].append(row)
    return found


def _note(network: Network, person: Contact, name: str, beside: dict[str, list[Any]]) -> bytes:
    people = network.people
    parts = [quoted(own_text(person.about, people)) if person.about else ""]
    parts.append(
        section(
            _("How to reach"), (f"{one.get_kind_display()}: {own_text(one.value, {})}" for one in person.channels.all())
        )
    )
    parts.append(section(_("Communities"), _communities(network, beside["members"])))
    parts.append(
        section(
            _("Relationships"),
            (f"{link(people[one.other_id])}: {_kind(one)}" for one in beside["ties"] if one.other_id in people),
        )
    )
    parts.append(section(_("Promises"), (_promise(network, one) for one in beside["promises"])))
    parts.append(section(_("Events"), _events(network, beside["events"])))
    parts.append(section(_("Talks"), (_talk(network, one) for one in beside["talks"])))
    return note(_head(network, person, name), person.full_name, parts)


def _head(network: Network, person: Contact, name: str) -> str:
    spellings = (person.name, person.full_name, person.nickname)
    by = network.people.get(person.introduced_by_id or 0)
    born = next((one for one in person.dates.all() if one.kind == DateKind.BIRTHDAY), None)
    return front_matter({
        "type": "person",
        "aliases": list(dict.fromkeys(one for one in spellings if one and one != name)),
        "tags": [tag.name.replace(" ", "-") for tag in person.tags.all()],
        "company": person.company,
        "position": person.position,
        "department": person.department,
        "city": person.city,
        "expertise": person.expertise,
        "authority": person.authority,
        "tie": person.tie,
        "trust": person.trust,
        "met_on": person.met_on and person.met_on.isoformat(),
        "how_met": person.how_met,
        "introduced_by": link(by) if by else None,
        "birthday": born and f"{born.year or '--'}-{born.month:02d}-{born.day:02d}",
        "last_talk": person.last_on and person.last_on.isoformat(),
        "archived_on": person.archived_on and person.archived_on.isoformat(),
    })  # fmt: skip


def _kind(one: Relationship) -> str:
    return own_text(one.own_kind.label, {}) if one.own_kind else str(one.get_kind_display())


def _communities(network: Network, rows: list[Membership]) -> Iterator[str]:
    for one in rows:
        if place := network.communities.get(one.community_id):
            yield f"{link(place)}, {one.get_role_display()}{_period(one)}"


def _period(one: Membership) -> str:
    days = [day.isoformat() if day else "…" for day in (one.since, one.until)]
    return f", {days[0]} – {days[1]}" if one.since or one.until else ""


def _events(network: Network, rows: list[Attendance]) -> Iterator[str]:
    for one in rows:
        if event := network.events.get(one.event_id):
            yield link(event) if one.came else f"{link(event)}, {_('invited')}"


def _promise(network: Network, one: Promise) -> str:
    mark = "x" if one.kept_on else " "
    due = f", {_('due')} {one.due_on.isoformat()}" if one.due_on else ""
    return f"[{mark}] {one.get_direction_display()}: {one_line(own_text(one.text, network.people))}{due}"


def _talk(network: Network, one: Participant) -> str:
    talk = one.interaction
    month = network.months.get(month_of(talk.day), "")
    head = f"{link(month, talk.day.isoformat()) if month else talk.day.isoformat()} {talk.get_kind_display()}"
    said = (talk.topics, talk.note, one.own_note)
    texts = [one_line(own_text(text, network.people, MOST_TEXT)) for text in said if text]
    return ". ".join([head, *texts])
