from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.metrics.windows import Month, Standpoint

MOSCOW = ZoneInfo("Europe/Moscow")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+00:00")


def standing_on(day: date, zone: ZoneInfo = MOSCOW) -> Standpoint:
    return Standpoint(zone, day, date(2000, 1, 1))


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "0000-01", "1899-12", "2200-01", "26-10", "2026-1", "2026-10-01", "٢٠٢٦-١٠", ""]
)
def test_no_such_month(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_a_month_is_read_as_it_is_written(year: int, month: int) -> None:
    assert Month.parse(str(Month(year, month))) == Month(year, month)


def test_neighbours() -> None:
    assert Month(2026, 12).moved(1) == Month(2027, 1)
    assert Month(2026, 1).moved(-1) == Month(2025, 12)
    assert (Month(2028, 2).first, Month(2028, 2).after_last) == (date(2028, 2, 1), date(2028, 3, 1))
    assert Month(2026, 12).after_last == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("zone", "month", "begin", "end"),
    [
        ("Europe/Moscow", Month(2026, 10), "2026-09-30T21", "2026-10-31T21"),
        ("Europe/Moscow", Month(2014, 10), "2014-09-30T20", "2014-10-31T21"),
        ("America/New_York", Month(2026, 3), "2026-03-01T05", "2026-04-01T04"),
        ("America/New_York", Month(2026, 11), "2026-11-01T04", "2026-12-01T05"),
        # Apia went over the date line by leaving out 30 December 2011.
        ("Pacific/Apia", Month(2011, 12), "2011-12-01T10", "2011-12-31T10"),
        ("Pacific/Apia", Month(2012, 1), "2011-12-31T10", "2012-01-31T10"),
    ],
)
def test_moments_of_a_month(zone: str, month: Month, begin: str, end: str) -> None:
    window = standing_on(date(2026, 11, 20), ZoneInfo(zone)).month(month)
    assert window.moments == (moment(begin), moment(end))


def test_months_have_no_gap_and_no_overlap() -> None:
    windows = [window for _month, window in standing_on(date(2026, 11, 20)).months(Month(2026, 11), 24)]
    assert all(one.moments[1] == other.moments[0] and one.after_last == other.first for one, other in pairwise(windows))
    assert (windows[0].first, len(windows)) == (date(2024, 12, 1), 24)


@pytest.mark.parametrize(
    ("today", "month", "first", "after_last"),
    [
        (date(2026, 11, 20), Month(2026, 10), date(2026, 9, 1), date(2026, 10, 1)),
        (date(2026, 11, 20), Month(2026, 11), date(2026, 10, 1), date(2026, 10, 21)),
        (date(2026, 11, 1), Month(2026, 11), date(2026, 10, 1), date(2026, 10, 2)),
        (date(2026, 3, 30), Month(2026, 3), date(2026, 2, 1), date(2026, 3, 1)),
    ],
)
def test_what_a_month_is_compared_with(today: date, month: Month, first: date, after_last: date) -> None:
    window = standing_on(today).before(month)
    assert (window.first, window.after_last) == (first, after_last)


def test_no_data_before_the_first_fact_and_in_the_future() -> None:
    seen = Standpoint(MOSCOW, date(2026, 11, 20), date(2026, 10, 31))
    assert [seen.month(Month(2026, number)).has_data for number in (9, 10, 11, 12)] == [False, True, True, False]
    assert not Standpoint(MOSCOW, date(2026, 11, 20), None).month(Month(2026, 11)).has_data
