"""The kept numbers of people met and reached follow their facts, whatever changes them and how."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts import kept_people
from contacts.kept_table import DAYS, MONTHS
from contacts.models import Contact, Interaction, Participant
from networking.accounts.models import User
from tests.factories import DAY, make_contact, make_interaction, make_user
from tests.kept_walk import kept_numbers, step

pytestmark = pytest.mark.django_db(transaction=False)
Numbers = dict[tuple[int, int, date], int]
TABLE = kept_people.TABLE.name


def kept(owner: User) -> Numbers:
    return kept_numbers(owner, TABLE, "what", "grain")


def counted(owner: User) -> Numbers:
    """Row by row, by the words of the definition."""
    numbers: Counter[tuple[int, int, date]] = Counter()
    alive = [row for row in Contact._base_manager.filter(owner=owner) if row.trash_id is None]
    for person in alive:
        if person.met_on:
            numbers[kept_people.MET, DAYS, person.met_on] += 1
            numbers[kept_people.MET, MONTHS, person.met_on.replace(day=1)] += 1
        talks = Interaction._base_manager.filter(participant__contact_id=person.pk)
        for month in {talk.day.replace(day=1) for talk in talks if talk.answered and talk.trash_id is None}:
            numbers[kept_people.REACHED, MONTHS, month] += 1
    return dict(numbers)


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_kept_numbers_are_what_the_facts_say(seed: int) -> None:
    owner, chance = make_user(), Random(seed)
    for _ in range(12):
        step(owner, chance)
        assert kept(owner) == counted(owner)
    assert kept_people.recount() == 0


@settings(max_examples=10, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_many_rows_change_in_one_statement(seed: int) -> None:
    """PostgreSQL shows a trigger after a row all of the statement's rows as they are in the end."""
    owner, chance = make_user(), Random(seed)
    for _ in range(8):
        step(owner, chance)
    Participant.objects.filter(owner=owner).update(counted_on=DAY)
    assert kept(owner) == counted(owner)
    Contact.objects.filter(owner=owner).update(met_on=DAY)
    assert kept(owner) == counted(owner)
    trash = make_contact(owner=owner).throw_away()
    Contact.objects.filter(owner=owner).update(trash=trash)
    assert kept(owner) == {}
    Contact.objects.filter(owner=owner).update(trash=None)
    assert kept(owner) == counted(owner)


def test_somebody_is_reached_once_a_month(owner: User) -> None:
    person, other = make_contact(owner=owner, met_on=DAY), make_contact(owner=owner, met_on=None)
    first = make_interaction(owner=owner, contacts=[person])
    make_interaction(owner=owner, contacts=[person, other])
    reached = kept_people.REACHED, MONTHS, DAY.replace(day=1)
    assert kept(owner) == {
        reached: 2,
        (kept_people.MET, DAYS, DAY): 1,
        (kept_people.MET, MONTHS, DAY.replace(day=1)): 1,
    }
    first.throw_away()
    assert kept(owner)[reached] == 2
    Participant.objects.filter(contact=person).delete()
    assert kept(owner)[reached] == 1


def test_a_recount_finds_and_mends_what_is_wrong(owner: User) -> None:
    make_interaction(owner=owner, contacts=[make_contact(owner=owner, met_on=DAY)])
    right = kept(owner)
    assert len(right) == 3
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET number = 5 WHERE what = %s", [kept_people.REACHED])
        cursor.execute(f"DELETE FROM {TABLE} WHERE grain = %s AND what = %s", [DAYS, kept_people.MET])
    assert kept_people.recount() == 2
    assert kept(owner) == right


def test_nothing_stays_of_an_account_that_is_gone(owner: User) -> None:
    make_interaction(owner=owner, contacts=[make_contact(owner=owner, met_on=DAY)])
    pk = owner.pk
    owner.delete()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {TABLE} WHERE owner_id = %s", [pk])
        assert cursor.fetchone()[0] == 0
