"""The people of the map as a table: with each of them, what the picture draws as lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from communities.mapping.facts import Person, Spot
from communities.mapping.judging import Map
from communities.mapping.links import Links


@dataclass
class PersonRow:
    """Somebody on the map: where they are, who introduced them, and whom else they are linked to."""

    person: Person
    places: list[Spot] = field(default_factory=list)
    introducer: Person | None = None
    linked: list[Person] = field(default_factory=list)


def rows_of(found: Map, people: Iterable[Person]) -> list[PersonRow]:
    """A row for each of some people of the map, with the links that the map shows."""
    links = Links(found.facts.people, found.members, found.introductions, found.relationships, linked=frozenset())
    return rows_by(links, [one.community for one in found.places], people)


def rows_by(links: Links, places: Iterable[Spot], people: Iterable[Person]) -> list[PersonRow]:
    """The same by links that are known at least of these people, with the communities among some."""
    rows = {one.pk: PersonRow(one) for one in people}
    for place in places:
        members = links.members.get(place.pk)
        for pk in members & rows.keys() if members else ():
            rows[pk].places.append(place)
    known = links.people
    for pair in sorted(pair for pair in links.relationships if not rows.keys().isdisjoint(pair)):
        for here, there in (pair, pair[::-1]):
            if here in rows and known[there] not in rows[here].linked:
                rows[here].linked.append(known[there])
    for introducer, introduced in sorted(pair for pair in links.introductions if not rows.keys().isdisjoint(pair)):
        if introduced in rows:
            rows[introduced].introducer = known[introducer]
        if introducer in rows and known[introduced] not in rows[introducer].linked:
            rows[introducer].linked.append(known[introduced])
    return list(rows.values())
