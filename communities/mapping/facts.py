from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q

from communities.models import Community, Membership
from contacts.models import Contact, Participant, Relationship


class Person(NamedTuple):
    """Somebody on the map: as little of a contact as the map needs."""

    pk: int
    name: str
    tie: int
    introduced_by: int | None


@dataclass(frozen=True)
class Facts:
    """Communities and active people of an owner by id, in the order of names, and the links between them."""

    places: dict[int, Community]
    people: dict[int, Person]
    members: dict[int, frozenset[int]]
    introductions: frozenset[tuple[int, int]]
    relationships: frozenset[tuple[int, int]]
    talked: frozenset[int]


def facts_of(
    owner: AbstractBaseUser, today: date, since: date | None, until: date | None, talks_since: date | None
) -> Facts:
    """Everything that the map is made from, in four queries; a fifth when somebody was talked to after `until`.

    Memberships and relationships that touch the days `since` to `until`, talks that count from `talks_since` to
    `until`; an open end is None, and no talk lies ahead of today. Introductions have no end, and always hold.
    """
    places = {one.pk: one for one in Community.objects.for_owner(owner).only("name", "name_key", "kind", "family")}
    last: dict[int, date | None] = {}
    people = {one.pk: one for one in _people(owner, last)}
    members: dict[int, set[int]] = {pk: set() for pk in places}
    # Whether a community or a person is in the trash is known here already: tables need not be joined for it.
    rows = Membership.objects.filter(owner=owner.pk, trash=None).touching(since, until).order_by()
    for place, person in rows.values_list("community_id", "contact_id"):
        if person in people and place in members:
            members[place].add(person)
    return Facts(
        places=places,
        people=people,
        members={pk: frozenset(there) for pk, there in members.items()},
        introductions=frozenset((one.introduced_by, one.pk) for one in people.values() if one.introduced_by in people),
        relationships=_known(people, _relationships(owner, since, until)),
        talked=frozenset(_talked(owner, last, talks_since, min(until or today, today))),
    )


def _people(owner: AbstractBaseUser, last: dict[int, date | None]) -> Iterable[Person]:
    """Active people; the latest day of a talk with each of them is put into `last`."""
    names = ("given_name", "family_name", "nickname")
    rows = Contact.objects.for_owner(owner).active().values_list("pk", *names, "tie", "introduced_by_id", "last_on")
    for pk, given, family, nickname, tie, introducer, day in rows:
        last[pk] = day
        yield Person(pk, " ".join(filter(None, (given, family))) or nickname, tie or 0, introducer)


def _relationships(owner: AbstractBaseUser, since: date | None, until: date | None) -> Iterable[tuple[int, int]]:
    rows = Relationship.objects.for_owner(owner).order_by()
    if until is not None:
        rows = rows.filter(Q(since=None) | Q(since__lte=until))
    if since is not None:
        rows = rows.filter(Q(until=None) | Q(until__gte=since))
    return rows.values_list("contact_id", "other_id")


def _known(people: dict[int, Person], pairs: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Pairs of people on the map, each pair once, however many things they are to each other."""
    return frozenset((min(pair), max(pair)) for pair in pairs if pair[0] in people and pair[1] in people)


def _talked(owner: AbstractBaseUser, last: dict[int, date | None], since: date | None, until: date) -> Iterable[int]:
    """Who was talked to in some days: the kept last day says it of all but those whose last talk came later."""
    first = since or date.min
    later = {pk for pk, day in last.items() if day and day > until}
    yield from (pk for pk, day in last.items() if day and first <= day <= until)
    if later:
        talks = Participant.objects.filter(owner=owner.pk).counted(until).filter(counted_on__gte=first).order_by()
        yield from later.intersection(talks.values_list("contact_id", flat=True).distinct())
