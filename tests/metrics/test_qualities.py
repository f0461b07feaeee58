"""The four qualities over time: each series is what its definition says, and the table says what the chart draws."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from communities.models import Event, Opportunity
from contacts.models import Contact, TieChange
from networking.accounts.models import User
from networking.metrics.facts import standpoint
from networking.metrics.measures import MEASURES
from networking.metrics.qualities import series
from networking.metrics.qualities.charts import TRENDS
from networking.metrics.qualities.series import Changes, Months, Point, tie_on
from networking.metrics.windows import Month
from tests.factories import make_community, make_contact, make_event, make_interaction, make_opportunity, make_user

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        yield


def months_of(owner: User, how_many: int = 6) -> Months:
    return standpoint(owner, TODAY).months(Month(2026, 11), how_many)


def change(person: Contact, day: date, before: int | None, tie: int | None) -> None:
    TieChange.objects.create(owner_id=person.owner_id, contact=person, day=day, before=before, tie=tie)


def test_the_depth_of_ties_follows_their_history(owner: User) -> None:
    anna = make_contact(owner=owner, met_on=date(2026, 7, 3), tie=4)
    change(anna, date(2026, 9, 30), 2, 3)
    change(anna, date(2026, 11, 1), 3, 4)
    make_contact(owner=owner, met_on=date(2026, 8, 5), tie=1)
    make_contact(owner=owner, met_on=date(2026, 8, 5))
    assert series.mean_tie(owner, months_of(owner)) == [
        Point(None),
        Point(2, 1),
        Point(1.5, 2),
        Point(2, 2),
        Point(2, 2),
        Point(2.5, 2),
    ]


@pytest.mark.parametrize(
    ("day", "tie"), [(date(2026, 1, 1), 1), (date(2026, 3, 5), 1), (date(2026, 3, 6), 2), (date(2026, 6, 1), None)]
)
def test_a_tie_on_a_day(day: date, tie: int | None) -> None:
    history: Changes = [(date(2026, 3, 5), 1, 2), (date(2026, 5, 5), 2, None)]
    assert tie_on(3, history, day) == tie
    assert tie_on(3, [], day) == 3


def test_the_share_of_second_talks(owner: User) -> None:
    for again in (10, 40, None, None):
        person = make_contact(owner=owner, met_on=date(2026, 9, 2))
        if again:
            make_interaction(owner=owner, contacts=[person], day=date(2026, 9, 2) + timedelta(days=again))
    found = series.second_talk_share(owner, months_of(owner, 3))
    assert found == [Point(25, 4), Point(None), Point(None)]


def test_signs_of_recognition_add_up(owner: User) -> None:
    make_contact(owner=owner, met_on=date(2026, 9, 2))
    make_event(owner=owner, mine="attended", my_role="speaker")
    make_opportunity(owner=owner, kind="talk", community=make_community(owner=owner))
    assert [point.value for point in series.recognition(owner, months_of(owner, 3))] == [0, 2, 0]


@settings(max_examples=15, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10**9), zone=st.sampled_from(["Europe/Moscow", "Pacific/Apia", "America/New_York"]))
def test_means_agree_with_a_slow_count(db: None, seed: int, zone: str) -> None:
    chance, owner = Random(seed), make_user(time_zone=zone)
    place = make_community(owner=owner)

    def day() -> date:
        return date(2026, chance.randint(6, 11), 1) + timedelta(days=chance.choice([-1, 0, 1, chance.randint(0, 25)]))

    make_contact(owner=owner, met_on=date(2026, 7, 20))
    for _ in range(8):
        starts = datetime.combine(day(), datetime.min.time(), UTC) + timedelta(hours=chance.randint(0, 23))
        make_event(
            owner=owner,
            starts=starts,
            mine=chance.choice(["attended", "missed"]),
            knowledge=chance.choice([None, 1, 2, 5]),
        )
        make_opportunity(owner=owner, community=place, received_on=day(), usefulness=chance.choice([None, 1, 3, 5]))
    months = months_of(owner, 7)
    for number, (month, window) in enumerate(months):
        events = [
            event.knowledge
            for event in Event.objects.filter(owner=owner, mine="attended")
            if event.knowledge and Month.of(event.starts.astimezone(owner.zone).date()) == month
        ]
        chances = [
            row.usefulness
            for row in Opportunity.objects.filter(owner=owner)
            if row.usefulness and Month.of(row.received_on) == month
        ]
        for found, marks in ((series.knowledge, events), (series.usefulness, chances)):
            point = found(owner, months)[number]
            if not window.has_data or not marks:
                assert point == Point(None)
            else:
                assert point.value is not None
                assert (point.of, round(point.value, 6)) == (len(marks), round(sum(marks) / len(marks), 6))


def test_the_table_says_what_the_chart_draws(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner, met_on=date(2026, 9, 2), tie=3)
    for mark in (4, 5, 5):
        make_event(owner=owner, mine="attended", knowledge=mark)
    text = client_of_owner.get("/metrics/qualities/").content.decode()
    charts = dict(re.findall(r'<script id="chart-([a-z-]+)" type="application/json">(.+?)</script>', text))
    assert json.loads(charts["knowledge"])["values"][-3:] == [None, 4.7, None]
    table = text.partition('id="trend-knowledge"')[2].partition("</section>")[0]
    assert re.search(
        r'Октябрь 2026</a></td><td class="num"><a href="(/metrics/2026-10/events-rated/)">4,7</a></td>'
        r'<td class="num">3</td>',
        table,
    )
    assert table.count("нет данных") == 23  # the chart has the word too, escaped
    assert "usefulness" not in charts
    assert "Данных пока нет." in text


def test_every_month_opens_its_rows(owner: User) -> None:
    make_contact(owner=owner, met_on=date(2026, 9, 2), tie=3)
    person = make_contact(owner=owner, met_on=date(2026, 10, 2), tie=3)
    change(person, date(2026, 10, 9), 2, 3)
    months = months_of(owner, 3)
    for (_month, window), point in zip(months, series.deepened(owner, months), strict=True):
        assert point.value == MEASURES["ties-deepened"].rows(owner, window, None).count()
    assert {trend.opens for trend in TRENDS if trend.opens} <= MEASURES.keys()


def test_an_empty_account_is_invited(client_of_owner: Client) -> None:
    assert "Здесь будет видно, как меняются качества" in client_of_owner.get("/metrics/qualities/").content.decode()


def test_as_many_queries_whatever_there_is(
    client_of_owner: Client, owner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (1, 2):
        for _ in range(rows):
            person = make_contact(owner=owner, met_on=date(2026, 9, 2), tie=2)
            change(person, date(2026, 10, 9), 1, 2)
            make_event(owner=owner, mine="attended", knowledge=3)
        client_of_owner.get("/metrics/qualities/")
        with django_assert_num_queries(9):
            client_of_owner.get("/metrics/qualities/")


def test_definitions_are_those_of_the_code() -> None:
    with translation.override("en"):
        for trend in TRENDS:
            said = (trend.series.__doc__ or "").splitlines()[0]
            assert str(trend.definition).replace("’", "'") == said
