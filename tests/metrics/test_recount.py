"""Figures, their rows, their series and their split by community against a recount in plain Python."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Community, Family
from networking.accounts.models import User
from networking.metrics.cards import series_of
from networking.metrics.counting import over_windows
from networking.metrics.facts import standpoint
from networking.metrics.measures import COUNTS
from networking.metrics.rows import Where
from networking.metrics.split import numbers_of
from networking.metrics.windows import Month
from tests.factories import (
    make_attendance,
    make_community,
    make_contact,
    make_event,
    make_interaction,
    make_membership,
    make_referral,
    make_user,
)
from tests.metrics.world import Recount, ids

TODAY = date(2026, 11, 20)
ZONES = ["Europe/Moscow", "Pacific/Apia", "America/New_York"]
pytestmark = pytest.mark.django_db(transaction=False)


def some_day(chance: Random) -> date:
    """Days crowd around the edges of months."""
    edge = date(2026, chance.randint(8, 12), 1)
    return edge + timedelta(days=chance.choice([-1, 0, 1, chance.randint(-20, 20)]))


def maybe(chance: Random, day: date) -> date | None:
    return day if chance.random() < 0.7 else None


def make_life(owner: User, chance: Random) -> list[Community]:
    """A small random network: open periods, two periods in one community, the trash, attempts without an answer."""
    communities = [
        make_community(owner=owner, family=family, kind=kind)
        for family, kind in [("internal", "technical"), ("professional", "sig"), ("professional", "online")]
    ]
    people = [make_contact(owner=owner, met_on=maybe(chance, some_day(chance))) for _ in range(5)]
    memberships = []
    for _ in range(7):
        since, until = sorted([some_day(chance), some_day(chance)])
        memberships.append(
            make_membership(
                contact=chance.choice(people),
                community=chance.choice(communities),
                since=maybe(chance, since),
                until=maybe(chance, until),
            )
        )
    talks = [
        make_interaction(
            owner=owner,
            contacts=chance.sample(people, chance.randint(1, 3)),
            day=some_day(chance),
            answered=chance.random() < 0.8,
        )
        for _ in range(9)
    ]
    for _ in range(4):
        giver = chance.choice([*people, None])
        receiver = None if giver else chance.choice(people)
        make_referral(owner=owner, giver=giver, receiver=receiver, made_on=maybe(chance, some_day(chance)))
    events = [
        make_event(
            owner=owner,
            community=chance.choice([*communities, None]),
            starts=datetime.combine(some_day(chance), datetime.min.time(), UTC)
            + timedelta(hours=chance.randint(0, 23)),
            mine=chance.choice(["attended", "attended", "planned", "missed"]),
        )
        for _ in range(6)
    ]
    for event in events:
        make_attendance(event=event, contact=chance.choice(people), came=chance.random() < 0.8)
    for rows in (people, talks, events, communities, memberships):
        row = chance.choice(rows)
        if chance.random() < 0.4:
            row.throw_away()
    return communities


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), zone=st.sampled_from(ZONES))
def test_every_way_of_counting_agrees_with_a_recount(db: None, seed: int, zone: str) -> None:
    owner, stranger = make_user(time_zone=zone), make_user(time_zone=zone)
    chance = Random(seed)
    communities = [one for one in make_life(owner, chance) if one.trash_id is None]
    make_life(stranger, Random(seed))
    recount, seen = Recount(owner, TODAY), standpoint(owner, TODAY)
    months = seen.months(Month(2026, 11), 5)
    places: list[Where] = [None, Family.INTERNAL, Family.PROFESSIONAL, *communities]
    for where in places:
        windows = [window for _month, window in months]
        series = over_windows(owner, [count.rows for count in COUNTS], windows, where)
        drawn = series_of(owner, windows, where)
        assert [drawn[count.slug] for count in COUNTS] == [
            [None if numbers is None else numbers[place] for numbers in series] for place in range(len(COUNTS))
        ]
        looked_into = chance.randrange(len(months))
        for (month, window), numbers in zip(months, series, strict=True):
            expected = [sorted(recount.ways[count.slug](month, where)) for count in COUNTS]
            counts = [len(rows) for rows in expected]
            assert numbers == (counts if window.has_data else None)
            if month == months[looked_into][0]:
                figures = [count.figure(owner, window, where) for count in COUNTS]
                assert [ids(figure.rows) for figure in figures] == expected
                assert [figure.value for figure in figures] == [*(numbers or (None,) * len(COUNTS))]
    for month, window in months:
        split = numbers_of(owner, window, communities)
        assert split == [[len(recount.ways[count.slug](month, one)) for count in COUNTS] for one in communities]


def test_the_recount_can_tell(owner: User) -> None:
    """The control: where a row is left out of the recount, the two do not agree."""
    make_interaction(owner=owner, contacts=[make_contact(owner=owner)], day=date(2026, 10, 5))
    recount, window = Recount(owner, TODAY), standpoint(owner, TODAY).month(Month(2026, 10))
    recount.interactions.pop()
    assert COUNTS[1].figure(owner, window, None).value != len(recount.interactions_in(Month(2026, 10), None))
