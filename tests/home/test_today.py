from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from contacts.models import Promise
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact, make_event, make_interaction, make_promise, make_referral

NOW = "2026-11-20 12:00:00+03:00"


@time_machine.travel(NOW)
def test_empty_account_is_shown_the_first_steps(client_of_owner: Client) -> None:
    page = client_of_owner.get(reverse("home:today"))
    assert "Три первых шага" in page.content.decode()
    assert "Пятница, 20 ноября" in page.content.decode().replace("пятница", "Пятница")


@time_machine.travel(NOW)
def test_what_waits_stands_there_before_anybody_is_known(client_of_owner: Client, owner: User) -> None:
    """Communities and events come before people for some."""
    address = reverse("communities:reminders")
    page = client_of_owner.get(reverse("home:today")).content.decode()
    assert f'data-hx-get="{address}"' in page
    assert "Ни обещания, ни люди, ни мероприятия не ждут" in page
    event = make_event(owner=owner, name="Вчерашний", starts=datetime(2026, 11, 19, 16, tzinfo=UTC))
    make_event(owner=owner, name="Завтрашний", starts=datetime(2026, 11, 21, 16, tzinfo=UTC))
    page = client_of_owner.get(reverse("home:today")).content.decode()
    assert "Три первых шага" in page
    assert reverse("events:debrief", args=[event.pk]) in page
    assert "Завтрашний" in page
    assert f'data-hx-get="{address}"' in page


@time_machine.travel(NOW)
def test_today_has_what_waits_and_nothing_else(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", met_on=date(2026, 11, 6))
    spoken = make_contact(owner=owner, name="Борис", met_on=date(2026, 11, 6))
    make_contact(owner=owner, name="Давно", met_on=date(2026, 9, 6))
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 11, 6))
    make_interaction(owner=owner, contacts=[spoken], day=date(2026, 11, 9))
    overdue = make_promise(contact=anna, text="Просроченное", due_on=date(2026, 11, 18))
    make_promise(contact=anna, text="Готовое", kept_on=date(2026, 11, 10))
    theirs = make_promise(contact=anna, text="Их", direction="theirs", due_on=date(2026, 11, 25))
    make_promise(contact=anna, text="Их нескоро", direction="theirs", due_on=date(2027, 1, 25))
    waiting = make_event(owner=owner, name="Вчерашний", starts=datetime(2026, 11, 19, 16, tzinfo=UTC))
    make_event(owner=owner, name="Пропущен", starts=datetime(2026, 11, 18, 16, tzinfo=UTC), mine="missed")
    soon = make_event(owner=owner, name="Скорый", starts=datetime(2026, 11, 24, 16, tzinfo=UTC))
    thanks = make_referral(owner=owner, giver=spoken, made_on=date(2026, 11, 1))
    facts = client_of_owner.get(reverse("home:today")).context["facts"]
    assert facts.mine == [overdue]
    assert facts.theirs == [theirs]
    assert [one.person for one in facts.due] == [anna]
    assert facts.waiting == [waiting]
    assert facts.soon == [soon]
    assert facts.not_thanked == [thanks]


@time_machine.travel(NOW)
def test_a_debrief_that_is_begun_goes_on(client_of_owner: Client, owner: User) -> None:
    make_contact(owner=owner)
    begun, other = (make_event(owner=owner, starts=datetime(2026, 11, day, 16, tzinfo=UTC)) for day in (19, 18))
    client_of_owner.post(reverse("events:debrief_draft", args=[begun.pk]), {"took_away": "Начало"})
    page = client_of_owner.get(reverse("home:today")).content.decode()
    assert f'href="{reverse("events:debrief", args=[begun.pk])}">Продолжить разбор</a>' in page
    assert f'href="{reverse("events:debrief", args=[other.pk])}">Разобрать за минуту</a>' in page


@time_machine.travel(NOW)
def test_done_on_today_stays_on_today(client_of_owner: Client, owner: User) -> None:
    promise = make_promise(contact=make_contact(owner=owner))
    response = client_of_owner.post(reverse("contacts:promise_keep", args=[promise.pk]), {"next": "/"})
    assert response.url == "/"  # type: ignore[attr-defined]
    assert client_of_owner.get("/").context["facts"].mine == []


@time_machine.travel(NOW)
def test_today_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            person = make_contact(owner=owner, met_on=date(2026, 11, 6))
            make_promise(contact=person)
            make_promise(contact=person, direction="theirs", due_on=date(2026, 11, 21))
            make_referral(owner=owner, giver=person)
            make_event(owner=owner, starts=datetime(2026, 11, 19, 16, tzinfo=UTC))
            make_event(owner=owner, starts=datetime(2026, 11, 24, 16, tzinfo=UTC))
        counts.append(queries_of(client_of_owner, reverse("home:today")))
    assert counts[0] == counts[1] <= 10


@time_machine.travel(NOW)
@pytest.mark.parametrize("seed", range(12))
def test_promises_of_today_are_the_soonest_of_each_side(client_of_owner: Client, owner: User, seed: int) -> None:
    chance, today = random.Random(seed), date(2026, 11, 20)
    make_promise(contact=make_contact(owner=User.objects.create_user("other@example.org")), due_on=today)
    for _ in range(chance.randrange(20)):
        promise = make_promise(
            contact=make_contact(owner=owner),
            direction=chance.choice(["mine", "mine", "theirs"]),
            due_on=chance.choice([None, today + timedelta(days=chance.randrange(-5, 12))]),
            made_on=today - timedelta(days=chance.randrange(4)),
            kept_on=chance.choice([None, None, None, today]),
        )
        if chance.random() < 0.1:
            promise.throw_away()
        elif chance.random() < 0.1:
            promise.contact.throw_away()
    rows = Promise.objects.filter(owner=owner, trash=None, contact__trash=None, kept_on=None, withdrawn_on=None)
    open_ones = sorted(rows, key=lambda one: (one.due_on or date.max, one.made_on, one.pk))
    mine = [one for one in open_ones if one.direction == "mine"]
    soon = [one for one in open_ones if one.direction == "theirs" and one.due_on and (one.due_on - today).days <= 7]
    facts = client_of_owner.get(reverse("home:today")).context["facts"]
    assert (facts.mine, facts.mine_in_all, facts.theirs) == (mine[:5], len(mine), soon[:5])
