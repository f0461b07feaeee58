"""`{% told_apart people as rows %}`: people of one name, each with what tells them from the others."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contacts.mentions.tokens import plain
from contacts.models import Contact

register = template.Library()


@register.simple_tag
def told_apart(people: Sequence[Contact]) -> list[tuple[Contact, str]]:
    """Work, city, an address and where we met, of each what is known; one query."""
    prefetch_related_objects(people, "channels")
    return [(one, " · ".join(filter(None, _marks(one)))) for one in people]


def _marks(person: Contact) -> tuple[str, ...]:
    channels = list(person.channels.all())
    address = channels[0].value if channels else ""
    known = (person.work, person.city, address, plain(person.how_met))
    if any(known):
        return known
    return (_("met on %(day)s") % {"day": date_format(person.met_on, "j E Y")} if person.met_on else _added(person),)


def _added(person: Contact) -> str:
    return _("added on %(day)s") % {"day": date_format(person.created_at, "j E Y")}
