from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

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


def _squares(client: Client, month: str) -> dict[str, list[tuple[str, str]]]:
    weeks = client.get(_month(month)).context["weeks"]
    return {day.iso: [(one.hour, one.name) for one in day.events] for week in weeks for day in week if day.events}


@time_machine.travel(NOW, tick=False)
def test_an_event_of_several_days_stands_on_each_of_them(owner: User, client_of_owner: Client) -> None:
    starts, ends = datetime(2026, 11, 28, 7, 0, tzinfo=UTC), datetime(2026, 12, 2, 15, 0, tzinfo=UTC)
    make_event(owner=owner, name="Форум", starts=starts, ends=ends)
    make_event(owner=owner, name="Встреча", starts=datetime(2026, 11, 29, 6, 0, tzinfo=UTC))
    november, december = _squares(client_of_owner, "2026-11"), _squares(client_of_owner, "2026-12")
    assert november == {
        "2026-11-28": [("10:00", "Форум")],
        "2026-11-29": [("идёт", "Форум"), ("09:00", "Встреча")],
        "2026-11-30": [("идёт", "Форум")],
        "2026-12-01": [("идёт", "Форум")],
        "2026-12-02": [("до 18:00", "Форум")],
    }
    assert december == {day: november[day] for day in ("2026-11-30", "2026-12-01", "2026-12-02")}
    for month, count in (("2026-11", 2), ("2026-12", 1)):
        assert client_of_owner.get(_month(month)).context["count"] == count


@pytest.mark.parametrize(
    ("starts", "hours", "days"),
    [
        (datetime(2026, 11, 28, 19, 0, tzinfo=UTC), 4, ["2026-11-28"]),  # 22:00–02:00
        (datetime(2026, 11, 28, 7, 0, tzinfo=UTC), 14, ["2026-11-28"]),  # until midnight
        (datetime(2026, 11, 28, 7, 0, tzinfo=UTC), 15, ["2026-11-28", "2026-11-29"]),
        (datetime(2026, 11, 1, 20, 0, tzinfo=UTC), 4, ["2026-11-01"]),
    ],
)
def test_past_midnight_is_no_second_day(
    owner: User, client_of_owner: Client, starts: datetime, hours: int, days: list[str]
) -> None:
    make_event(owner=owner, starts=starts, ends=starts + timedelta(hours=hours))
    assert list(_squares(client_of_owner, "2026-11")) == days


def test_a_month_into_which_an_event_only_reaches(owner: User, client_of_owner: Client) -> None:
    """Nothing of a night before the month, and all the days of what goes on through it."""
    make_event(
        owner=owner, starts=datetime(2027, 1, 31, 19, 0, tzinfo=UTC), ends=datetime(2027, 1, 31, 23, 0, tzinfo=UTC)
    )
    make_event(owner=owner, starts=datetime(2027, 1, 10, tzinfo=UTC), ends=datetime(2027, 4, 1, tzinfo=UTC))
    make_event(owner=owner, starts=datetime(2026, 10, 1, tzinfo=UTC), ends=datetime(2027, 6, 1, tzinfo=UTC))
    squares = _squares(client_of_owner, "2027-02")
    assert (len(squares), {len(events) for events in squares.values()}) == (28, {1})


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (datetime(2026, 12, 2, 15, 0, tzinfo=UTC), "28 ноября, 10:00 – 2 декабря, 18:00"),
        (datetime(2026, 11, 29, 15, 0, tzinfo=UTC), "28 ноября, 10:00 – 29 ноября, 18:00"),
        (datetime(2026, 11, 28, 15, 0, tzinfo=UTC), "28 ноября, 10:00–18:00"),
        (datetime(2026, 11, 28, 21, 0, tzinfo=UTC), "28 ноября, 10:00–00:00"),
        (None, "28 ноября, 10:00"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_the_page_says_both_days(owner: User, client_of_owner: Client, ends: datetime | None, said: str) -> None:
    event = make_event(owner=owner, starts=datetime(2026, 11, 28, 7, 0, tzinfo=UTC), ends=ends)
    page = client_of_owner.get(event.get_absolute_url()).content.decode()
    crumbs = page[page.index('<p class="crumbs">') :].partition("</p>")[0]
    assert re.sub("<[^>]*>", "", crumbs).partition(" / ")[2].strip() == said


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
