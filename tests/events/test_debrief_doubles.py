"""A name of a debrief that may be somebody known, only written in another way, is asked about; my own makes nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.forms.list_addresses import who_is_listed
from communities.forms.lists import Listed
from communities.models import Attendance, Event, Membership
from contacts.models import Contact
from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_event

NOW = datetime(2026, 10, 15, 18, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(owner: User) -> Event:
    return make_event(owner=owner, name="Митап", starts=datetime(2026, 10, 15, 16, 0, tzinfo=UTC))


def _post(client: Client, event: Event, **fields: object) -> tuple[int, str]:
    sent = {"key": "9a6a3b0e-3f0e-4a44-a2b5-8f0f7f3c2b11", "version": event.version, "my_role": "listener", **fields}
    answer = client.post(reverse("events:debrief", args=[event.pk]), sent)
    return answer.status_code, answer.content.decode()


def _one(name: str, **fields: object) -> dict[str, object]:
    return {"row": "a", "who-a": name, "came-a": "on", "talked-a": "on", "note-a": "о поиске", **fields}


ALIKE = [
    ("Саша Климов", "Александр Климов"),
    ("Александр Климов", "Саша Климов"),
    ("Саня Климов", "Шура Климов"),
    ("Petr Orlov", "Пётр Орлов"),
    ("Пётр Орлов", "Pyotr Orlov"),
    ("Peter Orlov", "Пётр Орлов"),
    ("Алла Галеева", "Алла Галиева"),
    ("Анна Соколова", "Анна Скоолова"),
    ("Климов Саша", "Александр Климов"),
]
OTHERS = [
    ("Анна Иванова", "Инна Иванова"),
    ("Иван Петров", "Иван Сидоров"),
    ("Александр Петров", "Александра Петрова"),
    ("Анна Ким", "Анна Кин"),
    ("Пётр Ильич Орлов", "Пётр Сергеевич Орлов"),
    ("Саша", "Александр Климов"),
]


@pytest.mark.parametrize(("said", "known"), ALIKE)
def test_who_may_be_known_under_another_spelling_is_asked_about(
    owner: User, client_of_owner: Client, event: Event, said: str, known: str
) -> None:
    person = make_contact(owner=owner, name=known)
    make_contact(owner=owner, name="Дмитрий Ковалёв")
    status, page = _post(client_of_owner, event, **_one(said))
    assert status == 422
    assert f"«{said}» — кто это?" in page
    assert f'value="id:{person.pk}"' in page
    assert "о поиске" in page
    assert Contact.objects.count() == 2
    assert _post(client_of_owner, event, **_one(said, **{"is-a": f"id:{person.pk}"}))[0] == 302
    assert Attendance.objects.came().get().contact == person
    assert Contact.objects.count() == 2


def test_a_new_person_stays_one_when_that_is_said(owner: User, client_of_owner: Client, event: Event) -> None:
    make_contact(owner=owner, name="Александр Климов")
    assert _post(client_of_owner, event, **_one("Саша Климов", **{"is-a": "new"}))[0] == 302
    assert {one.name for one in Contact.objects.all()} == {"Александр Климов", "Саша Климов"}


@pytest.mark.parametrize(("said", "known"), OTHERS)
def test_other_names_are_other_people(
    owner: User, client_of_owner: Client, event: Event, said: str, known: str
) -> None:
    make_contact(owner=owner, name=known)
    assert _post(client_of_owner, event, **_one(said))[0] == 302
    assert Contact.objects.count() == 2


def test_somebody_elses_people_and_the_trash_are_not_asked_about(
    owner: User, stranger: User, client_of_owner: Client, event: Event
) -> None:
    make_contact(owner=stranger, name="Александр Климов")
    make_contact(owner=owner, name="Александр Климов").throw_away()
    assert _post(client_of_owner, event, **_one("Саша Климов"))[0] == 302


def test_a_pasted_list_asks_in_its_rows_at_once(owner: User, client_of_owner: Client, event: Event) -> None:
    klimov = make_contact(owner=owner, name="Александр Климов", archived_on=NOW.date())
    names = {"names": "Саша Климов\nТимур Марков", "version": event.version}
    address = reverse("events:debrief_rows", args=[event.pk])
    page = client_of_owner.post(address, names, headers={"HX-Request": "true"}).content.decode()
    assert page.count("» — кто это?") == 1
    assert f'value="id:{klimov.pk}"' in page


def test_an_address_says_who_is_meant(owner: User, client_of_owner: Client, event: Event) -> None:
    make_contact(owner=owner, name="Александр Климов")
    known = make_contact(owner=owner, name="Саша Климова")
    known.channels.create(owner=owner, kind="email", value="sasha@example.org")
    (meant,) = who_is_listed(owner, [Listed("Саша Климова", ("sasha@example.org",))])
    assert (meant.contact, meant.candidates) == (known, [])


def test_members_by_paste_are_asked_about_too(owner: User, client_of_owner: Client) -> None:
    club, klimov = make_community(owner=owner), make_contact(owner=owner, name="Александр Климов")
    address = reverse("communities:member_add")
    sent = {"community": club.pk, "people": "", "pasted": "Саша Климов\nТимур Марков", "role": "participant"}
    answer = client_of_owner.post(address, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("» — кто это?") == 1
    assert f'value="id:{klimov.pk}"' in page
    assert client_of_owner.post(address, {**sent, "is:саша климов": f"id:{klimov.pk}"}).status_code == 302
    assert {one.contact.name for one in Membership.objects.all()} == {"Александр Климов", "Тимур Марков"}
    sent["pasted"] = "Саня Климов"
    assert client_of_owner.post(address, {**sent, "is:саня климов": "new"}).status_code == 302
    assert Contact.objects.filter(given_name="Саня").exists()


@pytest.mark.parametrize("said", ["Ольга Орлова", "орлова ольга", "Кто-то Ещё <olga@example.org>"])
def test_my_own_name_makes_no_new_person(owner: User, client_of_owner: Client, event: Event, said: str) -> None:
    User.objects.filter(pk=owner.pk).update(name="Ольга Орлова", email="olga@example.org")
    address = reverse("events:debrief_rows", args=[event.pk])
    names = {"names": f"{said}\nТимур Марков", "version": event.version}
    page = client_of_owner.post(address, names, headers={"HX-Request": "true"}).content.decode()
    assert page.count("data-debrief-row") == 1
    assert "ваше имя пропущено" in page
    assert _post(client_of_owner, event, names=f"{said}\nТимур Марков")[0] == 302
    assert [one.name for one in Contact.objects.all()] == ["Тимур Марков"]
    assert "ваше имя пропущено" in client_of_owner.get(event.get_absolute_url()).content.decode()


def test_a_person_of_my_name_whom_i_know_is_meant(owner: User, client_of_owner: Client, event: Event) -> None:
    User.objects.filter(pk=owner.pk).update(name="Ольга Орлова")
    known = make_contact(owner=owner, name="Ольга Орлова")
    assert _post(client_of_owner, event, names="Ольга Орлова")[0] == 302
    assert Attendance.objects.came().get().contact == known


def test_two_hundred_new_names_are_asked_about_in_four_queries_more(owner: User) -> None:
    for number in range(40):
        make_contact(owner=owner, name=f"Александр Климов{'абвгдежзик'[number % 10]}{'лмно'[number // 10]}")
    listed = [Listed(f"Саша Новиков{chr(1072 + number // 20)}{chr(1072 + number % 20)}ский") for number in range(200)]
    with CaptureQueriesContext(connection) as asked:
        meant = who_is_listed(owner, listed)
    assert all(one.is_new for one in meant)
    near = [one for one in asked.captured_queries if "=sasha" in one["sql"] or "*sasha" in one["sql"]]
    assert len(near) == 4
