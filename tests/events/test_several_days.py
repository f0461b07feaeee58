"""An event of several days: its dates wherever it stands, and among what goes on until it is over."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

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
        ("2026-11-16 12:00", "через 2 дня, 18–20 ноября, 10:00", "in 2 days, 18–20 November, 10:00"),
        ("2026-11-18 08:00", "сегодня, 18–20 ноября, 10:00", "today, 18–20 November, 10:00"),
        ("2026-11-18 12:00", "сегодня, 18–20 ноября", "today, 18–20 November"),
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
    days = said.removesuffix(", 10:00")
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
