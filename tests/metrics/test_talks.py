"""Whole months and single days are a window again, whatever its ends are."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contacts.kept_table import MONTHS
from networking.metrics.talks import pieces


@given(first=st.dates(date(2019, 1, 1), date(2030, 1, 1)), length=st.integers(-5, 900))
def test_pieces_hold_each_day_of_a_window_once(first: date, length: int) -> None:
    after = first + timedelta(days=length)
    days: Counter[date] = Counter()
    for sign, grain, begin, end in pieces(first, after):
        assert begin < end
        # Days stand under the month in which they begin.
        assert grain == MONTHS or (end - timedelta(days=1)).replace(day=1) == begin.replace(day=1)
        if grain == MONTHS:
            assert (sign, begin.day, end.day) == (1, 1, 1)
        for place in range((end - begin).days):
            days[begin + timedelta(days=place)] += sign
    expected = dict.fromkeys((first + timedelta(days=place) for place in range(length)), 1)
    assert {day: times for day, times in days.items() if times} == expected
