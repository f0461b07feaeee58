"""What the database keeps counted for the figures is what the facts say, whatever changes them and how."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities import kept_at_events, kept_belongings, kept_members, kept_near, kept_places, kept_standing
from communities import kept_happenings as happenings
from communities.models import Attendance, Community, Event, Membership, Opportunity
from contacts import kept_again, kept_headcount, kept_referrals
from contacts.kept_table import DAYS, MONTHS, KeptTable
from contacts.models import Contact, Interaction, Participant, Referral, Tie
from contacts.recounting import recount
from networking.accounts.models import User
from tests.factories import DAY, make_contact, make_interaction, make_user
from tests.kept_walk import happening, kept_in, step

pytestmark = pytest.mark.django_db(transaction=False)
Numbers = Counter[tuple[Any, ...]]
NEVER, FOREVER = date.min, date.max


def month(day: date) -> date:
    return day.replace(day=1)


def here(ties: list[Membership]) -> dict[date, int]:
    """By how much the number of those who are there differs from that of the next day, day by day."""
    edges = {one for row in ties for one in (row.since, row.until) if one}
    close = {one + timedelta(days=days) for one in edges for days in (-1, 0, 1)}
    numbers, after = {}, 0
    for day in sorted({*close, FOREVER}, reverse=True):
        now = len({row.contact_id for row in ties if row.contains(day)})
        numbers[day] = now - after
        after = now
    return numbers


class Facts:
    """Whole tables of one owner, counted row by row by the words of the definitions."""

    def __init__(self, owner: User) -> None:
        self.people = {row.pk: row for row in Contact._base_manager.filter(owner=owner) if row.trash_id is None}
        talks = {row.pk: row for row in Interaction._base_manager.filter(owner=owner)}
        self.days: dict[int, list[date]] = {pk: [] for pk in self.people}
        for part in Participant._base_manager.filter(owner=owner):
            talk = talks[part.interaction_id]
            if part.contact_id in self.people and talk.trash_id is None and talk.answered:
                self.days[part.contact_id].append(talk.day)
        self.places = sum(row.trash_id is None for row in Community._base_manager.filter(owner=owner))
        self.ties = [row for row in Membership._base_manager.filter(owner=owner) if row.trash_id is None]
        self.referrals = [row for row in Referral._base_manager.filter(owner=owner) if row.trash_id is None]
        self.events = {row.pk: row for row in Event._base_manager.filter(owner=owner) if row.trash_id is None}
        self.came = [
            row
            for row in Attendance._base_manager.filter(owner=owner)
            if row.came and row.contact_id in self.people and row.event_id in self.events
        ]
        self.chances = [row for row in Opportunity._base_manager.filter(owner=owner) if row.trash_id is None]

    def again(self) -> Numbers:
        numbers: Numbers = Counter()
        for pk, person in self.people.items():
            if person.met_on is None:
                continue
            after = [(day - person.met_on).days for day in self.days[pk] if day > person.met_on]
            numbers[kept_again.AGAIN, MONTHS, month(person.met_on)] += bool(after)
            numbers[kept_again.SOON, MONTHS, month(person.met_on)] += any(days <= 30 for days in after)
        return numbers

    def headcount(self) -> Numbers:
        numbers: Numbers = Counter()
        for person in self.people.values():
            numbers[kept_headcount.ACTIVE, MONTHS, NEVER] += person.archived_on is None
            numbers[kept_headcount.UNDATED, MONTHS, NEVER] += person.met_on is None
        return numbers

    def referred(self) -> Numbers:
        numbers: Numbers = Counter()
        for row in self.referrals:
            if row.made_on is None:
                continue
            received, first = row.direction == "received", month(row.made_on)
            what = kept_referrals.RECEIVED if received else kept_referrals.GIVEN
            numbers[what, DAYS, row.made_on] += 1
            numbers[what, MONTHS, first] += 1
            numbers[kept_referrals.USEFUL, MONTHS, first] += received and row.useful_on is not None
            numbers[kept_referrals.NOT_THANKED, MONTHS, first] += received and row.thanked_on is None
            numbers[kept_referrals.UNASKED, MONTHS, first] += received and row.asked_on is None
        return numbers

    def attended(self) -> Numbers:
        numbers: Numbers = Counter()
        for row in self.events.values():
            if row.mine != "attended":
                continue
            day = row.starts.astimezone(UTC).date()
            numbers[happenings.ATTENDED, DAYS, day] += 1
            chosen = (happenings.ROLES[row.my_role], happenings.FORMATS[row.format], happenings.KINDS[row.kind])
            for what in (happenings.ATTENDED, *chosen):
                numbers[what, MONTHS, month(day)] += 1
            if row.knowledge:
                numbers[happenings.KNOWN, MONTHS, month(day)] += 1
                numbers[happenings.KNOWLEDGE, MONTHS, month(day)] += row.knowledge
        return numbers

    def offered(self) -> Numbers:
        numbers: Numbers = Counter()
        for row in self.chances:
            first = month(row.received_on)
            numbers[happenings.RECEIVED, MONTHS, first] += 1
            numbers[happenings.OUTCOMES[row.outcome], MONTHS, first] += 1
            numbers[happenings.TO_TALK, MONTHS, first] += row.kind == "talk"
            if row.usefulness:
                numbers[happenings.RATED, MONTHS, first] += 1
                numbers[happenings.USEFULNESS, MONTHS, first] += row.usefulness
        return numbers

    def belonging(self) -> Numbers:
        numbers: Numbers = Counter()
        for pk, person in self.people.items():
            met = person.met_on
            if met is None:
                continue
            there = (tie for tie in self.ties if tie.contact_id == pk)
            places = {
                tie.community_id for tie in there if tie.contains(met) or (tie.since and month(tie.since) == month(met))
            }
            for place in places:
                numbers[kept_belongings.MET, month(met), place] += 1
        for row in self.referrals:
            if row.made_on is None or row.direction != "received" or row.giver_id not in self.people:
                continue
            theirs = (tie for tie in self.ties if tie.contact_id == row.giver_id)
            for place in {tie.community_id for tie in theirs if tie.contains(row.made_on)}:
                numbers[kept_belongings.REFERRALS, month(row.made_on), place] += 1
        return numbers

    def near(self) -> Numbers:
        numbers: Numbers = Counter()
        for row in self.came:
            event, met = self.events[row.event_id], self.people[row.contact_id].met_on
            if event.community_id and met and abs(event.starts.astimezone(UTC).date() - met) <= timedelta(days=1):
                numbers[month(met), row.pk] += 1
        return numbers

    def there(self) -> Numbers:
        """By how much each number of a community on a day differs from that of the next, day by day."""
        ties = [row for row in self.ties if row.contact_id in self.people]
        numbers: Numbers = Counter()
        for place in {row.community_id for row in ties}:
            people = [row for row in ties if row.community_id == place]
            first: dict[int, date] = {}
            for row in people:
                first[row.contact_id] = min(first.get(row.contact_id, FOREVER), row.since or NEVER)
                numbers[kept_members.PERIODS, place, row.until or FOREVER] += 1
                if row.since and row.since > NEVER:
                    numbers[kept_members.PERIODS, place, row.since - timedelta(days=1)] -= 1
                    numbers[kept_members.AHEAD, place, row.since - timedelta(days=1)] += 1
            for day in first.values():
                if day > NEVER:
                    numbers[kept_members.LATER, place, day - timedelta(days=1)] += 1
            numbers[kept_members.EVER, place, FOREVER] = len(first)
            for day, differs in here(people).items():
                numbers[kept_members.HERE, place, day] += differs
        return numbers

    def standing(self) -> Numbers:
        """The same of the active people of each nearness."""
        alike: dict[tuple[int, int], list[Membership]] = {}
        for row in self.ties:
            person = self.people.get(row.contact_id)
            if person and not person.archived_on:
                talked = (person.tie or 0) < Tie.ACQUAINTED and self.days[person.pk]
                near = (person.tie or 0) + (kept_standing.TALKED if talked else 0)
                alike.setdefault((row.community_id, near), []).append(row)
        found = ((place, near, here(rows)) for (place, near), rows in alike.items())
        return Counter({(place, day, near): number for place, near, days in found for day, number in days.items()})

    def at_events(self) -> Numbers:
        there = {
            (month(self.events[row.event_id].starts.astimezone(UTC).date()), row.contact_id)
            for row in self.came
            if self.events[row.event_id].mine == "attended"
        }
        return Counter((first,) for first, _person in there)


def check(owner: User) -> None:
    """Every table, and that a recount finds nothing wrong."""
    facts = Facts(owner)
    expected: dict[KeptTable, Numbers] = {
        kept_again.TABLE: facts.again(),
        kept_headcount.KEPT.table: facts.headcount(),
        kept_referrals.KEPT.table: facts.referred(),
        happenings.EVENTS.table: facts.attended(),
        happenings.OPPORTUNITIES.table: facts.offered(),
        kept_belongings.TABLE: facts.belonging(),
        kept_members.TABLE: facts.there(),
        kept_standing.TABLE: facts.standing(),
        kept_near.TABLE: facts.near(),
        kept_places.KEPT.table: Counter({(kept_places.ALL, MONTHS, NEVER): facts.places}),
        kept_at_events.TABLE: facts.at_events(),
    }
    for table, numbers in expected.items():
        assert kept_in(owner, table) == {key: number for key, number in numbers.items() if number}, table.name


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_kept_numbers_are_what_the_facts_say(seed: int) -> None:
    owner, chance = make_user(), Random(seed)
    for _ in range(14):
        chance.choice([step, happening])(owner, chance)
        check(owner)
    assert {kept.what: kept.wrong for kept in recount(mend=False) if kept.wrong} == {}


@settings(max_examples=10, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_many_rows_change_in_one_statement(seed: int) -> None:
    """PostgreSQL shows a trigger after a row all of the statement's rows as they are in the end."""
    owner, chance = make_user(), Random(seed)
    for _ in range(14):
        chance.choice([step, happening])(owner, chance)
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    trash = make_contact(owner=owner).throw_away()
    for model, values in (
        (Interaction, {"day": DAY}),
        (Contact, {"met_on": DAY - timedelta(days=3)}),
        (Event, {"starts": late, "mine": "attended"}),
        (Attendance, {"came": True}),
        (Membership, {"since": DAY, "until": None}),
        (Referral, {"made_on": DAY}),
        (Event, {"trash": trash}),
        (Event, {"trash": None}),
        (Contact, {"trash": trash}),
        (Contact, {"trash": None, "met_on": DAY}),
        (Contact, {"tie": Tie.AWARE}),
        (Contact, {"archived_on": DAY}),
        (Interaction, {"answered": True}),
        (Contact, {"archived_on": None, "tie": Tie.TRUSTING}),
        (Contact, {"tie": None}),
        (Membership, {"trash": trash}),
        (Attendance, {"came": False}),
    ):
        model._base_manager.filter(owner=owner).update(**values)
        check(owner)
    rows: tuple[type[Model], ...] = (Attendance, Participant, Membership)
    for one in rows:
        one._base_manager.filter(owner=owner).delete()
        check(owner)


def test_a_recount_finds_and_mends_what_is_wrong(owner: User) -> None:
    make_interaction(owner=owner, contacts=[make_contact(owner=owner, met_on=DAY)], day=DAY + timedelta(days=40))
    right = kept_in(owner, kept_again.TABLE)
    assert right == {(kept_again.AGAIN, MONTHS, month(DAY)): 1}
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {kept_again.TABLE.name} SET number = 5")
        cursor.execute(f"DELETE FROM {kept_headcount.KEPT.table.name}")
    assert {kept.what: kept.wrong for kept in recount() if kept.wrong} == {
        "people talked to again by month": 1,
        "number of people": 1,
    }
    assert kept_in(owner, kept_again.TABLE) == right
    assert kept_in(owner, kept_headcount.KEPT.table) == {(kept_headcount.ACTIVE, MONTHS, NEVER): 1}


def test_nothing_stays_of_an_account_that_is_gone(owner: User) -> None:
    chance, tables = Random(7), (kept_again.TABLE, kept_headcount.KEPT.table, kept_belongings.TABLE)
    for _ in range(20):
        chance.choice([step, happening])(owner, chance)
    assert any(kept_in(owner, table) for table in tables)
    pk = owner.pk
    owner.delete()
    owner.pk = pk
    assert not any(kept_in(owner, table) for table in tables)
