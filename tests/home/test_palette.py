"""The palette: everything by its name, and what can be done."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from networking.accounts.models import User
from networking.home.deeds import DEEDS
from networking.home.palette import SHOWN, palette_of
from tests.counting import queries_of
from tests.factories import make_community, make_contact, make_event

HTMX = {"HTTP_HX_REQUEST": "true"}


def lines(owner: User, query: str) -> dict[str, list[str]]:
    return {group.name: [one.text for one in group.entries] for group in palette_of(owner, query)}


@pytest.fixture
def network(owner: User, stranger: User) -> None:
    for one in (owner, stranger):
        word = "" if one == owner else "Чужое "
        make_contact(owner=one, name=f"{word}Анна Петрова", company="Яндекс")
        make_community(owner=one, name=f"{word}Аналитики Казани")
        make_event(owner=one, name=f"{word}Анализ данных: встреча")
        make_community(owner=one, name=f"{word}Удалённое ан").throw_away()


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("query", ["ан", "АН", "fy"])
def test_people_communities_and_events_are_found_together(owner: User, query: str) -> None:
    found = lines(owner, query)
    assert found["Люди"] == ["Анна Петрова"]
    assert found["Сообщества"] == ["Аналитики Казани"]
    assert found["Мероприятия"] == ["Анализ данных: встреча"]
    assert found["Сделать"] == [f"Новый человек: «{query}»"]


@pytest.mark.usefixtures("network")
def test_words_are_found_in_any_case(owner: User) -> None:
    assert lines(owner, "аналитикам")["Сообщества"] == ["Аналитики Казани"]
    assert lines(owner, "встречи")["Мероприятия"] == ["Анализ данных: встреча"]


@pytest.mark.parametrize(
    ("query", "deed"),
    [
        ("звонок", "Записать разговор"), ("разгов", "Записать разговор"), ("новый чел", "Новый человек"),
        ("vbnfg", "Новое мероприятие"), ("цифры", "Этот месяц"), ("язык", "Настройки"), ("корзина", "Корзина"),
        ("настройках", "Настройки"),
    ],
)  # fmt: skip
def test_deeds_are_found_by_other_words_too(owner: User, query: str, deed: str) -> None:
    assert deed in lines(owner, query)["Сделать"]


def test_without_a_query_it_says_what_can_be_done(client_of_owner: Client) -> None:
    page = client_of_owner.get(reverse("home:palette"))
    assert [group.name for group in page.context["groups"]] == ["Сделать"]
    assert reverse("home:quick_log") in page.content.decode()


def test_every_deed_leads_to_a_page(client_of_owner: Client) -> None:
    for deed in DEEDS:
        assert client_of_owner.get(reverse(deed.route), follow=True).status_code == 200, deed.route


def test_a_kind_shows_six_and_where_the_rest_is(client_of_owner: Client, owner: User) -> None:
    for number in range(9):
        make_contact(owner=owner, name=f"Анна Имя{number}")
        make_community(owner=owner, name=f"Анналы {number}")
    page = client_of_owner.get(reverse("home:palette"), {"q": "анн"})
    assert [len(group.entries) for group in page.context["groups"]][:2] == [SHOWN, SHOWN]
    assert f"{reverse('contacts:list')}?q=%D0%B0%D0%BD%D0%BD" in page.content.decode()


def test_the_server_chooses_how_much_of_it_is_sent(client_of_owner: Client) -> None:
    address = reverse("home:palette")
    page = client_of_owner.get(address).content.decode()
    dialog = client_of_owner.get(address, **HTMX, HTTP_HX_TARGET="dialog").content.decode()  # type: ignore[arg-type]
    typing = client_of_owner.get(address, **HTMX, HTTP_HX_TARGET="palette-results").content.decode()  # type: ignore[arg-type]
    assert "<html" in page
    assert "<html" not in dialog
    assert "<form" in dialog
    assert "<form" not in typing


@pytest.mark.parametrize("query", ["", "анна", "bdfy", "никого такого", "' \" <b> % _ \\ \x00", "я" * 500])
def test_it_answers_whatever_is_typed_in_few_queries(client_of_owner: Client, network: None, query: str) -> None:
    response = client_of_owner.get(reverse("home:palette"), {"q": query})
    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


def test_queries_do_not_grow_with_what_is_found(client_of_owner: Client, owner: User) -> None:
    address, counts = f"{reverse('home:palette')}?q=анна", []
    for people in (1, 2):
        for number in range(people):
            make_contact(owner=owner, name=f"Анна {people}{number}")
            make_community(owner=owner, name=f"Анна {people}{number}")
            make_event(owner=owner, name=f"Анна {people}{number}")
        counts.append(queries_of(client_of_owner, address))
    assert counts[0] == counts[1] <= 15


def test_what_is_called_so_stands_before_people_of_whom_it_is_written(owner: User) -> None:
    make_contact(owner=owner, name="Анна Петрова", about="Договорились про звонок")
    make_event(owner=owner, name="Звонок выпускникам")
    assert list(lines(owner, "звонок")) == ["Мероприятия", "Сделать", "Люди"]
