"""What a community gave back over twelve months: the numbers, the advice from them, and the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from communities.models import Attendance, Community, Event, Membership, Opportunity, Participation
from contacts.models import Contact, Participant
from networking.accounts.models import User
from networking.metrics.facts import standpoint
from networking.metrics.opened import lines_of
from networking.metrics.returns.columns import OPENS, in_order
from networking.metrics.returns.counting import Return, fees, returns, span_of
from networking.metrics.returns.verdict import Advice, Numbers, verdict
from networking.metrics.windows import Month
from tests.factories import (
    make_attendance,
    make_community,
    make_contact,
    make_contribution,
    make_event,
    make_interaction,
    make_membership,
    make_opportunity,
    make_participation,
    make_referral,
    make_user,
)

TODAY = date(2026, 11, 20)
YEAR_BEGINS = date(2025, 12, 1)


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        yield


def of(owner: User, community: Community) -> Return:
    return returns(owner, standpoint(owner, TODAY), [community])[0]


FULL = {"months": 12, "events": 6}
CASES: list[tuple[str, dict[str, Any], Advice, list[str]]] = [
    ("new there", {"months": 2}, Advice.WAIT, ["it is your second month there"]),
    ("new there and here", {"months": 1, "unrecorded": 1}, Advice.WAIT, ["it is your second month there"]),
    ("old there, new here", {"months": 1, "unrecorded": 10}, Advice.WAIT, ["there are records of 1 month only"]),
    ("asleep", {"months": 12}, Advice.LEAVE, ["nothing happened there in 12 months"]),
    (
        "asleep for a fee",
        {"months": 12, "money": Decimal(12_000)},
        Advice.LEAVE,
        ["nothing happened there in 12 months", "it cost ₽12,000"],
    ),
    (
        "people and knowledge",
        {**FULL, "new_contacts": 5, "old_enough": 4, "kept": 2, "knowledge": 4.1667, "knowledge_marks": 5},
        Advice.STAY,
        ["2 acquaintances kept for longer", "knowledge is worth 4.2 of 5"],
    ),
    (
        "chances and people, dear",
        {**FULL, "hours": Decimal(30), "kept": 1, "taken": 1},
        Advice.STAY,
        ["1 acquaintance kept for longer", "1 chance or recommendation was of use"],
    ),
    (
        "chances and people, too dear",
        {**FULL, "hours": Decimal(31), "kept": 1, "taken": 1},
        Advice.CHANGE,
        ["1 acquaintance kept for longer", "1 chance or recommendation was of use", "it took 31 h"],
    ),
    (
        "left already",
        {**FULL, "gone": True, "kept": 1, "hours": Decimal(9)},
        Advice.GONE,
        ["1 acquaintance kept for longer", "it took 9 h"],
    ),
    (
        "only considered",
        {**FULL, "considered": True, "kept": 1},
        Advice.UNDECIDED,
        ["1 acquaintance kept for longer"],
    ),
    ("half a year", {"months": 6, "span": 6}, Advice.LEAVE, ["nothing happened there in 6 months"]),
    (
        "one thing, cheap",
        {**FULL, "hours": Decimal(10), "useful_referrals": 1, "referrals": 1},
        Advice.STAY,
        ["1 chance or recommendation was of use", "it took 10 h"],
    ),
    (
        "one thing, dear",
        {**FULL, "hours": Decimal("24"), "knowledge": 4.0, "knowledge_marks": 2},
        Advice.CHANGE,
        ["knowledge is worth 4.0 of 5", "no new people", "no chances and no recommendations", "it took 24 h"],
    ),
    (
        "one mark is no proof",
        {**FULL, "knowledge": 5.0, "knowledge_marks": 1, "contributions": 3},
        Advice.LEAVE,
        ["no new people", "no chances and no recommendations", "knowledge is worth 5.0 of 5", "you gave 3 times"],
    ),
    (
        "a listener",
        {**FULL, "hours": Decimal(6), "new_contacts": 4, "old_enough": 4},
        Advice.CHANGE,
        [
            "4 new people, none kept yet",
            "no chances and no recommendations",
            "no marks for knowledge",
            "you have not yet given anything there",
            "it took 6 h",
        ],
    ),
    (
        "gave, got nothing",
        {**FULL, "hours": Decimal(40), "contributions": 1, "opportunities": 2, "usefulness": 1.0},
        Advice.LEAVE,
        [
            "no new people",
            "chances came, but none was of use",
            "no marks for knowledge",
            "you gave 1 time",
            "it took 40 h",
        ],
    ),
    (
        "new people of late are no failure",
        {**FULL, "new_contacts": 3, "opportunities": 1, "usefulness": 4.0},
        Advice.STAY,
        ["3 new people, all of late", "opportunities are worth 4.0 of 5"],
    ),
]


@pytest.mark.parametrize(
    ("numbers", "advice", "reasons"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_advice_and_its_reasons(numbers: dict[str, Any], advice: Advice, reasons: list[str]) -> None:
    with translation.override("en"):
        found = verdict(Numbers(**numbers))
    assert (found.advice, found.reasons) == (advice, reasons)


@given(
    st.builds(
        Numbers,
        months=st.integers(0, 12),
        hours=st.decimals(0, 500, places=1),
        money=st.decimals(0, 100_000, places=0),
        events=st.integers(0, 20),
        new_contacts=st.integers(0, 20),
        kept=st.integers(0, 5),
        old_enough=st.integers(0, 20),
        referrals=st.integers(0, 5),
        taken=st.integers(0, 5),
        usefulness=st.none() | st.floats(1, 5),
        knowledge=st.none() | st.floats(1, 5),
        knowledge_marks=st.integers(0, 9),
        contributions=st.integers(0, 9),
    )
)
def test_the_advice_always_has_a_reason(numbers: Numbers) -> None:
    found = verdict(numbers)
    assert found.reasons or numbers.gone
    assert all(found.reasons)
    if numbers.months >= 3 and numbers.kept and numbers.taken and numbers.hours <= 30:
        assert found.advice == Advice.STAY


def test_kept_are_two_talks_later_than_ninety_days(owner: User) -> None:
    place = make_community(owner=owner)
    met = date(2026, 1, 10)
    for days in ([91, 92], [90, 91], [91], [100, 400], [10, 95, 200]):
        person = make_contact(owner=owner, met_on=met)
        make_membership(contact=person, community=place, since=met)
        for number in days:
            make_interaction(owner=owner, contacts=[person], day=met + timedelta(days=number))
    old = make_contact(owner=owner, met_on=date(2025, 11, 30))
    make_membership(contact=old, community=place, since=date(2025, 11, 30))
    for month in (4, 5):
        make_interaction(owner=owner, contacts=[old], day=date(2026, month, 1))
    numbers = of(owner, place).numbers
    # [100, 400] has its second talk in the future; whoever was met before the twelve months is not among them.
    assert (numbers.new_contacts, numbers.kept, numbers.old_enough) == (5, 2, 5)


def test_hours_are_what_is_said_or_what_events_took(owner: User) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2024, 1, 1))
    make_event(owner=owner, community=place, mine="attended", hours=Decimal("3.5"), cost=Decimal(500))
    make_event(owner=owner, community=place, mine="attended", hours=Decimal(2))
    make_event(owner=owner, community=place, mine="planned", hours=Decimal(50))
    assert of(owner, place).numbers.hours == Decimal("5.5")
    make_participation(community=place, since=date(2026, 9, 10), hours_per_month=Decimal(4))
    numbers = of(owner, place).numbers
    # September, October, November at four hours.
    assert (numbers.hours, numbers.months, numbers.money) == (Decimal(12), 3, Decimal(500))


@pytest.mark.parametrize(
    ("period", "since", "until", "money"),
    [
        ("month", date(2026, 9, 10), None, 300),
        ("month", date(2020, 1, 1), None, 1200),
        ("month", date(2020, 1, 1), date(2025, 12, 1), 100),
        ("year", date(2020, 1, 1), None, 100),
        ("year", date(2026, 6, 1), None, 50),
        ("once", date(2026, 6, 1), None, 100),
        ("once", date(2025, 6, 1), None, 0),
        ("once", None, None, 0),
    ],
)
def test_fees_of_twelve_months(owner: User, period: str, since: date | None, until: date | None, money: int) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    make_participation(community=place, since=since, until=until, fee=Decimal(100), fee_period=period)
    assert of(owner, place).numbers.money == money


@pytest.mark.parametrize(
    ("period", "changed_on", "fee", "money"),
    [
        ("once", date(2026, 6, 10), 100, 100),
        ("", date(2026, 6, 10), 100, 100),
        # Another fee was paid anew; so was the same one after a day away.
        ("once", date(2026, 6, 10), 150, 250),
        ("once", date(2026, 6, 11), 100, 200),
        # March to November, the dearer one from June on.
        ("month", date(2026, 6, 10), 100, 900),
        ("month", date(2026, 6, 10), 150, 1200),
        ("year", date(2026, 6, 10), 100, 75),
        ("year", date(2026, 6, 10), 160, 105),
    ],
)
def test_a_change_of_role_is_paid_once(owner: User, period: str, changed_on: date, fee: int, money: int) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    for paid, since, until in ((100, date(2026, 3, 5), date(2026, 6, 9)), (fee, changed_on, None)):
        make_participation(community=place, since=since, until=until, fee=Decimal(paid), fee_period=period)
    assert of(owner, place).numbers.money == money


def test_what_was_paid_once_before_the_months_is_not_paid_by_another_role(owner: User) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    role, other_role, a_day = date(2026, 3, 5), date(2026, 9, 1), timedelta(days=1)
    for since, until in ((None, role - a_day), (role, other_role - a_day), (other_role, None)):
        make_participation(community=place, since=since, until=until, fee=Decimal(100), fee_period="once")
    assert of(owner, place).numbers.money == 0


def test_a_month_has_one_fee_where_a_monthly_one_became_yearly(owner: User) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    monthly = {"fee": Decimal(20), "fee_period": "month"}
    make_participation(community=place, since=date(2026, 9, 1), until=date(2026, 10, 9), **monthly)
    make_participation(community=place, since=date(2026, 10, 10), fee=Decimal(120), fee_period="year")
    # September and October at twenty, November at a twelfth.
    assert of(owner, place).numbers.money == 50


DAYS = st.integers(0, 500).map(lambda days: TODAY - timedelta(days=days))


@given(
    days=st.lists(DAYS, min_size=2, max_size=5, unique=True).map(sorted),
    fee=st.decimals(0, 99_999, places=2),
    paid=st.sampled_from(["once", "month", "year", ""]),
    known=st.booleans(),
)
def test_any_changes_of_role_leave_the_fees_as_they_are(days: list[date], fee: Decimal, paid: str, known: bool) -> None:
    first, *changes, last = days
    begins = [first if known else None, *changes]
    ends = [*(day - timedelta(days=1) for day in changes), last]
    values: dict[str, Any] = {"fee": fee, "fee_period": paid}
    parts = [Participation(since=since, until=until, **values) for since, until in zip(begins, ends, strict=True)]
    whole = Participation(since=begins[0], until=last, **values)
    months = [Month.of(TODAY).moved(back) for back in range(-11, 1)]
    expected = fees([whole], months, TODAY, months[0].first)
    assert fees(parts, months, TODAY, months[0].first) == expected
    assert fees(parts[::-1], months, TODAY, months[0].first) == expected


@pytest.mark.parametrize(
    ("since", "hours", "money", "said"),
    [
        (date(2026, 1, 10), Decimal(8), Decimal(200), "записи есть всего за 2 месяца"),
        (date(2026, 11, 2), Decimal(4), Decimal(100), "идёт ваш первый месяц там"),
    ],
)
def test_hours_and_fees_are_of_the_months_with_records(
    owner: User, since: date, hours: Decimal, money: Decimal, said: str
) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2026, 10, 25))
    make_participation(community=place, since=since, hours_per_month=Decimal(4), fee=Decimal(100), fee_period="month")
    with translation.override("ru"):
        found = of(owner, place)
    assert (found.numbers.hours, found.numbers.money) == (hours, money)
    assert (found.verdict.advice, found.verdict.reasons) == (Advice.WAIT, [said])


def test_without_a_date_of_mine_only_the_records_are_short(owner: User) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2026, 11, 1))
    with translation.override("ru"):
        assert of(owner, place).verdict.reasons == ["записи есть всего за 1 месяц"]


def test_what_was_left_counts_until_its_last_day(owner: User) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    make_participation(
        community=place, status="left", since=date(2020, 1, 1), until=date(2026, 2, 3), hours_per_month=Decimal(2)
    )
    found = of(owner, place)
    # December, January, February.
    assert (found.numbers.hours, found.numbers.months, found.verdict.advice) == (Decimal(6), 3, Advice.GONE)
    make_participation(community=place, since=date(2026, 11, 1))
    assert not of(owner, place).numbers.gone


@pytest.mark.parametrize("status", ["joined", "active", "paused"])
def test_what_begins_only_later_is_not_left(owner: User, status: str) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    part = {"fee": Decimal(100), "fee_period": "month", "hours_per_month": Decimal(9)}
    make_participation(community=place, status=status, since=TODAY + timedelta(days=1), **part)
    found = of(owner, place)
    assert (found.numbers.gone, found.numbers.months, found.verdict.advice) == (False, 0, Advice.WAIT)
    assert (found.numbers.money, found.numbers.hours) == (Decimal(0), Decimal(0))
    with translation.override("ru"):
        assert of(owner, place).verdict.reasons == ["вы там ещё не начали"]
    # The day has come.
    assert returns(owner, standpoint(owner, TODAY + timedelta(days=1)), [place])[0].numbers.months == 1


def test_who_has_left_and_comes_back_later_is_away_until_then(owner: User) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    make_participation(community=place, since=date(2025, 1, 1), until=date(2026, 9, 30))
    make_participation(community=place, since=TODAY + timedelta(days=1))
    assert of(owner, place).verdict.advice == Advice.GONE


def test_whoever_leaves_only_later_is_still_there(owner: User) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    make_participation(community=place, since=date(2025, 1, 1), until=TODAY)
    make_participation(community=place, status="left", since=TODAY + timedelta(days=1))
    assert not of(owner, place).numbers.gone


def test_the_time_away_between_two_parts_costs_nothing(owner: User) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    day = timedelta(days=1)
    begun, gone, back = date(2020, 1, 1), date(2026, 2, 4), date(2026, 11, 1)
    for status, since, until in (("active", begun, gone - day), ("left", gone, back - day), ("active", back, None)):
        make_participation(community=place, status=status, since=since, until=until, hours_per_month=Decimal(2))
    # December, January, February, November.
    assert (of(owner, place).numbers.hours, of(owner, place).numbers.months) == (Decimal(8), 4)


def test_considering_and_left_cost_nothing(owner: User) -> None:
    place = make_community(owner=owner)
    make_contact(owner=owner, met_on=date(2020, 1, 1))
    for status in ("considering", "left"):
        make_participation(community=place, status=status, fee=Decimal(100), fee_period="month", hours_per_month=9)
    assert (of(owner, place).numbers.money, of(owner, place).numbers.hours) == (Decimal(0), Decimal(0))


def make_year(owner: User, chance: Random) -> list[Community]:
    """A random year and a half around the edges of the twelve months."""

    def day() -> date:
        return date(2026, 11, 25) - timedelta(days=chance.choice([chance.randint(0, 420), 359, 358, 360]))

    places = [make_community(owner=owner) for _ in range(3)]
    people = [make_contact(owner=owner, met_on=day()) for _ in range(6)]
    for person in people:
        make_membership(contact=person, community=chance.choice(places), since=person.met_on)
    for _ in range(25):
        make_interaction(owner=owner, contacts=chance.sample(people, 2), day=day(), answered=chance.random() < 0.9)
    for _ in range(5):
        event = make_event(
            owner=owner,
            community=chance.choice(places),
            starts=datetime.combine(day(), datetime.min.time(), UTC) + timedelta(hours=chance.randint(0, 23)),
            mine=chance.choice(["attended", "attended", "missed"]),
            hours=chance.choice([None, Decimal(2), Decimal("1.5")]),
            knowledge=chance.choice([None, 2, 5]),
        )
        make_attendance(event=event, contact=chance.choice(people), came=True)
    for _ in range(4):
        make_opportunity(
            owner=owner, community=chance.choice(places), received_on=day(), usefulness=chance.choice([None, 1, 4])
        )
        make_contribution(owner=owner, community=chance.choice(places), day=day())
        make_referral(owner=owner, giver=chance.choice(people), made_on=day())
    if chance.random() < 0.5:
        chance.choice(people).throw_away()
    return places


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10**9), zone=st.sampled_from(["Europe/Moscow", "Pacific/Apia", "America/New_York"]))
def test_returns_agree_with_a_slow_count(db: None, seed: int, zone: str) -> None:
    owner = make_user(time_zone=zone)
    places = make_year(owner, Random(seed))
    make_year(make_user(time_zone=zone), Random(seed))
    seen = standpoint(owner, TODAY)
    found = returns(owner, seen, places)
    assert [one.community for one in found] == places
    for one in found:
        slow = Slow(owner, one.community)
        numbers = one.numbers
        assert (numbers.new_contacts, numbers.kept) == (len(slow.met()), len(slow.kept()))
        events, marks = slow.events(), [event.knowledge for event in slow.events() if event.knowledge]
        assert (numbers.events, numbers.knowledge_marks) == (len(events), len(marks))
        assert numbers.hours == sum((event.hours or Decimal(0) for event in events), Decimal(0))
        assert numbers.knowledge == (pytest.approx(sum(marks) / len(marks)) if marks else None)
        useful = [row.usefulness for row in slow.chances() if row.usefulness]
        assert numbers.opportunities == len(slow.chances())
        assert numbers.usefulness == (pytest.approx(sum(useful) / len(useful)) if useful else None)
        window = span_of(seen)[1]
        opened = {slug: len(lines_of(opens, owner, window, one.community)) for slug, opens in OPENS.items()}
        assert opened == {
            "new-contacts": numbers.new_contacts,
            "kept": numbers.kept,
            "referrals": numbers.referrals,
            "opportunities": numbers.opportunities,
            "events": numbers.events,
            "knowledge": numbers.knowledge_marks,
            "contributions": numbers.contributions,
        }


class Slow:
    """The year of one community, row by row."""

    def __init__(self, owner: User, place: Community) -> None:
        self.owner, self.place = owner, place

    def lived(self, day: date) -> bool:
        return YEAR_BEGINS <= day < date(2026, 12, 1)

    def met(self) -> list[Contact]:
        people = Contact._base_manager.filter(owner=self.owner, trash=None)
        return [one for one in people if one.met_on and self.lived(one.met_on) and self._there(one, one.met_on)]

    def _there(self, one: Contact, day: date) -> bool:
        periods = Membership._base_manager.filter(contact=one, community=self.place, trash=None)
        came = Attendance._base_manager.filter(contact=one, came=True, event__community=self.place).select_related(
            "event"
        )
        joined = any(row.contains(day) or (row.since and self.lived(row.since)) for row in periods)
        return joined or any(row.event.starts.astimezone(self.owner.zone).date() == day for row in came)

    def kept(self) -> list[Contact]:
        return [one for one in self.met() if len(self._later(one)) >= 2]

    def _later(self, one: Contact) -> list[date]:
        parts = Participant._base_manager.filter(contact=one).select_related("interaction")
        days = [part.interaction.day for part in parts if part.interaction.answered]
        assert one.met_on
        return [day for day in days if (day - one.met_on).days > 90 and day <= TODAY]

    def events(self) -> list[Event]:
        rows = Event._base_manager.filter(owner=self.owner, community=self.place, mine="attended")
        return [row for row in rows if self.lived(row.starts.astimezone(self.owner.zone).date())]

    def chances(self) -> list[Opportunity]:
        rows = Opportunity._base_manager.filter(owner=self.owner, community=self.place)
        return [row for row in rows if self.lived(row.received_on)]


@pytest.fixture
def two(owner: User) -> tuple[Community, Community]:
    """A community that is worth it, and one that only costs."""
    good, bad = make_community(owner=owner, name="MoscowPython"), make_community(owner=owner, name="Ассоциация")
    make_contact(owner=owner, met_on=date(2025, 1, 1))
    person = make_contact(owner=owner, name="Анна", met_on=date(2026, 1, 10))
    make_membership(contact=person, community=good, since=date(2026, 1, 10))
    for month in (5, 6):
        make_interaction(owner=owner, contacts=[person], day=date(2026, month, 1))
    make_opportunity(owner=owner, community=good, usefulness=4, outcome="taken", outcome_on=TODAY)
    make_participation(community=bad, since=date(2020, 1, 1), fee=Decimal(12_000), fee_period="year")
    return good, bad


def test_the_page_says_which_to_leave_and_why(client_of_owner: Client, two: tuple[Community, Community]) -> None:
    good, bad = two
    text = client_of_owner.get("/metrics/returns/").content.decode()
    rows = re.findall(r'<th scope="row">.*?</tbody>', text, re.S)
    assert [good.name in rows[0], bad.name in rows[1]] == [True, True]
    assert "остаться" in rows[0]
    assert "сохранилось 1 знакомство, пригодилась 1 возможность или рекомендация" in rows[0]
    assert "уйти?" in rows[1]
    assert "за 12 месяцев там ничего не произошло, потрачено 12\xa0000\xa0₽" in rows[1]
    address = f"/metrics/returns/{good.pk}/rows/?of=kept"
    assert f'<a href="{address}">1</a>' in rows[0]
    assert "Анна" in client_of_owner.get(address).content.decode()
    assert client_of_owner.get(f"/metrics/returns/{good.pk}/rows/?of=gossip").status_code == 404


def test_the_question_is_answered_in_one_sentence(client_of_owner: Client, two: tuple[Community, Community]) -> None:
    text = client_of_owner.get("/metrics/returns/").content.decode()
    assert "За год больше всего дало «MoscowPython»: " in text
    assert "Подумайте, не уйти ли: «Ассоциация» (" in text


def test_half_a_year_counts_and_opens_its_own_rows(
    client_of_owner: Client, owner: User, two: tuple[Community, Community]
) -> None:
    good, _bad = two
    text = client_of_owner.get("/metrics/returns/?months=6").content.decode()
    # Anna was met in January: not within the half-year.
    assert f"/metrics/returns/{good.pk}/rows/?of=kept" not in text
    address = f"/metrics/returns/{good.pk}/rows/?of=opportunities&months=6"
    assert f'href="{address.replace("&", "&amp;")}">1</a>' in text
    assert ": 1</h1>" in client_of_owner.get(address).content.decode()
    assert "Июнь 2026 – Ноябрь 2026" in text


def test_it_is_sorted_by_any_column(client_of_owner: Client, owner: User, two: tuple[Community, Community]) -> None:
    good, bad = two
    found = returns(owner, standpoint(owner, TODAY), [good, bad])
    assert [one.community for one in in_order(found, "money")] == [bad, good]
    assert [one.community for one in in_order(found, "kept")] == [good, bad]
    text = client_of_owner.get("/metrics/returns/?order=money").content.decode()
    assert re.search(r'aria-sort="descending"><a href="\?order=money"', text)
    assert text.index(bad.get_absolute_url()) < text.index(good.get_absolute_url())
    assert client_of_owner.get("/metrics/returns/?order=drop").status_code == 200


def test_the_panel_of_a_community(client_of_owner: Client, two: tuple[Community, Community]) -> None:
    good, _bad = two
    address = f"/metrics/returns/{good.pk}/"
    assert f'data-hx-get="{address}"' in client_of_owner.get(good.get_absolute_url()).content.decode()
    panel = client_of_owner.get(address, headers={"HX-Request": "true"}).content.decode()
    assert panel.lstrip().startswith("<section")
    assert "сохранилось 1 знакомство" in panel


def test_an_empty_account_is_invited(client_of_owner: Client) -> None:
    assert "Здесь будет видно, что дают сообщества" in client_of_owner.get("/metrics/returns/").content.decode()


def test_as_many_queries_at_one_community_as_at_three(
    client_of_owner: Client,
    owner: User,
    two: tuple[Community, Community],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(2):
        client_of_owner.get("/metrics/returns/")
        with django_assert_num_queries(10):
            client_of_owner.get("/metrics/returns/")
        make_year(owner, Random(1))
