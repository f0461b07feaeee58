"""Links of some people, where reading those of everybody would be too much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from communities.ids import filled
from communities.mapping.facts import Days, Person, Row, columns, introductions, pairs, person_of, relationships
from communities.mapping.nearest import Narrowed, fitting
from communities.models import Membership
from contacts.models import Contact, Relationship
from contacts.prepared import prepared

_Pair = tuple[int, int]


@dataclass(frozen=True)
class Links:
    """Where some people are, the pairs that they make with whom the map may show, and who of them has any link.

    `members` holds communities where any of them is.
    """

    people: dict[int, Person]
    members: dict[int, frozenset[int]]
    introductions: frozenset[_Pair]
    relationships: frozenset[_Pair]
    linked: frozenset[int]


def links_of(
    owner: AbstractBaseUser, days: Days, narrowed: Narrowed, *,
    near: list[Person], listed: list[Person], places: set[int],
) -> Links:  # fmt: skip
    """Links of people of the picture among each other, and of those listed in the table with everybody.

    Three queries.
    """
    people = {one.pk: one for one in [*near, *listed]}
    asked = filled(sorted(people))
    members: dict[int, set[int]] = {}
    for place, person in _memberships(owner, days.first, days.last, asked) if asked else ():
        if place in places:
            members.setdefault(place, set()).add(person)
    related = _relationships(owner, days.first, days.last, asked) if asked else []
    inside = set().union(*members.values())
    # Who may stand alone, and who is in the table: their links may lead to people who were not read.
    sought = {one.pk for one in listed} | (people.keys() - inside)
    found = _others(owner, days, narrowed, people, sought, related)
    others = {row[0]: person_of(row) for row in found}
    known = people | others
    led = introductions(known)
    relations = pairs(known, related)
    linked = inside.union(*led, *relations)
    if others and narrowed != Narrowed():
        # Not everybody whom they are linked to is shown.
        shown = people | {row[0]: others[row[0]] for row in found if row[-1]}
        led = introductions(shown)
        relations = pairs(shown, relations)
    return Links(
        people=known,
        members={pk: frozenset(there) for pk, there in members.items()},
        introductions=led,
        relationships=relations,
        linked=frozenset(linked),
    )


def _others(
    owner: AbstractBaseUser, days: Days, narrowed: Narrowed, people: dict[int, Person], sought: set[int],
    related: list[_Pair],
) -> list[Row]:  # fmt: skip
    """Active people who were not read yet, and to whom a link of those sought leads; each row ends with whether the map
    shows them, when it is narrowed."""
    ends = {pk for pair in related if not sought.isdisjoint(pair) for pk in pair}
    ends |= {one for pk in sought if (one := people[pk].introduced_by)}
    if not sought:
        return []
    ids = filled(sorted(sought)), filled(sorted(ends - people.keys()))
    if narrowed == Narrowed():
        said = _led_to(*ids)
    else:
        shown = fitting(owner, days, narrowed).order_by().filter(pk=OuterRef("pk"))
        said = [*_leads(*ids, fits=Exists(shown))]
    return [row for row in said if row[-3:-1] == (None, None) and row[0] not in people]


@prepared
def _led_to(sought: list[int], ends: list[int]) -> QuerySet[Contact, Row]:
    return _leads(sought, ends, fits=Value(value=True))


def _leads(sought: list[int], ends: list[int], *, fits: Value | Exists) -> QuerySet[Contact, Row]:
    # Whom the owner's people lead to is the owner's. Asked for the owner, or who is not in the trash, SQLite would
    # take that for the narrower way and look at everybody.
    rows = Contact.objects.filter(Q(introduced_by__in=sought) | Q(pk__in=ends)).order_by()
    return rows.annotate(fits=fits).values_list(*columns(), "trash", "archived_on", "fits")


@prepared
def _memberships(
    owner: AbstractBaseUser, first: date, last: date, people: list[int]
) -> QuerySet[Membership, tuple[int, int]]:
    # The owner is named because the index that holds the days begins with it.
    rows = Membership.objects.filter(owner=owner.pk, contact__in=people, trash=None).touching(first, last)
    return rows.order_by().values_list("community_id", "contact_id")


@prepared
def _relationships(
    owner: AbstractBaseUser, first: date, last: date, people: list[int]
) -> QuerySet[Relationship, tuple[int, int]]:
    rows = relationships(owner, first, last).filter(Q(contact__in=people) | Q(other__in=people))
    return rows.values_list("contact_id", "other_id")
