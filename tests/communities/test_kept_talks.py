"""The kept numbers of talks with members follow their facts, whatever changes them and how."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities import kept_talks
from communities.models import Community, Membership
from contacts.actions.merging import MergeRefused, merge, unmerge
from contacts.models import Contact, Interaction, Merge, Participant, Trash
from networking.accounts.models import User
from tests.factories import DAY, make_community, make_contact, make_interaction, make_membership, make_user

pytestmark = pytest.mark.django_db(transaction=False)
Numbers = dict[tuple[int, int, date], int]


def kept(owner: User) -> Numbers:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place, grain, first, number FROM {kept_talks.TABLE} WHERE owner_id = %s", [owner.pk])
        return {
            (place, grain, first if isinstance(first, date) else date.fromisoformat(first)): number
            for place, grain, first, number in cursor.fetchall()
            if number
        }


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
            numbers[place, kept_talks.DAYS, talk.day] += 1
            numbers[place, kept_talks.MONTHS, talk.day.replace(day=1)] += 1
    return dict(numbers)


def some_day(chance: Random) -> date:
    return DAY + timedelta(days=chance.randint(-50, 50))


def period(chance: Random) -> dict[str, Any]:
    since, until = sorted([some_day(chance), some_day(chance)])
    return {"since": chance.choice([None, since]), "until": chance.choice([None, until])}


def step(owner: User, chance: Random) -> None:
    """One random thing that people, forms, bulk statements, a merge or an import do."""
    people, clubs = [*Contact.objects.for_owner(owner)], [*Community.objects.for_owner(owner)]
    if len(people) < 3 or len(clubs) < 2:
        found = [make_contact(owner=owner) for _ in range(3)]
        family = chance.choice([{"family": "internal", "kind": "technical"}, {"family": "professional", "kind": "sig"}])
        club = make_community(owner=owner, **family)
        for one in found:
            make_membership(contact=one, community=club, **period(chance))
        make_interaction(owner=owner, contacts=found, day=some_day(chance))
        return
    talks, ties = Interaction.objects.filter(owner=owner), Membership.objects.filter(owner=owner)
    parts = Participant.objects.filter(owner=owner)
    one, other = chance.sample(people, 2)
    match chance.randrange(16):
        case 0 | 1:
            answered = chance.random() < 0.8
            some = chance.sample(people, chance.randint(1, 3))
            make_interaction(owner=owner, contacts=some, day=some_day(chance), answered=answered)
        case 2 | 3:
            make_membership(contact=one, community=chance.choice(clubs), **period(chance))
        case 4:
            talks.update(day=some_day(chance))
        case 5:
            talks.filter(pk__in=[row.pk for row in talks if chance.random() < 0.5]).update(
                answered=chance.random() < 0.7
            )
        case 6:
            ties.filter(pk__in=[row.pk for row in ties if chance.random() < 0.5]).update(**period(chance))
        case 7:
            for trash in Trash.objects.for_owner(owner)[:2]:
                trash.put_back()
        case 8:
            chance.choice([one, chance.choice(clubs), *talks[:1], *ties[:1]]).throw_away()
        case 9:
            parts.filter(pk__in=[row.pk for row in parts if chance.random() < 0.4]).delete()
        case 10:
            ties.filter(pk__in=[row.pk for row in ties if chance.random() < 0.4]).delete()
        case 11:
            merge(owner=owner, kept=one, gone=other, chosen={})
        case 12:
            for merged in Merge.objects.for_owner(owner).undoable().order_by("-pk")[:1]:
                with suppress(MergeRefused):
                    unmerge(merged=merged)
        case 13:
            kinds = ("professional", "sig") if chance.random() < 0.5 else ("internal", "technical")
            Community.objects.filter(owner=owner).update(family=kinds[0], kind=kinds[1])
        case 14:
            ties.filter(pk__in=[row.pk for row in ties if chance.random() < 0.4]).update(
                contact=one, community=chance.choice(clubs)
            )
        case 15:
            chance.choice([one, chance.choice(clubs), *talks[:1]]).delete()


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
