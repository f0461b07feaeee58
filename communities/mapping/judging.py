"""What the map says in words: where ties are thin, who stands alone, who bridges communities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from communities.mapping.bridges import Bridge, bridges
from communities.mapping.facts import Facts, Person, Spot
from communities.mapping.nearest import Narrowed
from contacts.models import Tie

FEW = 2
TWO = 2
MOST_PLACES = 100


class Place(NamedTuple):
    """A community on the map: how many people are there, how many of them I reach, and the deepest tie among them.

    `few`: I reach two people at most. `shallow`: with nobody there is the tie as deep as talking.
    """

    community: Spot
    there: int
    reached: int
    deepest: int
    few: bool
    shallow: bool

    @property
    def thin(self) -> bool:
        return self.few or self.shallow

    @classmethod
    def counted(cls, community: Spot, there: int, reached: int, deepest: int) -> Place:
        return cls(community, there, reached, deepest, few=reached <= FEW, shallow=deepest < Tie.TALKING)

    @classmethod
    def enough(cls, community: Spot) -> Place:
        """One that is no thin spot, of which nobody asks for the numbers."""
        return cls(community, FEW + 1, FEW + 1, 0, few=False, shallow=False)


@dataclass(frozen=True)
class Map:
    """What is shown: communities, people and the links between them, and what is to be said of it.

    When there are more than the map has room for, `people` are the nearest of `everybody`, of `places` only some are
    drawn, and links are known of those people and of the page of the table.
    """

    facts: Facts
    places: list[Place]
    people: list[Person]
    members: dict[int, frozenset[int]]
    introductions: frozenset[tuple[int, int]]
    relationships: frozenset[tuple[int, int]]
    bridges: list[Bridge]
    alone: list[Person]
    everybody: int

    @cached_property
    def thin(self) -> list[Place]:
        """Thin spots, the thinnest first."""
        return thinnest(self.places)

    @cached_property
    def drawn(self) -> list[Place]:
        """Communities that the picture has room for: those with most of its people, in the order of names."""
        if len(self.places) <= MOST_PLACES:
            return self.places
        ranked = sorted(self.places, key=lambda one: -len(self.of_the_picture[one.community.pk]))
        room = {one.community.pk for one in ranked[:MOST_PLACES]}
        return [one for one in self.places if one.community.pk in room]

    @cached_property
    def of_the_picture(self) -> dict[int, frozenset[int]]:
        """Who of the people of the picture is in each community."""
        people = {one.pk for one in self.people}
        return {pk: there & people for pk, there in self.members.items()}

    @property
    def whole(self) -> bool:
        """Everybody and everything has room."""
        return len(self.people) == self.everybody and len(self.drawn) == len(self.places)


def thinnest(places: Iterable[Place]) -> list[Place]:
    """The thin spots among communities, the thinnest first."""
    return sorted((one for one in places if one.thin), key=lambda one: (one.reached, one.deepest))


def reached(facts: Facts) -> frozenset[int]:
    """People whom I reach: acquainted at least, or talked to in the period. Who only came with a list is neither."""
    return facts.talked | {one.pk for one in facts.people.values() if one.tie >= Tie.ACQUAINTED}


def place_of(facts: Facts, pk: int, within_reach: frozenset[int]) -> Place:
    """A community by all of its active people, whatever the map is narrowed to."""
    there = facts.members[pk]
    deepest = max((facts.people[one].tie for one in there), default=0)
    return Place.counted(facts.places[pk], len(there), len(there & within_reach), deepest)


def alone(facts: Facts) -> frozenset[int]:
    """People without any link: in no community, introduced by nobody and introducing nobody, related to nobody."""
    linked = {one for there in facts.members.values() for one in there}
    for pair in facts.introductions | facts.relationships:
        linked.update(pair)
    return frozenset(facts.people) - linked


def map_of(facts: Facts, narrowed: Narrowed) -> Map:
    """The map narrowed to kinds of communities, ties from a depth on, and people talked to (`yes`) or not (`no`).

    Thin spots and who stands alone are said of all facts of the period; who bridges communities, of what is shown.
    """
    kinds = narrowed.kinds
    shown = {pk for pk, one in facts.places.items() if kinds is None or one.kind in kinds}
    fitting = {one.pk for one in facts.people.values() if _fits(one, facts, narrowed)}
    if kinds is not None:
        fitting &= {one for pk in shown for one in facts.members[pk]}
    members = {pk: facts.members[pk] & fitting for pk in sorted(shown)}
    introductions = frozenset(pair for pair in facts.introductions if fitting.issuperset(pair))
    related = frozenset(pair for pair in facts.relationships if fitting.issuperset(pair))
    within_reach, lone = reached(facts), alone(facts) & fitting
    people = [one for pk, one in facts.people.items() if pk in fitting]
    return Map(
        facts=facts,
        places=[place_of(facts, pk, within_reach) for pk in facts.places if pk in shown],
        people=people,
        members=members,
        introductions=introductions,
        relationships=related,
        bridges=bridges_of(facts, members, introductions | related),
        alone=[one for one in people if one.pk in lone],
        everybody=len(people),
    )


def bridges_of(facts: Facts, members: dict[int, frozenset[int]], pairs: Iterable[tuple[int, int]]) -> list[Bridge]:
    """Who bridges communities, whoever would leave most of them apart first."""
    found = bridges(_neighbours(members, pairs), [-pk for pk in members])
    return sorted(found, key=lambda one: (-one.saved, -facts.people[one.person].tie, one.person))


def _fits(person: Person, facts: Facts, narrowed: Narrowed) -> bool:
    talks = narrowed.talks
    return person.tie >= narrowed.tie and (not talks or (person.pk in facts.talked) is (talks == "yes"))


def _neighbours(members: dict[int, frozenset[int]], pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """The graph as `bridges` reads it, as small as it may be: a community stands under its id with a minus.

    Somebody linked to one community and nothing else bridges nothing. Of those who are in exactly the same
    communities and linked to nobody, no one is alone in joining them, and two stand for them all.
    """
    found: dict[int, list[int]] = {}
    for place, there in members.items():
        for one in there:
            found.setdefault(one, []).append(-place)
    related: dict[int, list[int]] = {}
    for one, other in pairs:
        related.setdefault(one, []).append(other)
        related.setdefault(other, []).append(one)
    alike: dict[tuple[int, ...], int] = {}
    for one in [one for one in found if one not in related]:
        places = tuple(found[one])
        alike[places] = alike.get(places, 0) + 1
        if len(places) < TWO or alike[places] > TWO:
            del found[one]
    for one, others in related.items():
        found.setdefault(one, []).extend(others)
    for one in [*found]:
        for place in found[one]:
            if place < 0:
                found.setdefault(place, []).append(one)
    return found
