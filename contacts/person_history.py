"""What changed in a person's record and when, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from contacts.models import Change, Contact, ContactRole
from contacts.models.change import TOLD
from contacts.owned import AnyUser

MOST = 200


@dataclass(frozen=True)
class ChangedField:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeInWords:
    at: datetime
    fields: list[ChangedField]


def person_history(owner: AnyUser, contact: Contact) -> list[ChangeInWords]:
    """The latest changes of a person, the newest first, at most 200; two queries."""
    changes = [*Change.objects.for_owner(owner).filter(contact=contact)[:MOST]]
    names = _names(owner, changes)
    return [ChangeInWords(one.created_at, _fields(one, names)) for one in changes]


def _names(owner: AnyUser, changes: Iterable[Change]) -> dict[int, str]:
    """The names of the owner's people that the changes speak of; who is deleted has none."""
    ids = {pk for one in changes for pk in one.fields.get("introduced_by_id", ()) if pk}
    return {pk: person.name for pk, person in Contact.objects.for_owner(owner).in_bulk(ids).items()}


def _fields(change: Change, names: dict[int, str]) -> list[ChangedField]:
    told = [(name, change.fields[name]) for name in TOLD if name in change.fields]
    return [
        ChangedField(_label(name), _in_words(name, before, names), _in_words(name, after, names))
        for name, (before, after) in told
    ]


def _label(name: str) -> str:
    return str(Contact._meta.get_field(name.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]


def _in_words(name: str, value: Any, names: dict[int, str]) -> str:
    """A stored value as its owner reads it; a dash for nothing."""
    if value in (None, "", []):
        return "—"
    if name == "introduced_by_id":
        return names.get(value, "—")
    if name == "roles":
        labels = dict(ContactRole.choices)
        return ", ".join(str(labels.get(role, role)) for role in value)
    if name in ("met_on", "archived_on"):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    choices = dict(Contact._meta.get_field(name).choices or ())  # type: ignore[union-attr]
    return str(choices.get(value, value))
