"""The kept numbers of talks with members follow their facts, whatever changes them and how."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities import kept_talks
from communities.models import Community, Membership
from contacts.kept_table import DAYS, MONTHS
from contacts.models import Contact, Interaction, Participant
from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_interaction, make_membership, make_user
from tests.kept_walk import kept_numbers, step

pytestmark = pytest.mark.django_db(transaction=False)
Numbers = dict[tuple[int, int, date], int]


def kept(owner: User) -> Numbers:
    return kept_numbers(owner, kept_talks.TABLE, "place", "grain")


def counted(owner: User) -> Numbers:
    """Row by row, by the words of the definition."""
    alive = {row.pk for row in Contact._base_manager.filter(owner=owner) if row.trash_id is None}
    clubs = {row.pk: row for row in Community._base_manager.filter(owner=owner)}
    ties = [row for row in Membership._base_manager.filter(owner=owner) if row.trash_id is None]
    parts = [row for row in Participant._base_manager.filter(owner=owner) if row.contact_id in alive]
    numbers: Counter[tuple[int, int, date]] = Counter()
    for talk in Interaction._base_manager.filter(owner=owner):
        if talk.trash_id is not None or not talk.answered:
            continue
        with_whom = {part.contact_id for part in parts if part.interaction_id == talk.pk}
        ways = [tie for tie in ties if tie.contact_id in with_whom and tie.contains(talk.day)]
        places = {tie.community_id for tie in ways}
        chosen = (clubs[tie.community_id] for tie in ways)
        places |= {-1 if one.family == "internal" else -2 for one in chosen if one.trash_id is None}
        for place in places | {kept_talks.EVERYWHERE}:
            numbers[place, DAYS, talk.day] += 1
            numbers[place, MONTHS, talk.day.replace(day=1)] += 1
    return dict(numbers)


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_kept_numbers_are_what_the_facts_say(seed: int) -> None:
    owner, chance = make_user(), Random(seed)
    for _ in range(12):
        step(owner, chance)
        assert kept(owner) == counted(owner)
    assert kept_talks.recount() == 0


@settings(max_examples=10, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_many_people_are_thrown_away_in_one_statement(seed: int) -> None:
    """PostgreSQL shows a trigger after a row all of the statement's rows as they are in the end."""
    owner, chance = make_user(), Random(seed)
    for _ in range(8):
        step(owner, chance)
    trash = make_contact(owner=owner).throw_away()
    Contact.objects.filter(owner=owner).update(trash=trash)
    assert kept(owner) == counted(owner)
    assert {place for place, _grain, _first in kept(owner)} <= {kept_talks.EVERYWHERE}
    Contact.objects.filter(owner=owner).update(trash=None)
    assert kept(owner) == counted(owner)
    Community.objects.filter(owner=owner).update(trash=trash)
    assert kept(owner) == counted(owner)
    assert not any(place < 0 for place, _grain, _first in kept(owner))


def test_a_recount_finds_and_mends_what_is_wrong(owner: User) -> None:
    club, person = make_community(owner=owner), make_contact(owner=owner)
    make_membership(contact=person, community=club)
    make_interaction(owner=owner, contacts=[person])
    right = kept(owner)
    assert len(right) == 6
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {kept_talks.TABLE} SET number = 5 WHERE grain = 0 AND place = %s", [club.pk])
        cursor.execute(f"DELETE FROM {kept_talks.TABLE} WHERE grain = 1 AND place = %s", [club.pk])
    assert kept_talks.recount() == 2
    assert kept(owner) == right


def test_nothing_stays_of_an_account_that_is_gone(owner: User) -> None:
    club, person = make_community(owner=owner), make_contact(owner=owner)
    make_membership(contact=person, community=club)
    make_interaction(owner=owner, contacts=[person])
    pk = owner.pk
    owner.delete()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {kept_talks.TABLE} WHERE owner_id = %s", [pk])
        assert cursor.fetchone()[0] == 0
