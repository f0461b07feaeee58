"""The rhythm of a page and Today's five against a slow recount that reads one person at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Community, Membership
from contacts.models import Contact, Participant, RhythmDefault
from networking.accounts.models import User
from networking.home.rhythm import due_people, rhythm_of
from tests.factories import make_community, make_contact, make_interaction, make_membership, make_user

TODAY = date(2026, 11, 20)
T = TypeVar("T")
SHIPPED = {5: (14, 30), 4: (30, 60), 3: (60, 120), 2: (180, 365)}
pytestmark = pytest.mark.django_db(transaction=False)


def make_life(owner: User, chance: Random) -> None:
    """A few people with everything that can matter, around the days on which it turns."""

    def maybe(value: T) -> T | None:
        return value if chance.random() < 0.5 else None

    def day(most: int = 80) -> date:
        return TODAY - timedelta(days=chance.randint(-2, most))

    clubs = [make_community(owner=owner, cadence_ideal=maybe(20), cadence_at_most=maybe(40)) for _ in range(3)]
    people = [
        make_contact(
            owner=owner,
            met_on=maybe(day(40)),
            tie=maybe(chance.randint(1, 5)),
            cadence_ideal=maybe(chance.choice([7, 30])) if chance.random() < 0.4 else None,
            cadence_at_most=maybe(35) if chance.random() < 0.4 else None,
            archived_on=day() if chance.random() < 0.1 else None,
            rhythm_off=chance.random() < 0.1,
            snoozed_until=day(3) if chance.random() < 0.2 else None,
        )
        for _ in range(7)
    ]
    Contact.objects.filter(owner=owner).update(created_at=datetime(2026, 10, 31, 21, 30, tzinfo=UTC))
    for _ in range(6):
        since, until = sorted([day(), day()])
        period = make_membership(
            contact=chance.choice(people), community=chance.choice(clubs), since=maybe(since), until=maybe(until)
        )
        if chance.random() < 0.1:
            period.throw_away()
    for _ in range(6):
        who = chance.sample(people, chance.randint(1, 2))
        talk = make_interaction(owner=owner, contacts=who, day=day(), answered=chance.random() < 0.8)
        if chance.random() < 0.2:
            talk.throw_away()
    for gone in (clubs[0], people[0]):
        if chance.random() < 0.2:
            gone.throw_away()
    for tie in (1, 5):
        if chance.random() < 0.3:
            # A walk may come here again, when all of its people are gone.
            pace = {"ideal": maybe(10), "at_most": maybe(20)}
            RhythmDefault.objects.update_or_create(owner=owner, tie=tie, defaults=pace)


def slow_cadence(person: Contact) -> tuple[int, int | None] | None:
    if person.cadence_ideal or person.cadence_at_most:
        return person.cadence_ideal or person.cadence_at_most or 0, person.cadence_at_most
    found = []
    for period in Membership.objects.filter(contact=person, trash=None):
        club = Community.objects.get(pk=period.community_id)
        if period.contains(TODAY) and not club.trash_id and (club.cadence_ideal or club.cadence_at_most):
            found.append((club.cadence_ideal or club.cadence_at_most or 0, club.cadence_at_most))
    if found:
        return min(found, key=lambda one: (one[0], one[1] or 10_000))
    row = RhythmDefault.objects.filter(owner=person.owner_id, tie=person.tie or 0).first()
    if row:
        return (row.ideal or row.at_most or 0, row.at_most) if row.ideal or row.at_most else None
    return SHIPPED.get(person.tie or 0)


def slow_talks(person: Contact) -> list[tuple[date, bool]]:
    rows = Participant.objects.filter(contact=person).select_related("interaction")
    return [(row.interaction.day, row.interaction.answered) for row in rows if row.interaction.trash_id is None]


def slow_clock(person: Contact) -> date | None:
    talks = slow_talks(person)
    counted = [day for day, answered in talks if answered and day <= TODAY]
    if counted:
        return max(counted)
    by_hand = person.cadence_ideal or person.cadence_at_most
    return person.met_on or (date(2026, 11, 1) if talks or by_hand else None)


def slow_measure(person: Contact) -> float | None:
    """Days since ÷ cadence of somebody who is to stand on Today."""
    asleep = person.archived_on or person.rhythm_off or person.trash_id
    if asleep or (person.snoozed_until and person.snoozed_until > TODAY):
        return None
    found = []
    cadence, clock = slow_cadence(person), slow_clock(person)
    if cadence and clock and (TODAY - clock).days >= cadence[0]:
        found.append((TODAY - clock).days / cadence[0])
    own, met = person.cadence_ideal or person.cadence_at_most, person.met_on
    later = any(answered and met and met < day <= TODAY for day, answered in slow_talks(person))
    if met and not own and not later and TODAY - timedelta(days=30) <= met < TODAY:
        found.append((TODAY - met).days / 7)
    return max(found, default=None)


@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_rhythm_is_what_a_slow_recount_says(seed: int) -> None:
    owner = make_user()
    make_life(owner, Random(seed))
    people = [*Contact.objects.filter(owner=owner)]
    rhythms = rhythm_of(owner, people, TODAY)
    for person in people:
        rhythm, cadence, clock = rhythms[person.pk], slow_cadence(person), slow_clock(person)
        if person.trash_id:
            assert rhythm.due is None
            continue
        assert rhythm.clock == clock
        assert ((rhythm.cadence.ideal, rhythm.cadence.at_most) if rhythm.cadence else None) == cadence
        asleep = person.archived_on or person.rhythm_off
        if not cadence or not clock or asleep:
            assert rhythm.due is None
        else:
            assert rhythm.due == max(clock + timedelta(days=cadence[0]), person.snoozed_until or date.min)
    measures = {person: found for person in people if (found := slow_measure(person)) is not None}
    wanted = sorted(measures, key=lambda one: (-measures[one], -(one.tie or 0), one.pk))[:5]
    assert [one.person for one in due_people(owner, TODAY)] == wanted
