"""Notes for communities, events and months, and the one with which to begin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from communities.models import Community, Event, Reflection
from contacts.columns import field_of
from networking.exchange.vault.markdown import MOST_TEXT, front_matter, link, note, one_line, own_text, quoted, section
from networking.exchange.vault.network import Network, month_of

MARKS = ("depth", "knowledge", "usefulness", "recognition")


def community_notes(network: Network) -> Iterator[tuple[str, bytes]]:
    for one in Community.objects.for_owner(network.owner).prefetch_related("channels"):
        if name := network.communities.get(one.pk):
            yield name, _community(network, one)


def _community(network: Network, one: Community) -> bytes:
    mine = network.participations.get(one.pk, [])
    head = front_matter({
        "type": "community",
        "family": str(one.get_family_display()),
        "kind": str(one.get_kind_display()),
        "field": one.field,
        "city": one.city,
        "my_role": str(mine[-1].get_role_display()) if mine else None,
        "status": str(mine[-1].get_status_display()) if mine else None,
    })  # fmt: skip
    members = network.members.get(one.pk, [])
    events = network.events_of_community.get(one.pk, [])
    parts = [
        quoted(own_text(one.about, network.people)) if one.about else "",
        section(_("Addresses"), (f"{way.get_kind_display()}: {own_text(way.value, {})}" for way in one.channels.all())),
        section(_("People"), (f"{link(network.people[row.contact_id])}, {row.get_role_display()}" for row in members)),
        section(_("Events"), (link(network.events[row.pk]) for row in reversed(events))),
    ]
    return note(head, one.name, parts)


def event_notes(network: Network) -> Iterator[tuple[str, bytes]]:
    for one in network.all_events:
        yield network.events[one.pk], _event(network, one)


def _event(network: Network, one: Event) -> bytes:
    place = network.communities.get(one.community_id or 0)
    day = network.day_of(one)
    head = front_matter({
        "type": "event",
        "date": day.isoformat(),
        "starts": one.starts.astimezone(one.zone_or(network.owner.zone)).isoformat(timespec="minutes"),
        "kind": str(one.get_kind_display()),
        "format": str(one.get_format_display()),
        "community": link(place) if place else None,
        "me": str(one.get_mine_display()),
        "my_role": str(one.get_my_role_display()),
        "place": one.place,
        "link": one.link,
    })  # fmt: skip
    guests = network.guests.get(one.pk, [])
    came = [network.people[row.contact_id] for row in guests if row.came]
    invited = [network.people[row.contact_id] for row in guests if not row.came]
    parts = [
        f"{link(network.months[month_of(day)])}{f', {link(place)}' if place else ''}\n\n",
        quoted(own_text(one.about, network.people)) if one.about else "",
        f"## {_('What I took away')}\n\n{quoted(own_text(one.took_away, network.people))}" if one.took_away else "",
        section(_("Who was there"), map(link, came)),
        section(_("Who was invited"), map(link, invited)),
    ]
    return note(head, one.name, parts)


def month_notes(network: Network) -> Iterator[tuple[str, bytes]]:
    for month, name in network.months.items():
        talked = sorted(
            network.talked.get(month, {}).items(), key=lambda pair: (-pair[1], network.people.get(pair[0], ""))
        )
        parts = [
            section(_("Events"), (link(network.events[one.pk]) for one in network.events_of_month.get(month, []))),
            section(
                _("Talks"), (f"{link(network.people[pk])}: {count}" for pk, count in talked if pk in network.people)
            ),
            section(_("Marks"), _marks(network, month)),
        ]
        yield name, note(front_matter({"type": "month", "month": month}), month, parts)


def _marks(network: Network, month: str) -> Iterator[str]:
    for one in network.marks.get(month, []):
        where = network.communities.get(one.community_id or 0)
        for mark in MARKS:
            if (value := getattr(one, mark)) is not None:
                what = str(field_of(Reflection, mark).verbose_name)
                why = one_line(own_text(getattr(one, f"{mark}_note"), network.people, MOST_TEXT))
                yield ", ".join(filter(None, (link(where) if where else "", f"{what}: {value}", why)))


def start_note(network: Network) -> bytes:
    """Where to begin: the months, the communities, and how many notes there are."""
    months = islice(reversed(network.months.values()), 24)
    parts = [
        section(_("Months"), map(link, months)),
        section(_("Communities"), map(link, network.communities.values())),
        section(_("People"), map(link, islice(network.people.values(), 500))),
    ]
    return note(front_matter({"type": "start"}), _("My network"), parts)
