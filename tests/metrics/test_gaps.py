from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from statistics import median

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Family
from networking.accounts.models import User
from networking.metrics.facts import standpoint
from networking.metrics.gaps import days_between
from networking.metrics.windows import Month
from tests.factories import make_contact, make_interaction, make_user
from tests.metrics.life import ERAS, Life
from tests.metrics.world import Recount


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10**9), era=st.sampled_from(ERAS))
def test_it_agrees_with_a_recount(db: None, seed: int, era: tuple[str, Month]) -> None:
    life = Life(make_user(time_zone=era[0]), Random(seed), era[1])
    communities = life.live()
    where = life.chance.choice([None, Family.PROFESSIONAL, *communities])
    recount, window = Recount(life.owner, life.today), standpoint(life.owner, life.today).month(life.month)
    days = {row.pk: row.day for row in recount.interactions if row.answered and row.day <= life.today}
    talked = sorted(
        {(one.contact_id, days[one.interaction_id]) for one in recount.participants if one.interaction_id in days}
    )
    gaps = [
        (day - before).days
        for (who, before), (again, day) in pairwise(talked)
        if who == again and window.holds(day) and (where is None or recount.was_member(who, day, where))
    ]
    assert days_between(life.owner, window, where) == (median(gaps) if gaps and window.has_data else None)


@pytest.mark.parametrize(("days", "said"), [([0, 3, 10], "5 (медиана)"), ([0], None)])
def test_the_page_of_talks_says_it(
    client_of_owner: Client, owner: User, stranger: User, days: list[int], said: str | None
) -> None:
    for whose in (owner, stranger):
        person = make_contact(owner=whose)
        for day in days:
            first = date(2025, 10, 5) if whose == owner else date(2025, 10, 1)
            make_interaction(owner=whose, contacts=[person], day=first + timedelta(days=day))
    text = client_of_owner.get("/metrics/2025-10/interactions/").content.decode()
    assert (said in text) if said else "Дней между" not in text
