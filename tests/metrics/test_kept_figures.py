"""Every number of the pages is that of its rows, in whatever window, whether the database keeps it or not."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Family
from networking.metrics.counting import over_windows
from networking.metrics.facts import standpoint
from networking.metrics.grid import Total
from networking.metrics.measures import MEASURES
from networking.metrics.rated import RATINGS
from networking.metrics.rows import Rows
from networking.metrics.windows import Month, Span
from tests.factories import make_user
from tests.kept_walk import happening
from tests.metrics.life import ERAS, Life

pytestmark = pytest.mark.django_db(transaction=False)
ROWS: list[Rows] = [measure.rows for measure in MEASURES.values() if measure not in RATINGS]
TOTALS = [Total(proof.rows, proof.mean_of) for rating in RATINGS for proof in rating.proofs if proof.mean_of]


@settings(max_examples=15, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10**9), era=st.sampled_from(ERAS))
def test_numbers_are_those_of_their_rows(seed: int, era: tuple[str, Month]) -> None:
    zone, month = era
    owner = make_user(time_zone=zone)
    life = Life(owner, Random(seed), month)
    places = [None, *Family, *life.live()[:1]]
    if month == Month(2026, 11):
        for _ in range(12):
            happening(owner, life.chance)
    seen = standpoint(owner, life.today)
    day = life.day()
    windows = [
        [seen.month(month)],
        [seen.month(Span(month.moved(-2), month))],
        [seen.before(month), *(window for _month, window in seen.months(month, 4))],
        [seen.window(day, day + timedelta(days=life.chance.randint(1, 70)))],
    ]
    where = life.chance.choice([None, *places])
    for asked in windows:
        known = [window for window in asked if window.has_data]
        found = over_windows(owner, [*ROWS, *TOTALS], known, where)
        for window, numbers in zip(known, found, strict=True):
            expected = [rows(owner, window, where).count() for rows in ROWS] + [
                sum(getattr(row, total.field) for row in total.rows(owner, window, where)) for total in TOTALS
            ]
            assert numbers == expected, (window.first, window.after_last)
