"""Who introduced me to whom in a community."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from communities.ids import filled
from communities.models import Community, Membership, MembershipQuerySet
from contacts.models import Contact
from contacts.models.contact import NAMES
from contacts.prepared import prepared
from contacts.text import said_name

# So many people there to whom somebody introduced me are told at most.
MOST = 200


class Introduced(NamedTuple):
    """Somebody to whom I was introduced: as little of a person as a link needs."""

    pk: int
    name: str


@dataclass
class Introducer:
    """Somebody through whom I know people of a community; `here`: they are one of its people themselves."""

    person: Contact
    introduced: list[Introduced] = field(default_factory=list)
    here: bool = False


def introductions_in(community: Community, today: date) -> tuple[list[Introducer], bool]:
    """Who introduced me to those who are there today, whoever led to the most first, and whether there are more than
    are told; two queries.

    Of very many people those are told who were added first: they are read until there are enough.
    """
    owner, led = community.owner_id, dict[int, dict[int, Introduced]]()
    rows = _led(owner, community.pk, today)
    for leader, pk, given, family, nickname, _key in sorted(rows[:MOST], key=lambda row: (row[-1], row[1])):
        led.setdefault(leader, {})[pk] = Introduced(pk, said_name(given, family, nickname))
    people = _introducers(owner, community.pk, today, filled([*led])) if led else []
    found = [Introducer(one, [*led[one.pk].values()], bool(one.here)) for one in people]  # type: ignore[attr-defined]  # as annotated
    return sorted(found, key=lambda one: (-len(one.introduced), one.person.name_key)), len(rows) > MOST


@prepared
def _led(owner: int, community: int, today: date) -> QuerySet[Membership, tuple[Any, ...]]:
    led = _here(owner, community, today).filter(contact__introduced_by__trash=None, contact__introduced_by__gt=0)
    rows = led.values_list("contact__introduced_by", "contact", *(f"contact__{name}" for name in _CALLED))
    return rows.order_by("contact_id", "pk")[: MOST + 1]


@prepared
def _introducers(owner: int, community: int, today: date, people: list[int]) -> QuerySet[Contact]:
    here = _here(owner, community, today).filter(contact=OuterRef("pk")).order_by()
    return (
        Contact.objects.filter(pk__in=people).only(*NAMES, "name_key", "photo").annotate(here=Exists(here)).order_by()
    )


def _here(owner: int, community: int, today: date) -> MembershipQuerySet:
    here = Membership.objects.filter(owner=owner, community=community, trash=None, contact__trash=None)
    return here.on(today)


_CALLED = ("given_name", "family_name", "nickname", "name_key")
