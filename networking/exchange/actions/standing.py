"""What stands in the network about some people, read at once to compare a file with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from contacts.models import Channel, Contact, ImportantDate, Participant

NAMES = ("given_name", "patronymic", "family_name")
FIELDS = (*NAMES, "nickname", "company", "position", "department", "city", "how_met", "met_on")
_READ = (*FIELDS, "about", "photo")


@dataclass(slots=True)
class Standing:
    """One person: columns by name, addresses and dates without their labels, folded tags, days of talks."""

    values: dict[str, Any]
    channels: set[tuple[str, str]] = field(default_factory=set)
    dates: list[tuple[str, int, int]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    talked: set[date] = field(default_factory=set)


def standing_of(owner: AbstractBaseUser, pks: Collection[int]) -> dict[int, Standing]:
    """The people of an owner by their ids, in five queries; plain values, because objects would be most of the work."""
    if not pks:
        return {}
    people = Contact.objects.for_owner(owner).filter(pk__in=pks).values_list("pk", *_READ)
    found = {pk: Standing(dict(zip(_READ, values, strict=True))) for pk, *values in people}
    channels = Channel.objects.filter(contact__in=found).values_list("contact_id", "kind", "value_folded")
    for pk, kind, value in channels:
        found[pk].channels.add((kind, value))
    dates = ImportantDate.objects.filter(contact__in=found, trash=None)
    for pk, kind, month, day in dates.values_list("contact_id", "kind", "month", "day"):
        found[pk].dates.append((kind, month, day))
    tags = Contact.tags.through.objects.filter(contact__in=found)
    for pk, folded in tags.values_list("contact_id", "tag__folded"):
        found[pk].tags.add(folded)
    for pk, days in talked_on(owner, found).items():
        found[pk].talked = days
    return found


def talked_on(owner: AbstractBaseUser, pks: Collection[int]) -> dict[int, set[date]]:
    """The days on which something passed with each of some people."""
    found: dict[int, set[date]] = defaultdict(set)
    parts = Participant.objects.for_owner(owner).filter(contact__in=pks)
    for pk, day in parts.values_list("contact_id", "interaction__day"):
        found[pk].add(day)
    return found
