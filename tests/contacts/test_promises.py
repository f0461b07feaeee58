from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from contacts.models import Contact, Promise, Trash
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact, make_promise

TODAY = date(2026, 11, 20)
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


@time_machine.travel(NOW)
def test_ledger_groups_both_sides_by_age(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    days = {"Давно": 41, "Месяц": 30, "Восемь": 8, "Неделя": 7, "Вчера": 1}
    for text, ago in days.items():
        make_promise(contact=anna, text=text, due_on=TODAY - timedelta(days=ago), made_on=date(2026, 1, 1))
    make_promise(contact=anna, text="Сегодня", due_on=TODAY)
    make_promise(contact=anna, text="Без срока", made_on=TODAY - timedelta(days=31))
    make_promise(contact=make_contact(owner=owner), text="Чужое", direction="theirs", made_on=TODAY)
    make_promise(contact=anna, text="Давно готово", kept_on=date(2026, 10, 20))
    page = client_of_owner.get(reverse("contacts:promises"))
    mine, theirs = page.context["sides"]
    assert {str(group.age): [one.text for one in group.promises] for group in mine.groups} == {
        "long": ["Давно", "Без срока"],
        "month": ["Месяц", "Восемь"],
        "week": ["Неделя", "Вчера"],
        "ahead": ["Сегодня"],
    }
    assert (mine.count, mine.late, theirs.count, theirs.late) == (7, 5, 1, 0)
    text = page.content.decode()
    assert "За мной 7, из них просрочено 5 · за другими 1" in text
    assert "Давно готово" not in text
    of_anna = client_of_owner.get(reverse("contacts:promises"), {"contact": anna.pk})
    assert [side.count for side in of_anna.context["sides"]] == [7, 0]
    assert client_of_owner.get(reverse("contacts:promises"), {"contact": anna.pk + 100}).status_code == 404


def test_history_turns_pages_without_a_gap(
    client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contacts.views.promises.PAGE", 2)
    anna = make_contact(owner=owner)
    for day in (5, 7, 7, 7, 6):
        make_promise(contact=anna, kept_on=date(2026, 11, day))
    gone = make_promise(contact=anna, withdrawn_on=date(2026, 11, 8), text="Отозвано")
    make_promise(contact=make_contact(owner=owner), kept_on=date(2026, 11, 9))
    make_promise(contact=anna)
    seen: list[Promise] = []
    data = {"contact": str(anna.pk)}
    for _ in range(4):
        page = client_of_owner.get(reverse("contacts:promise_history"), data)
        seen += page.context["promises"]
        if not page.context["more"]:
            break
        data["after"] = str(page.context["more"].pk)
    assert [one.kept_on.day if one.kept_on else 8 for one in seen] == [8, 7, 7, 7, 6, 5]
    assert len({one.pk for one in seen}) == 6
    assert seen[0] == gone


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
        asked = [queries_of(client_of_owner, reverse(f"contacts:promise{page}")) for page in ("s", "_history")]
        counts.append(max(asked))
    assert counts[0] == counts[1] <= 9


def test_open_redirects_are_not_followed(client_of_owner: Client, owner: User) -> None:
    promise = make_promise(contact=make_contact(owner=owner))
    keep = reverse("contacts:promise_keep", args=[promise.pk])
    response = client_of_owner.post(keep, {"next": "https://evil.example/"})
    assert response.url == promise.contact.get_absolute_url()  # type: ignore[attr-defined]
    assert client_of_owner.post(keep, {"next": "/contacts/promises/"}).url == "/contacts/promises/"  # type: ignore[attr-defined]
    for evil in ("//evil.example/", "http://testserver//evil.example/", "/\\evil.example/"):
        assert "evil" not in client_of_owner.post(keep, {"next": evil})["Location"]


def test_who_takes_something_back_returns_to_the_same_part_of_the_page(client_of_owner: Client, owner: User) -> None:
    trash = make_promise(contact=make_contact(owner=owner)).throw_away()
    undo, at = reverse("contacts:undo", args=[trash.pk]), "/contacts/promises/?kind=mine#later"
    assert client_of_owner.post(undo, {"next": at})["Location"] == at
    trash = make_promise(contact=make_contact(owner=owner)).throw_away()
    undo, htmx = reverse("contacts:undo", args=[trash.pk]), {"HX-Request": "true"}
    htmx["HX-Current-URL"] = "http://testserver/contacts/promises/"
    asked = client_of_owner.post(undo, {"next": at}, headers=htmx)
    assert asked.headers["HX-Redirect"] == at
    # A browser that is sent to a mark of the page where it stands would not load it anew.
    undo = reverse("contacts:undo", args=[make_promise(contact=make_contact(owner=owner)).throw_away().pk])
    asked = client_of_owner.post(undo, {"next": "/contacts/promises/#later"}, headers=htmx)
    assert asked.headers["HX-Refresh"] == "true"
