"""Names typed into a text field, and who is meant by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.forms.people import resolve, split_name, token_of
from contacts.text import clean_name, fold, search_text, sort_key, words
from networking.accounts.models import User
from tests.factories import make_contact


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Анна", {"given_name": "Анна"}),
        ("Тимур  Марков", {"given_name": "Тимур", "family_name": "Марков"}),
        ("Иванов Пётр Сергеевич", {"family_name": "Иванов", "given_name": "Пётр", "patronymic": "Сергеевич"}),
        ("Пётр Сергеевич Иванов", {"family_name": "Иванов", "given_name": "Пётр", "patronymic": "Сергеевич"}),
        ("Громов Иван", {"given_name": "Иван", "family_name": "Громов"}),
        ("громова аня", {"given_name": "аня", "family_name": "громова"}),
        ("Кац Анна", {"given_name": "Анна", "family_name": "Кац"}),
        ("Gromov Ivan", {"given_name": "Ivan", "family_name": "Gromov"}),
        # Both are known given names, or none is: what was typed stays.
        ("Лев Борис", {"given_name": "Лев", "family_name": "Борис"}),
        ("Зебров Ойген", {"given_name": "Зебров", "family_name": "Ойген"}),
        # An English family name may be a given name, and a relation is no family name.
        ("Jane Alexander", {"given_name": "Jane", "family_name": "Alexander"}),
        ("Тётя Маша", {"given_name": "Тётя", "family_name": "Маша"}),
        ("сосед Коля", {"given_name": "сосед", "family_name": "Коля"}),
        ("Мария дель Кармен", {"given_name": "Мария", "family_name": "дель Кармен"}),
    ],
)
def test_split_name(typed: str, parts: dict[str, str]) -> None:
    assert split_name(typed) == parts


def test_known_names_in_any_order_and_case(owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    found = resolve(owner, ["петрова анна"])
    assert found.contacts == [anna]
    assert found.questions == []


def test_a_part_of_a_known_name_is_asked_about(owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    found = resolve(owner, ["Анна"])
    assert found.contacts == []
    assert [(one.name, one.candidates) for one in found.questions] == [("Анна", [anna])]
    assert resolve(owner, ["Анна"], {"is:анна": f"id:{anna.pk}"}).contacts == [anna]
    fresh = resolve(owner, ["Анна"], {"is:анна": "new"}).contacts
    assert [(str(one.pk), one.given_name) for one in fresh] == [("None", "Анна")]


def test_two_of_a_name_are_asked_about(owner: User) -> None:
    first, second = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Анна Петрова")
    assert set(resolve(owner, ["Анна Петрова"]).questions[0].candidates) == {first, second}


def test_similar_is_not_the_same(owner: User) -> None:
    make_contact(owner=owner, name="Анна Иванова")
    found = resolve(owner, ["Инна Иванова"])
    assert [(str(one.pk), one.name) for one in found.contacts] == [("None", "Инна Иванова")]


def test_tokens_lead_back_and_strangers_do_not(owner: User, stranger: User) -> None:
    anna = make_contact(owner=owner, name="Анна, Петрова")
    theirs = make_contact(owner=stranger, name="Чужая")
    assert resolve(owner, [token_of(anna)]).contacts == [anna]
    found = resolve(owner, [f"id:{theirs.pk}", token_of(theirs)])
    assert found.contacts == []
    assert len(found.unknown_ids) == 2


def test_one_new_name_twice_is_one_person(owner: User) -> None:
    assert len(resolve(owner, ["Новый Человек", "новый человек"]).contacts) == 1


def test_the_queries_do_not_grow_with_the_names(owner: User, django_assert_num_queries: object) -> None:
    known = [make_contact(owner=owner, name=f"Имя{number} Фамилия{number}") for number in range(5)]
    with django_assert_num_queries(2):  # type: ignore[operator]
        resolve(owner, [f"id:{known[0].pk}", *(f"Имя{number} Фамилия{number}" for number in range(5))])


@given(st.text(max_size=60))
def test_folding_is_stable_and_keys_are_plain(text: str) -> None:
    text = "".join(char for char in text if char != "\x00" and not 0xD800 <= ord(char) <= 0xDFFF)
    assert fold(fold(text)) == fold(text)
    assert set(sort_key(text)) <= set("0123456789abcdef")
    assert search_text(text).split() == words(text) or any(char.isspace() for word in words(text) for char in word)
    assert clean_name(clean_name(text)) == clean_name(text)


def test_sort_key_orders_yo_after_ye_of_the_same_word() -> None:
    assert sort_key("все") < sort_key("всё") < sort_key("всего")
