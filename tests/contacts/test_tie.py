from __future__ import annotations

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from contacts.actions.ties import change_tie
from contacts.models import Contact, TieChange
from contacts.tie_history import tie_history
from networking.accounts.models import User
from tests.factories import make_contact

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)


def changes(person: Contact) -> list[tuple[date, int | None, int | None]]:
    return [*person.tie_changes.order_by("day").values_list("day", "before", "tie")]


@time_machine.travel(NOW)
def test_one_tap_rates_and_the_page_says_since_when(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", tie=2)
    change_tie(owner=owner, contact=anna, tie=4, on=date(2026, 10, 3))
    panel = reverse("contacts:ties_panel", args=[anna.pk])
    assert "с октября; до этого знакомы" in client_of_owner.get(panel).content.decode()
    assert client_of_owner.post(reverse("contacts:tie", args=[anna.pk]), {"tie": "5"}).status_code == 302
    anna.refresh_from_db()
    assert anna.tie == 5
    assert changes(anna) == [(date(2026, 10, 3), 2, 4), (TODAY, 4, 5)]
    page = client_of_owner.get(panel).content.decode()
    assert "с сегодняшнего дня; до этого доверяем" in page
    assert "доверяем с октября; до этого знакомы" in page


@pytest.mark.parametrize("wrong", ["0", "6", "", "x", "-1", "1.5"])
def test_what_is_no_rating_changes_nothing(client_of_owner: Client, owner: User, wrong: str) -> None:
    anna = make_contact(owner=owner, tie=3)
    client_of_owner.post(reverse("contacts:tie", args=[anna.pk]), {"tie": wrong})
    anna.refresh_from_db()
    assert anna.tie == 3
    assert changes(anna) == []


def test_changes_of_mind_within_a_day_are_one_or_none(owner: User) -> None:
    anna = make_contact(owner=owner, tie=3)
    for tie in (4, 5):
        change_tie(owner=owner, contact=anna, tie=tie, on=TODAY)
    assert changes(anna) == [(TODAY, 3, 5)]
    change_tie(owner=owner, contact=anna, tie=3, on=TODAY)
    assert changes(anna) == []


@time_machine.travel(NOW)
def test_the_form_writes_history_too_and_an_older_form_is_stale(client_of_owner: Client, owner: User) -> None:
    edit = reverse("contacts:edit", args=[(anna := make_contact(owner=owner, name="Анна", tie=2)).pk])
    data = {"given_name": "Анна", "tie": "3", "version": anna.version}
    assert client_of_owner.post(edit, data).status_code == 302
    assert changes(anna) == [(TODAY, 2, 3)]
    anna.refresh_from_db()
    client_of_owner.post(reverse("contacts:tie", args=[anna.pk]), {"tie": "4"})
    assert client_of_owner.post(edit, {**data, "version": anna.version}).status_code == 409
    client_of_owner.post(reverse("contacts:add"), {"given_name": "Борис", "tie": "2"})
    assert changes(Contact.objects.for_owner(owner).get(given_name="Борис")) == [(TODAY, None, 2)]
    anna.refresh_from_db()
    assert client_of_owner.post(edit, {**data, "tie": "4", "version": anna.version}).status_code == 302
    assert changes(anna) == [(TODAY, 2, 4)]


def test_tie_and_history_are_one_transaction(owner: User) -> None:
    anna = make_contact(owner=owner, tie=2)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    with patch.object(TieChange, "save", fail), pytest.raises(RuntimeError):
        change_tie(owner=owner, contact=anna, tie=5, on=TODAY)
    anna.refresh_from_db()
    assert anna.tie == 2


def test_history_names_the_year_when_it_is_another(owner: User) -> None:
    anna = make_contact(owner=owner)
    change_tie(owner=owner, contact=anna, tie=2, on=date(2025, 5, 3))
    assert tie_history(owner, anna, TODAY) == ["с мая 2025; до этого без оценки"]
    change_tie(owner=owner, contact=anna, tie=None, on=date(2026, 11, 3))
    assert tie_history(owner, anna, TODAY)[0] == "с 3 ноября; до этого знакомы"
