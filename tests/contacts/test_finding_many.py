"""Where very many names begin with what is typed, people are met along the names: the same as reading them all."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contacts.finding import full_text
from contacts.finding.among import active_of
from contacts.finding.people import find
from contacts.models import Contact
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact

NAMES = ["Анна Белова", "Ан Ким", "Андрей Яков", "Белла Ан", "Янина Ангелова", "Антон Юн", "Иван Андреев", "Ян Ан"]


@pytest.fixture
def crowd(owner: User, stranger: User) -> None:
    """Names that begin alike in either word, and each of them out of reach: in the archive, the trash, of another."""
    for number, name in enumerate(NAMES * 3):
        make_contact(owner=owner, name=f"{name} {number}")
        make_contact(owner=stranger, name=f"{name} {number}")
        make_contact(owner=owner, name=f"{name} ушёл {number}", archived_on=timezone.localdate())
        make_contact(owner=owner, name=f"{name} выброшен {number}").throw_away()


def found(owner: User, query: str, limit: int) -> list[tuple[str, int]]:
    return [(one.contact.name, int(one.why)) for one in find(active_of(owner), query, limit=limit)]


@pytest.mark.django_db
def test_the_same_people_in_the_same_order(owner: User, crowd: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [*product(["а", "ан", "анд", "я", "ян", "бе", "а я", "щ"], [1, 2, 5, 8, 30])]
    read = [found(owner, *one) for one in asked]
    assert max(map(len, read)) == 24
    monkeypatch.setattr(full_text, "MANY", 3)
    assert full_text.holds_many("contacts_contact", "search_text", '"ан"*') == (connection.vendor == "sqlite")
    assert [found(owner, *one) for one in asked] == read


@pytest.mark.django_db
def test_pages_narrowed_lists_and_the_archive_too(
    client_of_owner: Client, owner: User, crowd: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Contact.objects.for_owner(owner).filter(given_name="Анна").update(city="Тверь", city_key="тверь")

    def names(**asked: str) -> list[str]:
        page = client_of_owner.get(reverse("contacts:list"), {"q": "ан", **asked})
        return [one.name for one in page.context["people"]]

    ways: list[dict[str, str]] = [{}, {"city": "Тверь"}, {"archived": "yes"}, {"from": "7"}]
    read = [names(**way) for way in ways]
    assert [*map(len, read)][:2] == [24, 3]
    assert all("ушёл" in one for one in read[2])
    monkeypatch.setattr(full_text, "MANY", 3)
    assert [names(**way) for way in ways] == read
    assert queries_of(client_of_owner, f"{reverse('contacts:list')}?q=ан") <= 10


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reckons itself how it reads them")
def test_the_names_are_walked_without_sorting(owner: User, crowd: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_text, "MANY", 3)
    with CaptureQueriesContext(connection) as asked:
        assert len(found(owner, "ан", 20)) == 20
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked.captured_queries[-1]["sql"])
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "contact_by_state" in plan
    assert "ORDER BY" not in plan
