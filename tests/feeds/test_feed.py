"""The feed that calendars read: whole, its owner's alone, and only by the secret of today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from networking.accounts.models import User
from networking.feeds.models import Feed
from tests.counting import queries_of
from tests.factories import (
    make_community,
    make_contact,
    make_date,
    make_event,
    make_participation,
    make_promise,
)
from tests.network import fill, mark

NOW = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)  # half past midnight of the 21st in Moscow
TODAY = date(2026, 11, 21)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _address(owner: User) -> str:
    return reverse("feeds:feed", args=[Feed.objects.get_or_create(owner=owner)[0].token])


def _entries(owner: User) -> dict[str, Any]:
    """What somebody who only knows the address reads, by its summary."""
    answer = Client().get(_address(owner))
    assert answer.status_code == 200
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert len({one["uid"] for one in found}) == len(found)
    return {str(one["summary"]): one for one in found}


def test_everything_that_waits_stands_in_the_feed(owner: User) -> None:
    person = make_contact(owner=owner, name="Анна Петрова")
    make_event(owner=owner, name="Митап", starts=datetime(2026, 12, 1, 16, tzinfo=UTC), time_zone="America/New_York")
    make_promise(contact=person, text="Прислать ссылку", due_on=date(2026, 11, 30))
    make_promise(contact=person, text="Познакомить", due_on=date(2026, 12, 2), direction="theirs")
    make_date(contact=person, day=29, month=2, year=1988)
    make_date(contact=person, day=5, month=6, year=2027, kind="achievement", label="Защита")
    community = make_community(owner=owner, name="Гильдия")
    make_participation(community=community, next_review=date(2027, 1, 10), renewal_on=date(2027, 2, 1), status="active")
    found = _entries(owner)
    assert {name: one.decoded("dtstart") for name, one in found.items()} == {
        "Митап": datetime(2026, 12, 1, 16, tzinfo=UTC),
        "Моё обещание — Анна Петрова: Прислать ссылку": date(2026, 11, 30),
        "Анна Петрова обещает: Познакомить": date(2026, 12, 2),
        "Анна Петрова: день рождения, исполнится 39": date(2027, 3, 1),
        "Анна Петрова: Защита": date(2027, 6, 5),
        "Пересмотреть участие в «Гильдия»: остаться, сменить роль, уйти?": date(2027, 1, 10),
        "Продлить членство: «Гильдия»": date(2027, 2, 1),
    }
    promise = found["Моё обещание — Анна Петрова: Прислать ссылку"]
    assert promise.decoded("dtend") == date(2026, 12, 1)
    assert promise["transp"] == "TRANSPARENT"
    assert promise["url"] == f"http://testserver{person.get_absolute_url()}"


def test_a_birthday_that_is_over_is_said_to_be_so(owner: User) -> None:
    person = make_contact(owner=owner, name="Анна Петрова")
    make_date(contact=person, day=20, month=11, year=1979)
    make_date(contact=person, day=21, month=11, year=2025, kind="other", label="Защита")
    make_date(contact=person, day=1, month=10, year=2021, kind="other", label="Премия")
    assert {*_entries(owner)} == {
        "Анна Петрова: день рождения, исполнилось 47",
        "Анна Петрова: Защита, исполнится 1 год",
        "Анна Петрова: Премия, исполнилось 5 лет",
        "Анна Петрова: Премия, исполнится 6 лет",
        "Анна Петрова: Защита, исполнится 2 года",
        "Анна Петрова: день рождения, исполнится 48",
    }


def test_what_is_over_left_or_far_away_does_not(owner: User) -> None:
    person, archived = make_contact(owner=owner), make_contact(owner=owner, archived_on=date(2026, 1, 1))
    make_event(owner=owner, name="давно", starts=NOW - timedelta(days=100))
    make_event(owner=owner, name="не скоро", starts=NOW + timedelta(days=370))
    make_event(owner=owner, name="не иду", starts=NOW + timedelta(days=3), mine="missed")
    make_event(owner=owner, name="выброшено", starts=NOW).throw_away()
    make_promise(contact=person, text="сдержано", due_on=TODAY, kept_on=TODAY)
    make_promise(contact=person, text="без срока")
    make_date(contact=archived, day=25, month=11)
    make_participation(community=make_community(owner=owner), status="left", next_review=TODAY)
    make_event(owner=owner, name="остаётся", starts=NOW - timedelta(days=80))
    assert list(_entries(owner)) == ["остаётся"]


@pytest.mark.parametrize(
    ("until", "asked"),
    [
        (None, ["look", "renew"]),
        (TODAY - timedelta(days=1), []),
        (TODAY, ["look"]),
        (TODAY + timedelta(days=9), ["look"]),
        (TODAY + timedelta(days=10), ["look", "renew"]),
    ],
)
def test_a_part_that_is_over_asks_for_nothing(owner: User, until: date | None, asked: list[str]) -> None:
    days = {"next_review": TODAY - timedelta(days=3), "renewal_on": TODAY + timedelta(days=10)}
    make_participation(community=make_community(owner=owner, name="Гильдия"), until=until, **days)
    said = {
        "look": "Пересмотреть участие в «Гильдия»: остаться, сменить роль, уйти?",
        "renew": "Продлить членство: «Гильдия»",
    }
    assert sorted(_entries(owner)) == [said[one] for one in asked]


def test_a_date_comes_every_year_of_the_window_under_names_that_stay(owner: User) -> None:
    kept = make_date(contact=make_contact(owner=owner), day=1, month=10)
    answer = Client().get(_address(owner)).content
    found = icalendar.Calendar.from_ical(answer).walk("VEVENT")
    assert [one.decoded("dtstart") for one in found] == [date(2026, 10, 1), date(2027, 10, 1)]
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        later = icalendar.Calendar.from_ical(Client().get(_address(owner)).content).walk("VEVENT")
    assert {one["uid"] for one in later} == {one["uid"] for one in found}
    assert all(f"date-{kept.pk}-" in str(one["uid"]) for one in found)


def test_nothing_of_somebody_else_is_in_it(owner: User, stranger: User) -> None:
    fill(owner, TODAY)
    theirs = fill(stranger, TODAY)
    rows = {name: row for name, row in theirs.items() if name != "Feed"}
    words = mark(rows, "canary")
    type(rows["Promise"])._base_manager.filter(pk=rows["Promise"].pk).update(due_on=TODAY)
    type(rows["Participation"])._base_manager.filter(pk=rows["Participation"].pk).update(next_review=TODAY)
    mine = Client().get(_address(owner)).content.decode().replace("\r\n ", "").lower()
    assert "begin:vevent" in mine
    assert not [word for word in words if word in mine]
    shown = Client().get(_address(stranger)).content.decode().replace("\r\n ", "").lower()
    assert sum(word in shown for word in words) >= 5, "the canary is blind"


def test_a_guessed_a_former_and_a_revoked_address_are_404(owner: User, client_of_owner: Client) -> None:
    assert "Адреса пока нет" in client_of_owner.get(reverse("feeds:settings")).content.decode()
    client_of_owner.post(reverse("feeds:make"))
    first = _address(owner)
    page = client_of_owner.get(reverse("feeds:settings")).content.decode()
    assert f"http://testserver{first}" in page
    assert f"webcal://testserver{first}" in page
    assert Client().get(first).status_code == 200
    client_of_owner.post(reverse("feeds:make"))
    second = _address(owner)
    assert second != first
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    for guess in ("x" * 32, "a", "я" * 10, "x" * 5000, "%00"):
        assert Client().get(f"/feed/{guess}.ics").status_code == 404
    client_of_owner.post(reverse("feeds:revoke"))
    assert Client().get(second).status_code == 404
    assert client_of_owner.get(second).status_code == 404


def test_a_closed_account_has_no_feed(owner: User) -> None:
    address = _address(owner)
    owner.is_active = False
    owner.save()
    assert Client().get(address).status_code == 404


def test_the_secret_is_long_and_only_its_owner_is_shown_it(owner: User, client_of_stranger: Client) -> None:
    token = urlsplit(_address(owner)).path.split("/")[2].removesuffix(".ics")
    assert len(token) >= 32
    assert token not in client_of_stranger.get(reverse("feeds:settings")).content.decode()
    client_of_stranger.post(reverse("feeds:revoke"))
    assert Feed.objects.filter(owner=owner, token=token).exists()


def test_no_cache_keeps_it_and_what_did_not_change_is_not_sent_again(owner: User) -> None:
    event = make_event(owner=owner, starts=NOW)
    first = Client().get(_address(owner))
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Content-Type"].startswith("text/calendar")
    again = Client().get(_address(owner), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    event.save()
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        event.name = "Другое имя"
        event.save()
        assert Client().get(_address(owner), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_it_speaks_the_owners_language_and_asks_little(owner: User) -> None:
    owner.language = "en"
    owner.save()
    person = make_contact(owner=owner, name="Anna Smith")
    make_promise(contact=person, text="a link", due_on=TODAY)
    assert list(_entries(owner)) == ["I promised Anna Smith: a link"]
    one = queries_of(Client(), _address(owner))
    for _ in range(2):
        make_promise(contact=make_contact(owner=owner), due_on=TODAY)
        make_event(owner=owner, starts=NOW, community=make_community(owner=owner))
    assert queries_of(Client(), _address(owner)) == one <= 6
