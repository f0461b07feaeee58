"""The twelve practices of a month: each number is that of its definition, and opens exactly its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from communities.models import Contribution, Event
from contacts.models import Congratulation, Contact, ImportantDate, Participant, Promise
from contacts.models.important_date import occurrence_in
from networking.accounts.models import User
from networking.metrics.facts import standpoint
from networking.metrics.measure import Proof
from networking.metrics.opened import OPENED, Opened, lines_of
from networking.metrics.practices.listing import PRACTICES
from networking.metrics.practices.scorecard import Score, scorecard
from networking.metrics.rated import RATINGS
from networking.metrics.windows import Month
from tests.factories import (
    make_community,
    make_contact,
    make_contribution,
    make_date,
    make_event,
    make_interaction,
    make_promise,
    make_user,
)

TODAY = date(2026, 11, 20)
OCTOBER = Month(2026, 10)
NOTES = Path(__file__).resolve().parents[2] / "networking" / "guidance" / "notes"


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        yield


def scores(owner: User, month: Month = OCTOBER) -> dict[str, Score]:
    window = standpoint(owner, TODAY).month(month)
    return {one.practice.slug: one for one in scorecard(owner, month, window)}


def count(owner: User, slug: str, month: Month = OCTOBER) -> tuple[int, int | None]:
    score = scores(owner, month)[slug]
    return score.count, score.of


def test_eight_are_counted_from_contributions_and_events(owner: User) -> None:
    community = make_community(owner=owner)
    for kind, times in (("discussion", 3), ("topic", 2), ("information", 1)):
        for _ in range(times):
            make_contribution(owner=owner, kind=kind, community=community)
    make_contribution(owner=owner, kind="help", community=community, day=date(2026, 11, 1))
    make_event(owner=owner, mine="attended")
    make_event(owner=owner, mine="planned")
    found = {slug: score.count for slug, score in scores(owner).items() if score.of is None}
    assert found == {
        "events": 1,
        "discussion": 3,
        "topic": 2,
        "expertise": 0,
        "information": 1,
        "help": 0,
        "experience": 0,
        "events-organised": 0,
        "opportunity": 0,
    }


def test_an_event_that_i_organised_counts_once(owner: User) -> None:
    community = make_community(owner=owner)
    by_role = make_event(owner=owner, mine="attended", my_role="organiser")
    make_contribution(owner=owner, kind="event", event=by_role, community=community)
    assert count(owner, "events-organised") == (1, None)
    by_words = make_event(owner=owner, mine="attended", my_role="listener")
    make_contribution(owner=owner, kind="event", event=by_words)
    make_contribution(owner=owner, kind="event", event=by_words, day=date(2026, 10, 20))
    assert count(owner, "events-organised") == (2, None)
    make_contribution(owner=owner, kind="event", community=community)
    make_contribution(owner=owner, kind="event", community=community)
    assert count(owner, "events-organised") == (4, None)


def test_an_event_at_the_edge_of_months_counts_in_one_of_them(owner: User) -> None:
    late = make_event(owner=owner, mine="attended", my_role="organiser", starts=datetime(2026, 10, 31, 20, tzinfo=UTC))
    make_contribution(owner=owner, kind="event", event=late, day=date(2026, 11, 1))
    # 23:00 in Moscow: still October.
    assert count(owner, "events-organised") == (1, None)
    assert count(owner, "events-organised", Month(2026, 11)) == (0, None)


def test_organising_counts_from_the_contribution_when_the_event_is_gone(owner: User) -> None:
    event = make_event(owner=owner, mine="attended", my_role="organiser")
    make_contribution(owner=owner, kind="event", event=event, community=make_community(owner=owner))
    make_contact(owner=owner, met_on=date(2026, 10, 3))
    event.throw_away()
    assert count(owner, "events-organised") == (1, None)


def test_second_talks_within_thirty_days(owner: User) -> None:
    met = date(2026, 10, 3)
    for days in (0, 1, 30, 31):
        person = make_contact(owner=owner, met_on=met)
        make_interaction(owner=owner, contacts=[person], day=met + timedelta(days=days))
    make_interaction(
        owner=owner, contacts=[make_contact(owner=owner, met_on=met)], day=met + timedelta(days=3), answered=False
    )
    assert count(owner, "second-talks") == (2, 5)


def test_promises_kept_on_time_of_those_due(owner: User) -> None:
    person = make_contact(owner=owner, met_on=date(2026, 9, 1))
    due = date(2026, 10, 15)
    make_promise(contact=person, made_on=date(2026, 9, 1), due_on=due, kept_on=due)
    make_promise(contact=person, made_on=date(2026, 9, 1), due_on=due, kept_on=date(2026, 9, 30))
    make_promise(contact=person, due_on=due, kept_on=date(2026, 10, 16))
    make_promise(contact=person, due_on=due)
    make_promise(contact=person, due_on=due, withdrawn_on=due)
    make_promise(contact=person, due_on=due, withdrawn_on=date(2026, 10, 17))
    make_promise(contact=person, due_on=due, direction="theirs", kept_on=due)
    make_promise(contact=person, due_on=date(2026, 11, 1), kept_on=date(2026, 10, 20))
    make_promise(contact=person, kept_on=date(2026, 10, 20))
    assert count(owner, "promises-kept") == (2, 5)


def test_congratulations_of_the_dates_due(owner: User) -> None:
    known = make_contact(owner=owner, met_on=date(2026, 1, 1))
    done = make_date(contact=known, day=5, month=10)
    talk = make_interaction(owner=owner, contacts=[known], day=date(2026, 10, 5), kind="congratulation")
    Congratulation.objects.create(owner=owner, date=done, meant_for=date(2026, 10, 5), interaction=talk)
    make_date(contact=known, day=31, month=10, kind="work")
    make_date(contact=known, day=1, month=11)
    make_date(contact=make_contact(owner=owner, met_on=date(2026, 11, 2)), day=7, month=10)
    make_date(contact=make_contact(owner=owner, archived_on=date(2026, 9, 1)), day=8, month=10)
    assert count(owner, "congratulations") == (1, 2)
    talk.throw_away()
    assert count(owner, "congratulations") == (0, 2)


def test_nothing_due_is_not_nought_of_something(owner: User) -> None:
    make_interaction(owner=owner, contacts=[make_contact(owner=owner)])
    found = scores(owner)["promises-kept"]
    assert (found.share, found.nothing_due) == (None, True)
    assert scores(owner, Month(2026, 1)) == {}


class Slow:
    """Counts a practice row by row, by the words of its definition."""

    def __init__(self, owner: User, month: Month) -> None:
        self.owner, self.month, self.zone = owner, month, owner.zone

    def within(self, day: date | None) -> bool:
        return day is not None and Month.of(day) == self.month

    def events_organised(self) -> int:
        events = {row.pk: row for row in Event._base_manager.filter(owner=self.owner)}
        mine = {
            pk
            for pk, row in events.items()
            if row.trash_id is None and row.my_role == "organiser" and row.mine == "attended"
        }
        total = sum(self.within(events[pk].starts.astimezone(self.zone).date()) for pk in mine)
        told: set[int] = set()
        rows = Contribution._base_manager.filter(owner=self.owner, kind="event").order_by("day", "pk")
        for row in rows:
            if row.trash_id is not None or row.event_id in mine or row.event_id in told:
                continue
            if row.event_id:
                told.add(row.event_id)
            total += self.within(row.day)
        return total

    def second_talks(self) -> tuple[int, int]:
        people = [one for one in make_people(self.owner) if self.within(one.met_on)]
        parts = [*Participant._base_manager.filter(owner=self.owner).select_related("interaction")]
        again = 0
        for one in people:
            days = [
                part.interaction.day
                for part in parts
                if part.contact_id == one.pk and part.interaction.answered and part.interaction.trash_id is None
            ]
            assert one.met_on
            again += any(0 < (day - one.met_on).days <= 30 and day <= TODAY for day in days)
        return again, len(people)

    def promises(self) -> tuple[int, int]:
        rows = Promise._base_manager.filter(owner=self.owner, direction="mine")
        due = [row for row in rows if row.trash_id is None and self.within(row.due_on)]
        due = [row for row in due if row.due_on and not (row.withdrawn_on and row.withdrawn_on <= row.due_on)]
        return sum(bool(row.kept_on and row.due_on and row.kept_on <= row.due_on) for row in due), len(due)

    def dates(self) -> int:
        rows = ImportantDate._base_manager.filter(owner=self.owner).select_related("contact")
        turns = [(row, occurrence_in(self.month.year, row.month, row.day)) for row in rows]
        return sum(
            self.within(turn)
            and (row.year is None or row.year <= turn.year)
            and (row.contact.met_on is None or row.contact.met_on < self.month.after_last)
            for row, turn in turns
        )


def make_people(owner: User) -> list[Contact]:
    return [*Contact._base_manager.filter(owner=owner, trash=None)]


def make_life(owner: User, chance: Random) -> None:
    def day() -> date:
        return date(2026, chance.randint(8, 12), 1) + timedelta(days=chance.choice([-1, 0, 1, chance.randint(-25, 25)]))

    def maybe(value: date) -> date | None:
        return value if chance.random() < 0.6 else None

    people = [make_contact(owner=owner, met_on=maybe(day())) for _ in range(4)]
    for _ in range(8):
        make_interaction(
            owner=owner,
            contacts=chance.sample(people, chance.randint(1, 2)),
            day=day(),
            answered=chance.random() < 0.8,
        )
    for _ in range(5):
        ends: dict[str, Any] = chance.choice([{"kept_on": day()}, {"withdrawn_on": day()}, {}])
        direction = chance.choice(["mine", "mine", "theirs"])
        make_promise(contact=chance.choice(people), due_on=maybe(day()), direction=direction, **ends)
    events = [
        make_event(
            owner=owner,
            starts=datetime.combine(day(), datetime.min.time(), UTC) + timedelta(hours=chance.randint(0, 23)),
            mine=chance.choice(["attended", "attended", "planned"]),
            my_role=chance.choice(["organiser", "organiser", "listener"]),
        )
        for _ in range(4)
    ]
    place = make_community(owner=owner)
    for _ in range(7):
        about = chance.choice([*events, None])
        make_contribution(owner=owner, kind="event", event=about, community=place, day=day())
    for _ in range(4):
        make_date(contact=chance.choice(people), day=chance.randint(1, 28), month=chance.randint(8, 12))
    if chance.random() < 0.5:
        chance.choice(events).throw_away()


@settings(max_examples=15, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10**9), zone=st.sampled_from(["Europe/Moscow", "Pacific/Apia", "America/New_York"]))
def test_the_scorecard_agrees_with_a_slow_count(db: None, seed: int, zone: str) -> None:
    owner = make_user(time_zone=zone)
    make_life(owner, Random(seed))
    make_life(make_user(time_zone=zone), Random(seed + 1))
    for month in (Month(2026, 9), OCTOBER, Month(2026, 11)):
        found, slow = scores(owner, month), Slow(owner, month)
        if not standpoint(owner, TODAY).month(month).has_data:
            assert found == {}
            continue
        assert found["events-organised"].count == slow.events_organised()
        assert (found["second-talks"].count, found["second-talks"].of) == slow.second_talks()
        assert (found["promises-kept"].count, found["promises-kept"].of) == slow.promises()
        assert found["congratulations"].of == slow.dates()


@settings(max_examples=8, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10**9))
def test_every_count_opens_exactly_its_rows(db: None, seed: int) -> None:
    owner = make_user()
    make_life(owner, Random(seed))
    window = standpoint(owner, TODAY).month(OCTOBER)
    for score in scorecard(owner, OCTOBER, window):
        assert len(lines_of(OPENED[score.practice.slug], owner, window)) == score.count
        if score.of is not None:
            assert len(lines_of(OPENED[score.practice.out_of_slug], owner, window)) == score.of


def test_the_page_shows_counts_advice_and_what_to_do(client_of_owner: Client, owner: User) -> None:
    community = make_community(owner=owner)
    make_contribution(owner=owner, kind="topic", community=community)
    person = make_contact(owner=owner, name="Анна", met_on=date(2026, 10, 3))
    make_promise(contact=person, due_on=date(2026, 10, 20))
    text = client_of_owner.get("/metrics/2026-10/practices/").content.decode()
    assert "Два в месяц посильнее пяти за неделю." in text
    assert 'href="/communities/contributions/add/?kind=topic"' in text
    assert re.search(r'/metrics/2026-10/evidence/second-talks/"><strong>0</strong>.*?из 1', text, re.S)
    assert re.search(r'/metrics/2026-10/evidence/topic/"><strong>1</strong>', text)
    waiting = client_of_owner.get("/metrics/2026-10/evidence/without-second-talk/").content.decode()
    assert "Анна" in waiting
    panel = client_of_owner.get("/metrics/2026-10/practices/", headers={"HX-Request": "true"}).content.decode()
    assert panel.lstrip().startswith('<div class="practices">')
    assert "1 из 12" in panel


def test_the_month_page_leads_there(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner, met_on=date(2026, 10, 3))
    text = client_of_owner.get("/metrics/2026-10/").content.decode()
    assert 'data-hx-get="/metrics/2026-10/practices/"' in text
    assert client_of_owner.get("/metrics/2026-10/evidence/gossip/").status_code == 404
    assert client_of_owner.get("/metrics/2026-13/practices/").status_code == 404
    early = client_of_owner.get("/metrics/2020-01/practices/").content.decode()
    assert "За этот месяц нет данных" in early


def test_as_many_queries_whatever_there_is(
    client_of_owner: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 2):
        for _ in range(rows):
            make_life(owner, Random(rows))
        client_of_owner.get("/metrics/2026-10/practices/")
        with django_assert_num_queries(6):
            client_of_owner.get("/metrics/2026-10/practices/")


def test_definitions_are_those_of_the_code() -> None:
    seen = 0
    with translation.override("en"):
        proofs = [proof for rating in RATINGS for proof in rating.proofs]
        every: list[Opened | Proof] = [*OPENED.values(), *proofs]
        for one in every:
            if said := one.parts[0].__doc__:
                assert str(one.definition) == said.splitlines()[0]
                seen += 1
    assert seen > 15


@pytest.mark.parametrize(
    ("language", "name"), [("ru", "Профессиональные сообщества"), ("en", "Professional communities")]
)
def test_the_advice_is_that_of_the_note(language: str, name: str) -> None:
    note = (NOTES / f"{name}.md").read_text("utf-8")
    sections = dict(re.findall(r"^### (.+)\n\n(.+)$", note, re.M))
    heads = dict(re.findall(r'"practice:([a-z-]+)#([^"]+)"', note))
    with translation.override(language):
        for one in PRACTICES:
            assert str(one.advice) in sections[heads[one.slug]], one.slug
