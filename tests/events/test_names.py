"""Pasted lists of names: what people really paste, and what nobody would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.forms.names import parse_names, who_is_meant
from contacts.text import words
from networking.accounts.models import User
from tests.factories import make_contact

TELEGRAM = """
Участники:
1. Анна Петрова <anna@example.org>
2) Игорь Сидоренко
 3.  Тимур   Марков

- Лада Зайцева
* Дмитрий Ковалёв (dima@example.org)
• анна петрова
— Пётр Великий-Северный
[x] Олег Ёлкин
"""


def test_a_numbered_list_with_bullets_addresses_blanks_and_doubles() -> None:
    assert parse_names(TELEGRAM.replace("Участники:\n", "")) == [
        "Анна Петрова",
        "Игорь Сидоренко",
        "Тимур Марков",
        "Лада Зайцева",
        "Дмитрий Ковалёв",
        "Пётр Великий-Северный",
        "Олег Ёлкин",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        (" \n , ;; \n - \n 2. ", []),
        ("Анна, Борис; Вера\tГлеб", ["Анна", "Борис", "Вера", "Глеб"]),
        ("Петрова Анна\nАнна Петрова", ["Петрова Анна"]),
        ("Алёна\nАлена", ["Алёна"]),
        ("1. - Анна", ["Анна"]),
        ("«Анна»", ["Анна"]),
        ("<anna@example.org>", []),
        ("Анна #12", ["Анна #12"]),
        ("Анна\x00 Петрова\ud800", ["Анна Петрова"]),
        ("Мария-Луиза О'Нил", ["Мария-Луиза О'Нил"]),
        ("x" * 5000, ["x" * 200]),
    ],
)
def test_lists(text: str, names: list[str]) -> None:
    assert parse_names(text) == names


@given(st.text(alphabet=st.characters(), max_size=400))
def test_any_text_at_all_gives_names_without_blanks_and_doubles(text: str) -> None:
    names = parse_names(text)
    assert all(name.strip() == name and words(name) for name in names)
    assert len({frozenset(words(name)) for name in names}) == len(names)


def test_who_is_meant_in_three_queries(owner: User, stranger: User, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    anna = make_contact(owner=owner, name="Анна Петрова")
    make_contact(owner=owner, name="Борис Котов")
    hers = make_contact(owner=stranger, name="Вера Чужая")
    names = ["петрова анна", "Борис", "Вера Чужая", f"id:{anna.pk}", f"id:{hers.pk}", "Новый Человек"]
    with django_assert_max_num_queries(3):
        by_words, asked, new, by_id, unknown, fresh = who_is_meant(owner, names)
    assert by_words.contact == anna == by_id.contact
    assert [one.name for one in asked.candidates] == ["Борис Котов"]
    assert asked.contact is None
    assert new.contact is None
    assert not new.candidates
    assert unknown.unknown
    assert unknown.contact is None
    assert (fresh.contact, fresh.candidates, fresh.unknown) == (None, [], False)
