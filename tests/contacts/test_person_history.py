from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from contacts.actions.ties import change_tie
from contacts.models import Change, Contact
from contacts.person_history import person_history
from networking.accounts.models import User
from tests.factories import make_contact


def told(owner: User, person: Contact) -> list[list[tuple[str, str, str]]]:
    with translation.override("ru"):
        return [[(f.label, f.before, f.after) for f in one.fields] for one in person_history(owner, person)]


def test_every_saving_that_changed_something_is_told_in_words(owner: User) -> None:
    boris = make_contact(owner=owner, name="Борис Котов")
    anna = make_contact(owner=owner, name="Анна Петрова", city="Тверь", tie=2)
    assert told(owner, anna) == []
    anna.city, anna.roles, anna.introduced_by = "Псков", ["mentor"], boris
    anna.save()
    anna.save()
    change_tie(owner=owner, contact=anna, tie=4, on=date(2026, 10, 3))
    anna.archive(on=date(2026, 11, 20))
    assert told(owner, anna) == [
        [("в архиве с", "—", "20 ноября 2026 г.")],
        [("глубина связи", "знакомы", "доверяем")],
        [("город", "Тверь", "Псков"), ("кто для меня", "—", "наставник"), ("нас знакомит", "—", "Борис Котов")],
    ]


def test_a_partial_saving_tells_only_what_it_wrote(owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", city="Тверь")
    anna.city, anna.company = "Псков", "Ромашка"
    anna.save(update_fields=["company"])
    assert Change.objects.get().fields == {"company": ["", "Ромашка"]}


def test_the_page_shows_both_values_as_text(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна", city="Тверь")
    address = reverse("contacts:history", args=[anna.pk])
    assert address in client_of_owner.get(anna.get_absolute_url()).content.decode()
    assert "Пока ничего не менялось" in client_of_owner.get(address).content.decode()
    anna.city = "<b>Псков</b>"
    anna.save()
    page = client_of_owner.get(address).content.decode()
    assert "Тверь" in page
    assert "&lt;b&gt;Псков&lt;/b&gt;" in page
    assert "<b>Псков" not in page


def test_a_history_never_names_somebody_elses_person(owner: User, stranger: User) -> None:
    anna, theirs = make_contact(owner=owner, name="Анна"), make_contact(owner=stranger, name="Чужая Тайна")
    Change.objects.create(owner=owner, contact=anna, fields={"introduced_by_id": [None, theirs.pk]})
    assert [[line[1:] for line in one] for one in told(owner, anna)] == [[("—", "—")]]
    theirs.city = "Омск"
    theirs.save()
    assert person_history(owner, theirs) == []


@pytest.mark.parametrize("times", [1, 3])
def test_reading_a_history_takes_two_queries(owner: User, times: int, django_assert_num_queries: object) -> None:
    boris = make_contact(owner=owner, name="Борис")
    anna = make_contact(owner=owner, name="Анна")
    for number in range(times):
        anna.introduced_by = boris if number % 2 == 0 else None
        anna.save()
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(person_history(owner, anna)) == times
