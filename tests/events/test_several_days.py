"""An event of several days: its dates wherever it stands, and among what goes on until it is over."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities.models import Event
from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_event

pytestmark = pytest.mark.django_db
# 10:00 to 18:00 in Moscow.
STARTS, ENDS = datetime(2026, 11, 18, 7, 0, tzinfo=UTC), datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def _text(client: Client, address: str, **headers: str) -> str:
    page = client.get(address, headers=headers).content.decode()
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page)))


@pytest.mark.parametrize(
    ("now", "said", "english"),
    [
        (
            "2026-11-16 12:00",
            "через 2 дня, 18 ноября, 10:00 – 20 ноября",
            "in 2 days, 18 November, 10:00 – 20 November",
        ),
        ("2026-11-18 08:00", "сегодня, 18 ноября, 10:00 – 20 ноября", "today, 18 November, 10:00 – 20 November"),
        ("2026-11-18 12:00", "сегодня, 18 ноября, 10:00 – 20 ноября", "today, 18 November, 10:00 – 20 November"),
        ("2026-11-19 12:00", "идёт сегодня, 18–20 ноября", "on today, 18–20 November"),
        ("2026-11-20 12:00", "сегодня последний день, 18–20 ноября", "the last day today, 18–20 November"),
    ],
)
def test_its_dates_stand_wherever_it_is_ahead_or_goes_on(
    client_of_owner: Client, owner: User, now: str, said: str, english: str
) -> None:
    club = make_community(owner=owner, name="Клуб")
    make_contact(owner=owner)
    make_event(owner=owner, name="Конференция", starts=STARTS, ends=ENDS, community=club)
    days = said.replace("18 ноября, 10:00 – 20", "18–20")
    with time_machine.travel(f"{now}:00+03:00", tick=False):
        listed = _text(client_of_owner, reverse("events:list"))
        assert said in listed
        assert "Скоро" in listed
        assert "Прошедшие" not in listed
        assert said in _text(client_of_owner, "/")
        assert days in _text(client_of_owner, club.get_absolute_url())
        User.objects.filter(pk=owner.pk).update(language="en")
        assert english in _text(client_of_owner, reverse("events:list"))


def test_what_is_over_says_its_dates(client_of_owner: Client, owner: User) -> None:
    club = make_community(owner=owner, name="Клуб")
    make_event(owner=owner, name="Конференция", starts=STARTS, ends=ENDS, community=club)
    later = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    make_event(
        owner=owner,
        name="Лагерь",
        starts=datetime(2025, 12, 30, 9, 0, tzinfo=UTC),
        ends=later.replace(year=2026, month=1, day=2),
    )
    with time_machine.travel(later, tick=False):
        for address in (reverse("events:list"), club.get_absolute_url()):
            page = _text(client_of_owner, address)
            assert "18–20 ноября" in page
            assert "идёт" not in page
        assert "30 декабря 2025 – 2 января" in _text(client_of_owner, reverse("events:list"))


@pytest.mark.parametrize("now", ["2026-11-18 12:00", "2026-11-19 12:00", "2026-11-20 17:00"])
def test_its_own_page_says_that_it_goes_on(client_of_owner: Client, owner: User, now: str) -> None:
    event = make_event(owner=owner, name="Конференция", starts=STARTS, ends=ENDS)
    with time_machine.travel(f"{now}:00+03:00", tick=False):
        page = _text(client_of_owner, event.get_absolute_url())
    assert "идёт сегодня: 18 ноября, 10:00 – 20 ноября, 18:00" in page
    assert "вчера" not in page


def test_an_evening_is_past_while_it_goes_on(client_of_owner: Client, owner: User) -> None:
    make_event(owner=owner, name="Митап", starts=STARTS, ends=STARTS.replace(hour=11), mine="missed")
    with time_machine.travel(STARTS.replace(hour=9), tick=False):
        page = _text(client_of_owner, reverse("events:list"))
    assert "сегодня, 10:00" in page
    assert "18–" not in page
    assert "Прошедшие" in page


def test_what_goes_on_stands_once_when_pages_of_the_past_are_turned(client_of_owner: Client, owner: User) -> None:
    make_event(owner=owner, name="Конференция", starts=STARTS, ends=ENDS)
    newer = make_event(owner=owner, name="Митап", starts=STARTS.replace(hour=8), mine="missed")
    with time_machine.travel(STARTS.replace(day=19), tick=False):
        assert _text(client_of_owner, reverse("events:list")).count("Конференция") == 1
        assert "Конференция" not in _text(client_of_owner, f"{reverse('events:list')}?before={newer.pk}")


def _add(client: Client, **fields: str) -> Event:
    data = {"name": "Лагерь", "day": "2026-12-29", "time": "10:00", "kind": "meetup", "format": "in_person"}
    answer = client.post(reverse("events:add"), data | {"my_role": "listener"} | fields)
    assert answer.status_code == 302, answer.context["form"].errors
    return Event.objects.get()


def test_a_last_day_without_an_hour_stays_without_one(client_of_owner: Client, owner: User) -> None:
    with time_machine.travel("2026-11-18 12:00:00+03:00", tick=False):
        event = _add(client_of_owner, ends_day="2027-01-02")
        pages = [event.get_absolute_url(), reverse("events:list"), reverse("events:calendar_month", args=["2027-01"])]
        page, listed, month = [_text(client_of_owner, one) for one in pages]
        assert "29 декабря, 10:00 – 2 января 2027" in page
        assert "29 декабря, 10:00 – 2 января 2027" in listed
        assert "последний день" in month
        assert "23:59" not in page + listed + month
        edit = reverse("events:edit", args=[event.pk])
        form = client_of_owner.get(edit).context["form"]
        assert (f"{form['ends_day'].value()}", form["ends_time"].value()) == ("2027-01-02", "")
        again = {name: form[name].value() or "" for name in form.fields}
        assert client_of_owner.post(edit, again).status_code == 302
        file = client_of_owner.get(reverse("events:ics", args=[event.pk])).content.decode()
    assert Event.objects.get().ends == event.ends
    assert "DTEND:20270102T205900Z" in file
    with time_machine.travel("2026-12-30 12:00:00+03:00", tick=False):
        client_of_owner.force_login(owner)
        page = _text(client_of_owner, event.get_absolute_url())
    assert "идёт сегодня: 29 декабря, 10:00 – 2 января" in page
    assert "23:59" not in page


def test_an_hour_that_was_said_is_shown(client_of_owner: Client) -> None:
    event = _add(client_of_owner, ends_day="2026-12-30", ends_time="18:00")
    assert "18:00" in _text(client_of_owner, event.get_absolute_url())


def test_the_same_day_without_an_hour_is_no_end(client_of_owner: Client) -> None:
    assert _add(client_of_owner, ends_day="2026-12-29").ends is None


def test_what_goes_on_and_what_comes_are_all_that_is_ahead(owner: User) -> None:
    now, earliest = STARTS, STARTS - timedelta(days=60)
    begins = [now + timedelta(days=days) for days in (-61, -60, -59, -2, -1, 0, 1)]
    lasts = [None, *(timedelta(hours=hours) for hours in (0, 2, 11.99, 12, 12.01, 24, 36, 60 * 24))]
    for starts, long in product(begins, lasts):
        make_event(owner=owner, starts=starts, ends=None if long is None else starts + long)
    events = Event.objects.for_owner(owner)
    ahead = {one.pk for one in events.ahead(now, earliest)}
    going_on = {one.pk for one in events.going_on(now, earliest)}
    assert going_on | {one.pk for one in events.upcoming(now)} == ahead
    assert len(going_on) == 4
    if connection.vendor == "sqlite":
        assert "event_of_days" in events.going_on(now, earliest).explain()
