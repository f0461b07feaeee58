from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_community, make_event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)


def _month(month: str) -> str:
    return reverse("events:calendar_month", args=[month])


@time_machine.travel(NOW, tick=False)
def test_events_stand_on_the_owners_days(owner: User, stranger: User, client_of_owner: Client) -> None:
    make_event(owner=owner, name="Полуночный", starts=datetime(2026, 9, 30, 22, 30, tzinfo=UTC))  # 1 October in Moscow
    make_event(owner=owner, name="Соседний", starts=datetime(2026, 11, 1, 16, 0, tzinfo=UTC))
    make_event(owner=owner, name="Выброшенный", starts=NOW).throw_away()
    make_event(owner=stranger, name="Чужой", starts=NOW)
    page = client_of_owner.get(reverse("events:calendar"))
    squares = {day.day.isoformat(): [one.name for one in day.events] for week in page.context["weeks"] for day in week}
    assert squares["2026-10-01"] == ["Полуночный"]
    assert squares["2026-11-01"] == ["Соседний"]
    assert [day for day, names in squares.items() if names] == ["2026-10-01", "2026-11-01"]
    assert min(squares) == "2026-09-28"
    assert max(squares) == "2026-11-01"
    text = page.content.decode()
    assert "Октябрь 2026" in text
    assert "1 мероприятие" in text  # what stands on a neighbour's day is not counted
    assert "01:30" in text
    assert _month("2026-09") in text
    assert _month("2026-11") in text
    assert f"{reverse('events:add')}?day=2026-10-08" in text


def test_a_day_of_the_calendar_fills_the_new_event(client_of_owner: Client) -> None:
    page = client_of_owner.get(reverse("events:add"), {"day": "2026-10-08"})
    assert str(page.context["form"]["day"].value()) == "2026-10-08"
    for odd in ("2026-02-31", "x", "9" * 400):
        assert client_of_owner.get(reverse("events:add"), {"day": odd}).status_code == 200


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "0000-01", "1899-12", "2201-01", "now", "2026-1", "٢٠٢٦-٠١"])
def test_a_month_that_is_none_is_404(client_of_owner: Client, month: str) -> None:
    assert client_of_owner.get(_month(month)).status_code == 404


@pytest.mark.parametrize("month", ["1900-01", "2200-12", "2026-02"])
def test_the_edges_of_time_hold(client_of_owner: Client, month: str) -> None:
    assert client_of_owner.get(_month(month)).status_code == 200


def test_the_calendar_asks_the_same_for_any_number_of_events(owner: User, client_of_owner: Client) -> None:
    def at(day: int) -> None:
        make_event(owner=owner, community=make_community(owner=owner), starts=datetime(2026, 10, day, 12, tzinfo=UTC))

    at(3)
    first = queries_of(client_of_owner, _month("2026-10"))
    at(4)
    at(5)
    assert queries_of(client_of_owner, _month("2026-10")) == first <= 10
