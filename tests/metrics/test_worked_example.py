"""The worked example of the definitions, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from communities.models import Community, Family
from contacts.models import Contact, Interaction
from networking.accounts.models import User
from networking.metrics import figures
from networking.metrics.facts import standpoint
from networking.metrics.windows import Month, Window
from tests.factories import make_community, make_contact, make_interaction, make_membership

MOSCOW = ZoneInfo("Europe/Moscow")
OCTOBER = Month(2026, 10)


@dataclass
class Example:
    owner: User
    p: Community
    q: Community
    people: dict[str, Contact]
    talks: dict[str, Interaction]

    def window(self, month: Month = OCTOBER) -> Window:
        return standpoint(self.owner, date(2026, 11, 20)).month(month)


def local_day(text: str) -> date:
    """A talk's day is the owner's local day when it happened, fixed when it is logged."""
    return datetime.fromisoformat(text).astimezone(MOSCOW).date()


@pytest.fixture
def example(owner: User) -> Example:
    owner.time_zone = "Europe/Moscow"
    owner.save()
    p = make_community(owner=owner, name="P", family="internal", kind="technical")
    q = make_community(owner=owner, name="Q")
    anna = make_contact(owner=owner, name="Анна", met_on=date(2026, 10, 3))
    boris = make_contact(owner=owner, name="Борис", met_on=date(2025, 12, 20))
    vera = make_contact(owner=owner, name="Вера", met_on=date(2026, 10, 31))
    make_membership(contact=anna, community=p, since=date(2026, 10, 3))
    make_membership(contact=boris, community=p, since=date(2026, 1, 1), until=date(2026, 10, 10))
    make_membership(contact=anna, community=q, since=date(2026, 9, 1))
    talks = {
        "I1": make_interaction(owner=owner, contacts=[anna, boris], day=date(2026, 10, 5)),
        "I2": make_interaction(owner=owner, contacts=[boris], day=date(2026, 10, 20)),
        "I3": make_interaction(owner=owner, contacts=[anna], day=local_day("2026-11-01T00:30+03:00")),
        "I4": make_interaction(owner=owner, contacts=[vera], day=local_day("2026-10-31T23:30+03:00")),
        "I5": make_interaction(owner=owner, contacts=[anna], day=date(2026, 10, 12), answered=False),
    }
    return Example(owner, p, q, {"Анна": anna, "Борис": boris, "Вера": vera}, talks)


def test_new_contacts(example: Example) -> None:
    everything = figures.new_contacts(example.owner, example.window())
    in_p = figures.new_contacts(example.owner, example.window(), example.p)
    in_q = figures.new_contacts(example.owner, example.window(), example.q)
    assert (everything.value, in_p.value, in_q.value) == (2, 1, 1)
    assert {person.name for person in everything.rows} == {"Анна", "Вера"}
    assert [person.name for person in in_p.rows] == [person.name for person in in_q.rows] == ["Анна"]


def test_interactions(example: Example) -> None:
    everything = figures.interactions(example.owner, example.window())
    in_p = figures.interactions(example.owner, example.window(), example.p)
    in_q = figures.interactions(example.owner, example.window(), example.q)
    assert (everything.value, in_p.value, in_q.value) == (3, 1, 1)
    assert set(everything.rows) == {example.talks["I1"], example.talks["I2"], example.talks["I4"]}
    assert list(in_p.rows) == list(in_q.rows) == [example.talks["I1"]]


def test_what_stands_beside_interactions(example: Example) -> None:
    everything = figures.interactions(example.owner, example.window())
    in_p = figures.interactions(example.owner, example.window(), example.p)
    assert everything.extras == {"people-reached": 3}
    assert everything.denominator is None
    # Both were reached as members on the 5th; both were members on some day of October.
    assert in_p.extras == {"people-reached": 2, "members": 2}
    assert in_p.denominator == 2


def test_i3_belongs_to_november(example: Example) -> None:
    november = figures.interactions(example.owner, example.window(Month(2026, 11)))
    assert list(november.rows) == [example.talks["I3"]]


def test_a_family_counts_once_what_is_in_it(example: Example) -> None:
    internal = figures.interactions(example.owner, example.window(), Family.INTERNAL)
    professional = figures.new_contacts(example.owner, example.window(), Family.PROFESSIONAL)
    assert list(internal.rows) == [example.talks["I1"]]
    assert [person.name for person in professional.rows] == ["Анна"]


def test_second_talk_is_on_a_later_day(example: Example) -> None:
    beside = figures.new_contacts(example.owner, example.window()).extras
    # Anna was talked to on the 5th; Vera only on the day of the meeting.
    assert beside == {"talked-again": 1, "undated": 0}


def test_a_month_before_the_first_fact_has_no_data(example: Example) -> None:
    before = figures.new_contacts(example.owner, example.window(Month(2025, 11)))
    first = figures.new_contacts(example.owner, example.window(Month(2025, 12)))
    empty = figures.new_contacts(example.owner, example.window(Month(2026, 2)))
    assert (before.value, list(before.rows)) == (None, [])
    assert first.value == 1
    assert empty.value == 0
