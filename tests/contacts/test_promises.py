from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Promise, Trash
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact, make_promise

NOW = "2026-11-20 12:00:00+03:00"


@time_machine.travel(NOW)
def test_made_kept_reopened_withdrawn(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    data = {"who": "Анна Петрова", "direction": "mine", "text": "Прислать ссылку", "made_on": "2026-11-20"}
    response = client_of_owner.post(reverse("contacts:promise_add"), {**data, "due_on": "2026-11-25"})
    assert response.status_code == 302
    promise = Promise.objects.for_owner(owner).get()
    assert (promise.contact, promise.due_on) == (anna, date(2026, 11, 25))
    for action, kept, withdrawn in (
        ("keep", date(2026, 11, 20), None),
        ("reopen", None, None),
        ("withdraw", None, date(2026, 11, 20)),
    ):
        client_of_owner.post(reverse(f"contacts:promise_{action}", args=[promise.pk]))
        promise.refresh_from_db()
        assert (promise.kept_on, promise.withdrawn_on) == (kept, withdrawn)


def test_ledger_shows_both_sides_and_the_ended(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    make_promise(contact=anna, text="За мной статья")
    make_promise(contact=anna, text="Позвать на встречу", direction="theirs")
    make_promise(contact=anna, text="Давно готово", kept_on=date(2026, 10, 20))
    page = client_of_owner.get(reverse("contacts:promises"))
    for group, text in (("mine", "За мной статья"), ("theirs", "Позвать на встречу"), ("ended", "Давно готово")):
        assert [promise.text for promise in page.context[group]] == [text]
        assert text in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"due_on": "32.13.2026"}, "due_on"),
        ({"due_on": "2026-11-01"}, "due_on"),
        ({"text": ""}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "ноль\x00байт"}, "text"),
        ({"who": ""}, "who"),
        ({"who": "Анна, Борис"}, "who"),
        ({"direction": "чужая"}, "direction"),
    ],
)
def test_wrong_input_is_said_and_kept(client_of_owner: Client, owner: User, wrong: dict[str, str], where: str) -> None:
    data = {"who": "Новый Человек", "direction": "mine", "text": "Статья про кэши", "made_on": "2026-11-20"}
    response = client_of_owner.post(reverse("contacts:promise_add"), {**data, **wrong})
    assert response.status_code == 422
    assert where in response.context["form"].errors
    if "text" not in wrong:
        assert "Статья про кэши" in response.content.decode()
    assert not Promise.objects.for_owner(owner).exists()
    assert not Contact.objects.for_owner(owner).exists()


def test_deleted_promise_comes_back(client_of_owner: Client, owner: User) -> None:
    promise = make_promise(contact=make_contact(owner=owner))
    client_of_owner.post(reverse("contacts:promise_delete", args=[promise.pk]))
    assert not Promise.objects.for_owner(owner).exists()
    client_of_owner.post(reverse("contacts:undo", args=[Trash.objects.for_owner(owner).get().pk]))
    assert Promise.objects.for_owner(owner).get() == promise


def test_ledger_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_promise(contact=make_contact(owner=owner))
            make_promise(contact=make_contact(owner=owner), direction="theirs")
            make_promise(contact=make_contact(owner=owner), withdrawn_on=date(2026, 10, 20))
        counts.append(queries_of(client_of_owner, reverse("contacts:promises")))
    assert counts[0] == counts[1] <= 9


def test_open_redirects_are_not_followed(client_of_owner: Client, owner: User) -> None:
    promise = make_promise(contact=make_contact(owner=owner))
    keep = reverse("contacts:promise_keep", args=[promise.pk])
    response = client_of_owner.post(keep, {"next": "https://evil.example/"})
    assert response.url == promise.contact.get_absolute_url()  # type: ignore[attr-defined]
    assert client_of_owner.post(keep, {"next": "/contacts/promises/"}).url == "/contacts/promises/"  # type: ignore[attr-defined]
