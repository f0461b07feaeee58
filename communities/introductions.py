"""Who introduced me to whom in a community."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from communities.models import Community, Membership
from contacts.models import Contact

MOST = 200


@dataclass
class Introducer:
    """Somebody through whom I know people of a community; `here`: they are one of its people themselves."""

    person: Contact
    introduced: list[Contact] = field(default_factory=list)
    here: bool = False


def introductions_in(community: Community, today: date) -> list[Introducer]:
    """Who introduced me to those who are there today, whoever led to the most first; two queries."""
    here = Membership.objects.filter(owner=community.owner_id, trash=None, contact__trash=None)
    here = here.filter(community=community).on(today)
    led = here.filter(contact__introduced_by__isnull=False, contact__introduced_by__trash=None)
    rows = led.select_related("contact", "contact__introduced_by").order_by("contact__name_key", "pk")
    found: dict[int, Introducer] = {}
    for row in rows[:MOST]:
        person = row.contact.introduced_by
        if person is not None:
            one = found.setdefault(person.pk, Introducer(person))
            if row.contact not in one.introduced:
                one.introduced.append(row.contact)
    there = here.filter(contact__in=[*found]).order_by().values_list("contact_id", flat=True) if found else ()
    for pk in there:
        found[pk].here = True
    return sorted(found.values(), key=lambda one: (-len(one.introduced), one.person.name_key))
