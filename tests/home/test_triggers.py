"""Each `migrate` fills in what the database keeps, in the order in which one thing follows from another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from communities import kept_talks
from contacts import kept_days, triggers
from contacts.models import Contact, Participant
from networking.accounts.models import User
from networking.home.rhythm import kept
from tests.factories import make_community, make_contact, make_interaction, make_membership

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 7)


def _kept_talks(owner: User) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {kept_talks.TABLE} WHERE owner_id = %s AND number = 1", [owner.pk])
        return int(cursor.fetchone()[0])


def test_a_migrate_fills_in_what_was_written_without_triggers(owner: User) -> None:
    person = make_contact(owner=owner, cadence_ideal=30)
    make_membership(contact=person, community=make_community(owner=owner))
    triggers.drop_before_migrate()
    make_interaction(owner=owner, contacts=[person], day=DAY)
    assert (Participant.objects.get(contact=person).counted_on, _kept_talks(owner)) == (None, 0)
    connection.check_constraints()  # else what waits for the end of the test would be in the way of an index
    call_command("migrate", verbosity=0)
    now = Contact.objects.get(pk=person.pk)
    assert Participant.objects.get(contact=person).counted_on == DAY
    assert (now.last_on, now.due_on) == (DAY, DAY + timedelta(days=30))
    # Everywhere, in the family and in the community: by day and by month.
    assert _kept_talks(owner) == 6
    assert (kept_days.recount(), kept_talks.recount(), kept.recount()) == (0, 0, 0)


def test_the_triggers_are_there_after_a_migrate(owner: User) -> None:
    call_command("migrate", verbosity=0)
    person = make_contact(owner=owner, cadence_ideal=30)
    make_interaction(owner=owner, contacts=[person], day=DAY)
    now = Contact.objects.get(pk=person.pk)
    assert (now.last_on, now.due_on) == (DAY, DAY + timedelta(days=30))
