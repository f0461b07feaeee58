"""Who introduced me to whom in a community."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from communities.models import Community, Membership, MembershipQuerySet
from contacts.models import Contact
from contacts.models.contact import NAMES
from contacts.prepared import prepared

MOST = 200


@dataclass
class Introducer:
    """Somebody through whom I know people of a community; `here`: they are one of its people themselves."""

    person: Contact
    introduced: list[Contact] = field(default_factory=list)
    here: bool = False


def introductions_in(community: Community, today: date) -> list[Introducer]:
    """Who introduced me to those who are there today, whoever led to the most first; two queries."""
    found: dict[int, Introducer] = {}
    for row in _led(community.owner_id, community.pk, today):
        person = row.contact.introduced_by
        if person is not None:
            one = found.setdefault(person.pk, Introducer(person))
            if row.contact not in one.introduced:
                one.introduced.append(row.contact)
    for (pk,) in _among(community.owner_id, community.pk, today, [*found]) if found else ():
        found[pk].here = True
    return sorted(found.values(), key=lambda one: (-len(one.introduced), one.person.name_key))


@prepared
def _led(owner: int, community: int, today: date) -> QuerySet[Membership]:
    led = _here(owner, community, today).filter(contact__introduced_by__trash=None, contact__introduced_by__gt=0)
    rows = led.select_related("contact", "contact__introduced_by").only(*_NAMED)
    return rows.order_by("contact__name_key", "pk")[:MOST]


@prepared
def _among(owner: int, community: int, today: date, people: list[int]) -> QuerySet[Membership, tuple[int]]:
    return _here(owner, community, today).filter(contact__in=people).order_by().values_list("contact_id")


def _here(owner: int, community: int, today: date) -> MembershipQuerySet:
    here = Membership.objects.filter(owner=owner, community=community, trash=None, contact__trash=None)
    return here.on(today)


_SHOWN = (*NAMES, "name_key", "photo")
_NAMED = [f"contact__{name}" for name in ("introduced_by", *_SHOWN)] + [
    f"contact__introduced_by__{name}" for name in _SHOWN
]
