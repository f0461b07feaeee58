"""The people around a person as their page shows them: who each of them is to the person, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser

from contacts.models import Contact, Relationship


@dataclass(frozen=True)
class Side:
    """A relationship seen from one of its two people: the other one, and what they are to the first."""

    relationship: Relationship
    who: Contact
    label: str
    is_over: bool


def seen_from(relationship: Relationship, person: Contact, today: date) -> Side:
    """A relationship from a person's side."""
    if relationship.contact_id == person.pk:
        return Side(relationship, relationship.other, relationship.back_label, relationship.is_over(today))
    return Side(relationship, relationship.contact, relationship.label, relationship.is_over(today))


def relationships_of(owner: AbstractBaseUser, person: Contact, today: date) -> list[Side]:
    """Everybody around a person, those that hold first; one query."""
    rows = Relationship.objects.for_owner(owner).touching(person).select_related("contact", "other", "own_kind")
    sides = [seen_from(row, person, today) for row in rows]
    return sorted(sides, key=lambda side: (side.is_over, side.who.name_key, side.relationship.pk))
