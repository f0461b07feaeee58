"""The database refuses to join two owners' rows, whatever the code above it forgets."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from contacts.models import Contact, Participant, Promise
from contacts.owned import Owned, owned_links
from contacts.owner_guard import links
from networking.accounts.models import User
from tests.factories import DAY, make_contact, make_interaction, make_promise, make_tag


def test_every_link_between_owned_models_is_guarded() -> None:
    expected = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if issubclass(model, Owned)
        for field in owned_links(model)
    }
    many = {("contacts_contact_tags", "tag_id")}
    assert {(link.table, link.column) for link in links()} == expected | many
    assert ("contacts_participant", "contact_id") in expected
    assert ("communities_attendance", "interaction_id") in expected


def test_insert_across_owners_is_refused(owner: User, stranger: User) -> None:
    theirs = make_contact(owner=stranger)
    with pytest.raises(IntegrityError, match="one owner"), transaction.atomic():
        Promise.objects.create(owner=owner, contact=theirs, text="x", made_on=DAY)
    assert make_promise(contact=theirs).owner == stranger


def test_update_across_owners_is_refused(owner: User, stranger: User) -> None:
    mine, theirs = make_contact(owner=owner), make_contact(owner=stranger)
    promise = make_promise(contact=mine)
    with pytest.raises(IntegrityError, match="one owner"), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(contact=theirs)
    with pytest.raises(IntegrityError, match="one owner"), transaction.atomic():
        Contact.objects.filter(pk=mine.pk).update(introduced_by=theirs)
    assert Promise.objects.filter(pk=promise.pk).update(contact=make_contact(owner=owner)) == 1


def test_bulk_insert_across_owners_is_refused(owner: User, stranger: User) -> None:
    interaction = make_interaction(owner=owner, contacts=[])
    rows = [Participant(owner=owner, interaction=interaction, contact=make_contact(owner=stranger))]
    with pytest.raises(IntegrityError, match="one owner"), transaction.atomic():
        Participant.objects.bulk_create(rows)


def test_a_strangers_tag_is_refused(owner: User, stranger: User) -> None:
    mine = make_contact(owner=owner)
    with pytest.raises(IntegrityError, match="one owner"), transaction.atomic():
        mine.tags.add(make_tag(owner=stranger))
    mine.tags.add(make_tag(owner=owner))
    assert mine.tags.count() == 1


def test_guards_exist_in_this_database(db: None) -> None:
    query = (
        "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'one_owner_%'"
        if connection.vendor == "postgresql"
        else "SELECT count(*) / 2 FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'one_owner_%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchone()[0] == len(links())
