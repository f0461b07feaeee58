"""What stands beside a name in a pasted list is kept of new people, and changes nothing of those known."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from communities.forms.list_beside import LONGEST, meaning_of, words_beside
from communities.forms.lists import parse_list
from communities.models import DebriefDraft, Event
from contacts.models import Contact
from networking.accounts.models import User
from tests.factories import make_community, make_contact, make_event

PASTED = """
1. Мария Сидорова, Яндекс, тимлид
Тимур Марков (организатор, Санкт-Петербург) timur@example.org
"""


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("Мария Сидорова, Яндекс", {"company": "Яндекс"}),
        ("Анна Иванова — Яндекс, тимлид", {"company": "Яндекс", "position": "тимлид"}),
        ("Анна Петрова: Яндекс Практикум", {"company": "Яндекс Практикум"}),
        ("1. Анна Петрова, anna@b.ru, продакт-менеджер в Ozon", {"position": "продакт-менеджер в Ozon"}),
        ("Дмитрий Ковалёв, 1С, ведущий разработчик", {"company": "1С", "position": "ведущий разработчик"}),
        ("Павел Лебедев, директор школы №5", {"position": "директор школы №5"}),
        ("Сергей Орлов, г. Пермь, дизайнер, +7 900 123-45-67, тг @orlov", {"city": "Пермь", "position": "дизайнер"}),
        ("Мария Сидорова (она же Маша), ООО «Ромашка»", {"about": "она же Маша", "company": "ООО «Ромашка»"}),
        ("Anna Miller, CTO at Acme, Berlin", {"position": "CTO", "company": "Acme", "city": "Berlin"}),
        ("Jane Doe (Head of Product, Google) jane@example.org", {"position": "Head of Product", "company": "Google"}),
        ("Maria Lopez | Morgan Stanley | VP", {"company": "Morgan Stanley", "position": "VP"}),
        ("Спикер: Анна Петрова, Тинькофф", {"about": "Спикер", "company": "Тинькофф"}),
        ("Пётр Смирнов - опоздает", {"about": "опоздает"}),
        ("Анна Петрова, Яндекс, Маркет", {"company": "Яндекс", "about": "Маркет"}),
        ("[x] Олег Ёлкин\t+7 900 000-00-00", {}),
        ("Анна Петрова и ещё 5 человек", {}),
        ("anna.petrova@example.org, Яндекс", {}),
    ],
)
def test_what_a_line_says_of_its_person(line: str, fields: dict[str, str]) -> None:
    (person,) = parse_list(line)
    assert meaning_of(person.beside) == fields


@pytest.mark.parametrize("line", ["Анна Петрова, Борис Иванов", "Анна, Борис и Вера из Яндекса", "Bob and Carol"])
def test_of_several_people_nothing_is_said(line: str) -> None:
    people = parse_list(line)
    assert len(people) > 1
    assert not any(one.beside for one in people)


def test_joined_names_before_a_place_are_people_too() -> None:
    assert [one.name for one in parse_list("Анна, Борис и Вера из Яндекса")] == ["Анна", "Борис", "Вера"]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_columns_say_which_is_which(language: str) -> None:
    table = "Имя\tКомпания\tДолжность\tГород\tПочта\nОлег Ким\tДизайн, Код\tГуру\tКлин\toleg@example.org"
    with override(language):
        (person,) = parse_list(table)
    assert (person.name, person.addresses) == ("Олег Ким", ("oleg@example.org",))
    assert meaning_of(person.beside) == {"company": "Дизайн, Код", "position": "Гуру", "city": "Клин"}


@given(line=st.text(max_size=60), name=st.text(min_size=1, max_size=20))
def test_nothing_is_said_that_does_not_stand_there(line: str, name: str) -> None:
    beside = words_beside(line, name)
    said = meaning_of(beside)
    assert len(beside) <= LONGEST
    assert set(said) <= {"company", "position", "city", "about"}
    assert all(len(text) <= {"city": 100, "about": LONGEST}.get(field, 200) for field, text in said.items())
    assert all(part in " ".join(line.split()) or part.split()[0] in line for part in beside.split(", ") if part)


@pytest.mark.django_db
def test_members_of_a_list_are_told_of(owner: User, client_of_owner: Client) -> None:
    known = make_contact(owner=owner, name="Мария Сидорова", company="Сбер")
    club = make_community(owner=owner, name="Клуб")
    sent = {"community": club.pk, "role": "participant", "people": "", "pasted": PASTED}
    client_of_owner.post(reverse("communities:member_add"), sent)
    known.refresh_from_db()
    assert (known.company, known.position) == ("Сбер", "")
    new = Contact.objects.for_owner(owner).get(search_text__has=" тимур ")
    assert (new.city, new.about, new.company) == ("Санкт-Петербург", "организатор", "")


@pytest.fixture
def event(owner: User) -> Event:
    return make_event(owner=owner, name="Moscow Python", starts=datetime(2026, 10, 13, 16, 0, tzinfo=UTC))


def _sent(event: Event, **fields: Any) -> dict[str, Any]:
    event.refresh_from_db()
    return {"key": str(uuid.uuid4()), "version": event.version, "my_role": "listener", "names": "", **fields}


@pytest.mark.django_db
@time_machine.travel(datetime(2026, 10, 15, 9, 0, tzinfo=UTC), tick=False)
def test_new_people_of_a_debrief_are_told_of(owner: User, client_of_owner: Client, event: Event) -> None:
    address = reverse("events:debrief_rows", args=[event.pk])
    page = client_of_owner.post(address, _sent(event, names=PASTED))
    text = page.content.decode()
    assert "новый человек · Яндекс, тимлид" in text
    first, second = page.context["form"].rows
    row: dict[str, Any] = {"row": [first.token, second.token]}
    for one in (first, second):
        assert f'name="beside-{one.token}" value="{one.beside}"' in text
        row |= {f"who-{one.token}": one.who, f"beside-{one.token}": one.beside, f"came-{one.token}": "on"}
    # What was said is kept by the draft.
    client_of_owner.post(reverse("events:debrief_draft", args=[event.pk]), _sent(event, **row))
    assert DebriefDraft.objects.get().fields[f"beside-{first.token}"] == ["Яндекс, тимлид"]
    again = client_of_owner.get(reverse("events:debrief", args=[event.pk]))
    assert [one.beside for one in again.context["form"].rows] == [first.beside, second.beside]
    client_of_owner.post(reverse("events:debrief", args=[event.pk]), _sent(event, **row))
    maria = Contact.objects.for_owner(owner).get(search_text__has=" мария ")
    assert (maria.company, maria.position, maria.how_met) == ("Яндекс", "тимлид", "Moscow Python")
    assert Contact.objects.for_owner(owner).get(search_text__has=" тимур ").city == "Санкт-Петербург"
    assert client_of_owner.get(reverse("contacts:list") + "?q=Яндекс").content.decode().count("Мария Сидорова")


@pytest.mark.django_db
@time_machine.travel(datetime(2026, 10, 15, 9, 0, tzinfo=UTC), tick=False)
def test_who_is_known_stays_as_they_are(owner: User, client_of_owner: Client, event: Event) -> None:
    known = make_contact(owner=owner, name="Мария Сидорова", company="Сбер")
    sent = _sent(event, row=["t0"]) | {"who-t0": f"id:{known.pk}", "beside-t0": "Яндекс, тимлид", "came-t0": "on"}
    client_of_owner.post(reverse("events:debrief", args=[event.pk]), sent)
    known.refresh_from_db()
    assert (known.company, known.position, known.about) == ("Сбер", "", "")
    page = client_of_owner.get(reverse("events:debrief", args=[event.pk])).content.decode()
    assert "Яндекс" not in page
    sent = _sent(event, row=["t1"]) | {"who-t1": "Лада Зайцева", "beside-t1": "x" * 20_000 + "\x00", "came-t1": "on"}
    assert client_of_owner.post(reverse("events:debrief", args=[event.pk]), sent).status_code in (302, 422)
