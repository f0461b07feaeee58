"""A suggestion whose name is a slip away from what the catalogue has: it is asked about, and nothing is refused."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from communities.editors import EDITORS
from communities.forms.near_entries import near_entries
from communities.models import CatalogueSuggestion
from contacts.finding.typos import near_names
from networking.accounts.models import User
from tests.factories import make_entry, make_suggestion, make_user

NEW = {"name": "Мосвка Python", "kind": "sig", "city": "Москва", "about": "О питоне."}
ASKED = "Может быть, это уже есть в каталоге?"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Мосвка Python", "Москва Python", True),
        ("Moscow Pyhton", "Moscow Python", True),
        ("Moscow Pyhton", "MoscowPython", True),
        ("Python Moscow", "moscow python", True),
        ("Клуб Ёлка", "Клуб «Елка»", True),
        ("Московский питон", "Московские питоны", True),
        ("Клуб Ёлка", "Клуб Волка", False),
        ("Митап 2025", "Митап 2026", False),
        ("Go Omsk", "Do Omsk", False),
        ("Клуб", "Клубы", False),
        ("Moscow Python", "Moscow Python Conf", False),
        ("C++ Omsk", "C Omsk", False),
        ("", "", False),
        ("«»", "Клуб", False),
    ],
)
def test_names_that_are_a_slip_apart(one: str, other: str, *, near: bool) -> None:
    assert near_names(one, other) is near
    assert near_names(other, one) is near


@pytest.mark.django_db
def test_near_entries_are_found_by_any_name_and_only_published_ones() -> None:
    entry = make_entry(name="Питонисты", other_names=["Moscow Python"])
    make_entry(name="Moscow Python", is_published=False)
    make_entry(name="Омский клуб")
    assert near_entries(["Moscow Pyhton"]) == [entry]
    assert near_entries(["Питонсты"]) == [entry]
    # The very same name is told of elsewhere.
    assert near_entries(["moscow PYTHON!"]) == []


def test_what_may_be_there_is_shown_before_it_is_sent_and_a_second_press_sends_it(client_of_owner: Client) -> None:
    entry = make_entry(name="Москва Python", city="Москва")
    address = reverse("communities:suggestion_add")
    asked = client_of_owner.post(address, NEW)
    assert asked.status_code == 422
    page = asked.content.decode()
    assert ASKED in page
    assert f'href="{entry.get_absolute_url()}"' in page
    assert 'value="Мосвка Python"' in page
    assert "О питоне." in page
    assert "Отправить всё равно" in page
    assert not CatalogueSuggestion.objects.exists()
    assert f'name="near_seen" value="{entry.pk}"' in page
    from_search = client_of_owner.post(f"{address}?name=Мосвка Python", NEW)
    assert ASKED in from_search.content.decode()
    sent = client_of_owner.post(address, {**NEW, "near_seen": str(entry.pk)})
    assert sent.status_code == 302
    assert CatalogueSuggestion.objects.get().name == "Мосвка Python"


def test_another_name_is_asked_about_anew_and_nothing_odd_breaks(client_of_owner: Client) -> None:
    seen = make_entry(name="Москва Python")
    make_entry(name="Клуб Ёлочка")
    address = reverse("communities:suggestion_add")
    asked = client_of_owner.post(address, {**NEW, "name": "Клуб Ёлочкк", "near_seen": str(seen.pk)})
    assert asked.status_code == 422
    assert "Клуб Ёлочка" in asked.content.decode()
    assert client_of_owner.post(address, {**NEW, "near_seen": "x,,9" * 30}).status_code == 422
    assert client_of_owner.post(address, {**NEW, "name": "Совсем другое"}).status_code == 302


def test_beside_a_wrong_field_it_is_shown_and_the_mistake_comes_first(client_of_owner: Client) -> None:
    make_entry(name="Москва Python")
    answer = client_of_owner.post(reverse("communities:suggestion_add"), {**NEW, "kind": "guild"})
    assert answer.context["form"]["kind"].errors
    assert ASKED in answer.content.decode()


def test_a_suggestion_that_waits_is_asked_about_only_for_a_new_name(client_of_owner: Client, owner: User) -> None:
    make_entry(name="Москва Python")
    row = make_suggestion(owner=owner, name="Мосвка Python")
    address = reverse("communities:suggestion_edit", args=[row.pk])
    assert client_of_owner.post(address, {**NEW, "about": "Иначе.", "version": row.version}).status_code == 302
    row.refresh_from_db()
    answer = client_of_owner.post(address, {**NEW, "name": "Москва Pyton", "version": row.version})
    assert answer.status_code == 422
    assert ASKED in answer.content.decode()


def test_whoever_accepts_sees_what_is_near(owner: User) -> None:
    editor = make_user(email="editor@example.org", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    desk = Client()
    desk.force_login(editor)
    entry = make_entry(name="Москва Python", slug="moskva-python")
    row = make_suggestion(owner=owner, name="Мосвка Python")
    address = reverse("admin:communities_cataloguesuggestion_accept", args=[row.pk])
    page = desk.get(address).content.decode()
    assert "Похоже на «Москва Python» из каталога:" in page
    assert reverse("admin:communities_catalogueentry_change", args=[entry.pk]) in page
    assert desk.post(address, {"answer": ""}).status_code == 302


def test_what_waits_already_is_told_and_a_second_press_sends_it(client_of_owner: Client, owner: User) -> None:
    row = make_suggestion(owner=owner, name="Москва Python")
    theirs = make_suggestion(owner=make_user(), name="Москва Python")
    address = reverse("communities:suggestion_add")
    for name in ("Москва Python", "«москва python»", "Мосвка Python"):
        answer = client_of_owner.post(address, {**NEW, "name": name})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Вы это уже предложили, ответа ещё нет." in page
        assert f'href="{reverse("communities:suggestion_edit", args=[row.pk])}"' in page
        assert reverse("communities:suggestion_edit", args=[theirs.pk]) not in page
        assert ASKED not in page
        assert "Отправить всё равно" in page
        assert f'name="near_seen" value="s{row.pk}"' in page
    assert CatalogueSuggestion.objects.for_owner(owner).count() == 1
    sent = client_of_owner.post(address, {**NEW, "near_seen": f"s{row.pk}"})
    assert sent.status_code == 302
    assert CatalogueSuggestion.objects.for_owner(owner).count() == 2


def test_what_was_answered_or_taken_back_is_not_asked_about(client_of_owner: Client, owner: User) -> None:
    make_suggestion(owner=owner, name="Мосвка Python", state="declined", answer="Уже нет")
    make_suggestion(owner=owner, name="Мосвка Python").throw_away()
    make_suggestion(owner=make_user(), name="Мосвка Python")
    assert client_of_owner.post(reverse("communities:suggestion_add"), NEW).status_code == 302


def test_an_entry_and_a_suggestion_are_asked_about_together(client_of_owner: Client, owner: User) -> None:
    entry, row = make_entry(name="Москва Python"), make_suggestion(owner=owner, name="Мосвка Python")
    address = reverse("communities:suggestion_add")
    page = client_of_owner.post(address, {**NEW, "near_seen": str(entry.pk)}).content.decode()
    assert ASKED in page
    assert "Вы это уже предложили" in page
    assert f'value="{entry.pk},s{row.pk}"' in page
    assert client_of_owner.post(address, {**NEW, "near_seen": f"{entry.pk},s{row.pk}"}).status_code == 302


def test_a_suggestion_that_is_changed_is_not_its_own_double(client_of_owner: Client, owner: User) -> None:
    row, other = make_suggestion(owner=owner, name="Мосвка Python"), make_suggestion(owner=owner, name="Клуб Ёлочка")
    address = reverse("communities:suggestion_edit", args=[row.pk])
    data = {**NEW, "name": "Москва Python", "version": row.version}
    assert client_of_owner.post(address, data).status_code == 302
    row.refresh_from_db()
    asked = client_of_owner.post(address, {**NEW, "name": "Клуб Елочка", "version": row.version})
    assert asked.status_code == 422
    assert reverse("communities:suggestion_edit", args=[other.pk]) in asked.content.decode()


def test_whoever_accepts_sees_another_that_waits(owner: User) -> None:
    editor = make_user(email="editor@example.org", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    desk = Client()
    desk.force_login(editor)
    row = make_suggestion(owner=owner, name="Москва Python")
    other = make_suggestion(owner=make_user(email="anna@example.org"), name="Мосвка Python")
    address = reverse("admin:communities_cataloguesuggestion_accept", args=[row.pk])
    change = reverse("admin:communities_cataloguesuggestion_change", args=[other.pk])
    page = desk.get(address).content.decode()
    assert "Ждёт ещё одно предложение, от anna@example.org:" in page
    assert change in page
    assert desk.post(address, {"answer": ""}).status_code == 302
    assert other.is_waiting
    other.throw_away()
    again = make_suggestion(owner=owner, name="Москва Python")
    address = reverse("admin:communities_cataloguesuggestion_accept", args=[again.pk])
    assert change not in desk.get(address).content.decode()
