from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, QuerySet

from communities.as_kept import as_kept, day_of
from communities.models import Membership
from contacts.addresses import address
from contacts.models import Participant, Relationship
from contacts.prepared import prepared
from contacts.text import said_name


class Person(NamedTuple):
    """Somebody on the map: as little of a contact as the map needs."""

    pk: int
    name: str
    tie: int
    introduced_by: int | None


class Spot(NamedTuple):
    """A community on the map: as little of it as the map needs, and what the database says of it when it is asked.

    `enough`: I reach three people there. `deep`: with one of them the tie is as deep as talking.
    """

    pk: int
    name: str
    name_key: str
    kind: str
    enough: bool = False
    deep: bool = False

    def get_absolute_url(self) -> str:
        return address("communities:community", self.pk)


class Days(NamedTuple):
    """Memberships and relationships that touch `first`–`last` hold; talks count from `talks_first` to `talks_last`."""

    first: date
    last: date
    talks_first: date
    talks_last: date

    @classmethod
    def of(cls, today: date, since: date | None, until: date | None, talks_since: date | None) -> Self:
        """An open end is None, and no talk lies ahead of today."""
        return cls(since or date.min, until or date.max, talks_since or date.min, min(until or today, today))

    @property
    def are_one(self) -> bool:
        """Whether it is asked who is there on one day, and was ever talked to by then."""
        return self.first == self.last == self.talks_last and self.talks_first == date.min


@dataclass(frozen=True)
class Facts:
    """Communities and active people of an owner by id, in the order of names, and the links between them."""

    places: dict[int, Spot]
    people: dict[int, Person]
    members: dict[int, frozenset[int]]
    introductions: frozenset[tuple[int, int]]
    relationships: frozenset[tuple[int, int]]
    talked: frozenset[int]


Row = tuple[Any, ...]


def columns() -> tuple[Any, ...]:
    """What a row says of somebody: their names, and what links them to others."""
    return ("pk", "given_name", "family_name", "nickname", "tie", "introduced_by_id", as_kept("last_on"), "name_key")


def person_of(row: Row) -> Person:
    pk, given, family, nickname, tie, introducer = row[:6]
    return Person(pk, said_name(given, family, nickname), tie or 0, introducer)


def facts_of(owner: AbstractBaseUser, days: Days, places: Iterable[Spot], rows: list[Row]) -> Facts:
    """Everything that the map is made from, from communities and all active people as `columns()` in any order.

    Two queries; a third when somebody was talked to after the last day. Introductions have no end, and always hold.
    """
    known = {one.pk: one for one in places}
    people = {row[0]: person_of(row) for row in sorted(rows, key=lambda row: (row[7], row[0]))}
    # Whether a community or a person is in the trash is known here already: tables need not be joined for it.
    members: dict[int, set[int]] = {pk: set() for pk in known}
    for place, person in _memberships(owner, days.first, days.last):
        if person in people and place in members:
            members[place].add(person)
    return Facts(
        places=known,
        people=people,
        members={pk: frozenset(there) for pk, there in members.items()},
        introductions=introductions(people),
        relationships=pairs(people, _relationships(owner, days.first, days.last)),
        talked=frozenset(_talked(owner, {row[0]: day_of(row[6]) for row in rows}, days)),
    )


@prepared
def _memberships(owner: AbstractBaseUser, first: date, last: date) -> QuerySet[Membership, tuple[int, int]]:
    rows = Membership.objects.filter(owner=owner.pk, trash=None).touching(first, last).order_by()
    return rows.values_list("community_id", "contact_id")


@prepared
def _relationships(owner: AbstractBaseUser, first: date, last: date) -> QuerySet[Relationship, tuple[int, int]]:
    return relationships(owner, first, last).values_list("contact_id", "other_id")


def relationships(owner: AbstractBaseUser, first: date, last: date) -> QuerySet[Relationship]:
    """Relationships that share a day with some days; an unknown beginning or end is open."""
    rows = Relationship.objects.filter(owner=owner.pk, trash=None).order_by()
    return rows.filter(Q(since=None) | Q(since__lte=last), Q(until=None) | Q(until__gte=first))


def introductions(people: dict[int, Person]) -> frozenset[tuple[int, int]]:
    """Pairs of people on the map of whom the first introduced the second."""
    found = ((one.introduced_by, one.pk) for one in people.values())
    return frozenset((leader, pk) for leader, pk in found if leader is not None and leader in people)


def pairs(people: dict[int, Person], found: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Pairs of people on the map, each pair once, however many things they are to each other."""
    return frozenset((min(pair), max(pair)) for pair in found if pair[0] in people and pair[1] in people)


def _talked(owner: AbstractBaseUser, last: dict[int, date | None], days: Days) -> Iterable[int]:
    """Who was talked to in some days: the kept last day says it of all but those whose last talk came later."""
    first, until = days.talks_first, days.talks_last
    later = {pk for pk, day in last.items() if day and day > until}
    yield from (pk for pk, day in last.items() if day and first <= day <= until)
    if later:
        talks = Participant.objects.filter(owner=owner.pk).counted(until).filter(counted_on__gte=first).order_by()
        yield from later.intersection(talks.values_list("contact_id", flat=True).distinct())
