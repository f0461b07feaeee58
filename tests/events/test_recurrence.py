"""Which days a rule means, against a slow and obvious loop; and how it is said."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from communities.recurrence.rule import MOST_EVENTS, Rule, parse, usual
from communities.recurrence.words import say

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
INTERVALS = st.integers(1, 6)
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
RULES = st.one_of(
    st.builds(Rule, st.just("DAILY"), interval=INTERVALS),
    st.builds(Rule, st.just("WEEKLY"), interval=INTERVALS, weekdays=WEEKDAYS),
    st.builds(
        Rule,
        st.just("MONTHLY"),
        interval=INTERVALS,
        weekdays=st.integers(0, 6).map(lambda day: (day,)),
        nth=st.sampled_from((1, 2, 3, 4, -1)),
    ),
    st.builds(
        Rule, st.just("MONTHLY"), interval=INTERVALS, monthday=st.one_of(st.integers(1, 31), st.just(-1))
    ),
    st.builds(Rule, st.just("YEARLY"), interval=INTERVALS),
)  # fmt: skip


def obviously(rule: Rule, first: date, bound: date) -> list[date]:
    return unbounded(rule, first, bound)[: min(rule.count or MOST_EVENTS, MOST_EVENTS)]


def unbounded(rule: Rule, first: date, bound: date) -> list[date]:
    """Every day from the first to the bound, each asked by itself."""
    day, found = first, []
    while day <= bound:
        if day == first or fits(rule, first, day):
            found.append(day)
        day += timedelta(days=1)
    return found


def fits(rule: Rule, first: date, day: date) -> bool:
    months = (day.year - first.year) * 12 + day.month - first.month
    longest = calendar.monthrange(day.year, day.month)[1]
    if rule.freq == "DAILY":
        return (day - first).days % rule.interval == 0
    if rule.freq == "WEEKLY":
        monday = first - timedelta(days=first.weekday())
        return day.weekday() in rule.weekdays and (day - monday).days // 7 % rule.interval == 0
    if rule.freq == "YEARLY":
        same = (day.month, day.day) == (first.month, first.day)
        return same and (day.year - first.year) % rule.interval == 0
    if months % rule.interval:
        return False
    if rule.monthday:
        return day.day == (longest if rule.monthday == -1 else rule.monthday)
    if day.weekday() != rule.weekdays[0]:
        return False
    return day.day + 7 > longest if rule.nth == -1 else (day.day + 6) // 7 == rule.nth


@given(RULES, DAYS)
def test_an_open_rule_reaches_a_year_and_no_further(rule: Rule, first: date) -> None:
    assert rule.days(first) == obviously(rule, first, first + relativedelta(years=1))


@given(RULES, DAYS, st.integers(1, 1500))
def test_a_last_day_is_inside_and_bounded_by_two_years(rule: Rule, first: date, length: int) -> None:
    until = first + timedelta(days=length)
    ended = Rule(**{**vars(rule), "until": until})
    assert ended.days(first) == obviously(ended, first, min(until, first + relativedelta(years=2)))
    assert ended.is_cut(first) is (until > first + relativedelta(years=2))


@given(RULES, DAYS, st.integers(-400, 800), st.one_of(st.none(), st.integers(1, 50)))
def test_of_an_earlier_first_day_only_what_is_not_past_is_made(
    rule: Rule, first: date, passed: int, count: int | None
) -> None:
    today, counted = first + timedelta(days=passed), Rule(**{**vars(rule), "count": count})
    begin = max(first, today)
    every = unbounded(rule, first, begin + relativedelta(years=2 if count else 1))
    wanted = [first, *(day for day in every if day > first and day >= today)]
    assert counted.days(first, today) == wanted[: count or MOST_EVENTS]


@given(RULES, DAYS, st.integers(1, MOST_EVENTS))
def test_a_number_of_times_counts_the_first(rule: Rule, first: date, count: int) -> None:
    counted = Rule(**{**vars(rule), "count": count})
    assert counted.days(first) == obviously(counted, first, first + relativedelta(years=2))
    assert counted.is_cut(first) is (len(counted.days(first)) < count)


@given(RULES, st.one_of(st.none(), DAYS), st.one_of(st.none(), st.integers(1, 999)))
def test_a_rule_is_read_as_it_was_written(rule: Rule, until: date | None, count: int | None) -> None:
    ended = Rule(**{**vars(rule), "until": until, "count": None if until else count})
    assert parse(str(ended)) == ended


@given(DAYS)
def test_every_usual_way_holds_its_own_day_and_can_be_said(day: date) -> None:
    for rule in usual(day):
        assert fits(rule, day, day), rule
        for language in ("ru", "en"):
            with translation.override(language):
                assert say(rule, day)


@pytest.mark.parametrize(
    "text",
    ["", "FREQ=SECONDLY", "FREQ=HOURLY", "FREQ=MINUTELY;INTERVAL=1", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1",
     "FREQ=DAILY;INTERVAL=99999", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=2TH", "FREQ=MONTHLY",
     "FREQ=MONTHLY;BYDAY=7TH", "FREQ=MONTHLY;BYDAY=1TH,2FR", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=DAILY;BYSECOND=1",
     "FREQ=DAILY;COUNT=0", "FREQ=DAILY;UNTIL=20261301", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;COUNT=2;UNTIL=20261201",
     "FREQ=MONTHLY;BYDAY=1TH;BYMONTHDAY=3", "FREQ=DAILY;INTERVAL=²", "x" * 5000],
)  # fmt: skip
def test_what_is_no_rule_of_ours_is_refused_before_it_is_expanded(text: str) -> None:
    with pytest.raises(ValidationError):
        parse(text)


@pytest.mark.parametrize(
    ("rule", "russian", "english"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "каждый второй четверг", "every second Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "каждую вторую среду", "every second Wednesday"),
        ("FREQ=WEEKLY;BYDAY=TU", "каждую неделю по вторникам", "every week on Tuesdays"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "каждую неделю по понедельникам, по четвергам",
         "every week on Mondays, on Thursdays"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", "раз в 3 недели по воскресеньям", "every 3 weeks on Sundays"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "по будням", "every working day"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "последняя пятница месяца", "the last Friday of the month"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO", "первый понедельник месяца, раз в 3 месяца",
         "the first Monday of the month, once in 3 months"),
        ("FREQ=MONTHLY;BYMONTHDAY=26", "каждый месяц 26-го числа", "every month on day 26"),
        ("FREQ=DAILY", "каждый день", "every day"),
        ("FREQ=DAILY;INTERVAL=5", "раз в 5 дней", "every 5 days"),
        ("FREQ=YEARLY", "каждый год 26 ноября", "every year on 26 November"),
    ],
)  # fmt: skip
def test_a_rule_is_said_in_words(rule: str, russian: str, english: str) -> None:
    for language, said in (("ru", russian), ("en", english)):
        with translation.override(language):
            assert say(parse(rule), date(2026, 11, 26)) == said
