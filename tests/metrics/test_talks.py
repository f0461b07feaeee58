"""Whole months and single days are a window again, whatever its ends are."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from communities.kept_talks import MONTHS
from networking.metrics.talks import pieces


@given(first=st.dates(date(2019, 1, 1), date(2030, 1, 1)), length=st.integers(-5, 900))
def test_pieces_hold_each_day_of_a_window_once(first: date, length: int) -> None:
    after = first + timedelta(days=length)
    days: list[date] = []
    for grain, begin, end in pieces(first, after):
        assert begin < end
        if grain == MONTHS:
            assert (begin.day, end.day) == (1, 1)
        days += [begin + timedelta(days=place) for place in range((end - begin).days)]
    assert days == [first + timedelta(days=place) for place in range(max(length, 0))]
