"""Rows from plain values are those that `bulk_create` makes of objects."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from contacts.finding.keys import kept_keys
from contacts.inserting import insert
from contacts.models import Channel, Contact, Mention
from contacts.recounting import recount
from networking.accounts.models import User
from tests.factories import make_contact

_OWN = ("id", "created_at", "updated_at")


def _said(row: models.Model) -> dict[str, Any]:
    fields = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in fields if name not in _OWN}


def test_a_person_is_the_same_either_way(owner: User) -> None:
    said = {"given_name": "Анна", "family_name": "Львова", "company": "ООО Ёлка", "city": "Орёл", "about": "Встречи"}
    said |= {"how_met": "в поезде"}
    one = Contact(owner=owner, met_on=date(2024, 2, 29), roles=["mentor"], **said)
    one.refresh_keys()
    Contact.objects.bulk_create([one])
    names = ("owner_id", "met_on", "roles", "name_key", "search_text", *said)
    values = (owner.pk, date(2024, 2, 29), ["mentor"], one.name_key, one.search_text, *said.values())
    first, second = insert(Contact, names, [values, values])
    one.refresh_from_db()
    assert first < second
    assert _said(Contact.objects.get(pk=first)) == _said(Contact.objects.get(pk=second)) == _said(one)
    assert Contact.objects.get(pk=first).created_at


def test_a_channel_is_found_by_its_parts(owner: User) -> None:
    contact = make_contact(owner=owner)
    said = {"kind": "email", "value": "Anna@Example.org", "value_folded": "anna@example.org"}
    one = Channel(owner=owner, contact=contact, **said)
    Channel.objects.bulk_create([one])
    (pk,) = insert(Channel, ("owner_id", "contact_id", *said), [(owner.pk, contact.pk, *said.values())])
    one.refresh_from_db()
    assert _said(Channel.objects.get(pk=pk)) == _said(one)


def test_mentions_are_kept_and_nothing_kept_is_wrong(owner: User) -> None:
    vera = make_contact(owner=owner)
    names = ("owner_id", "given_name", "about", "name_key", "search_text", "reckoned_on")
    keys, day = kept_keys(["Пётр", "", "", ""], []), date(2024, 1, 1)
    (pk,) = insert(Contact, names, [(owner.pk, "Пётр", f"брат @[Вера #{vera.pk}]", *keys, day)])
    assert [*Mention.objects.values_list("about_id", "contact_id")] == [(pk, vera.pk)]
    assert [one.what for one in recount() if one.wrong] == []


def test_rows_of_two_owners_are_not_joined(owner: User, stranger: User) -> None:
    theirs, names = make_contact(owner=stranger), ("owner_id", "contact_id", "kind", "value", "value_folded")
    with pytest.raises(IntegrityError, match="one owner"), transaction.atomic():
        insert(Channel, names, [(owner.pk, theirs.pk, "other", "x", "x")])
    assert insert(Channel, names, []) == []
