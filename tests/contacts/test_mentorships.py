from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from contacts.mentorships import mentorships_of
from contacts.models import Mentorship
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact, make_date, make_interaction, make_mentorship

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)


@time_machine.travel(NOW)
def test_written_down_ended_and_kept_as_history(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    add = reverse("contacts:mentorship_add", args=[anna.pk])
    data = {"direction": "they", "goal": "Возглавить команду", "started_on": "2026-09-01", "rhythm_days": "14"}
    assert client_of_owner.post(add, data).url == anna.get_absolute_url()  # type: ignore[attr-defined]
    row = Mentorship.objects.for_owner(owner).get()
    panel = reverse("contacts:ties_panel", args=[anna.pk])
    page = client_of_owner.get(panel).content.decode()
    for text in ("Возглавить команду", "Меня наставляют", "с 01.09.2026", "раз в 14 дней", "давно не встречались"):
        assert text in page
    edit = reverse("contacts:mentorship_edit", args=[row.pk])
    ended = {**data, "ended_on": "2026-11-01", "version": row.version}
    assert client_of_owner.post(edit, ended).status_code == 302
    page = client_of_owner.get(panel).content.decode()
    assert "по 01.11.2026" in page
    assert "давно не встречались" not in page
    assert client_of_owner.post(add, {**data, "goal": "Ещё раз", "started_on": "2026-11-02"}).status_code == 302
    courses = mentorships_of(owner, anna, TODAY)
    assert [course.mentorship.goal for course in courses] == ["Ещё раз", "Возглавить команду"]
    client_of_owner.post(reverse("contacts:mentorship_delete", args=[row.pk]))
    assert Mentorship.objects.trashed(owner).get() == row


@pytest.mark.parametrize(
    ("talked", "answered", "is_late"),
    [
        (None, True, True),
        (date(2026, 11, 6), True, False),
        (date(2026, 11, 5), True, True),
        (date(2026, 11, 19), False, True),
        (date(2026, 11, 21), True, True),
    ],
)
def test_late_by_its_own_rhythm(owner: User, talked: date | None, answered: bool, is_late: bool) -> None:
    anna = make_contact(owner=owner)
    make_mentorship(contact=anna, started_on=date(2026, 1, 1), rhythm_days=14)
    if talked:
        make_interaction(owner=owner, contacts=[anna], day=talked, answered=answered)
    assert [course.is_late for course in mentorships_of(owner, anna, TODAY)] == [is_late]


def test_a_new_one_is_not_late_for_talks_before_it(owner: User) -> None:
    anna = make_contact(owner=owner)
    make_interaction(owner=owner, contacts=[anna], day=date(2026, 1, 1))
    make_mentorship(contact=anna, started_on=date(2026, 11, 15), rhythm_days=14)
    make_mentorship(contact=anna, started_on=date(2025, 1, 1), direction="me")
    assert [course.is_late for course in mentorships_of(owner, anna, TODAY)] == [False, False]


@time_machine.travel(NOW)
@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"direction": "x"}, "direction"),
        ({"direction": "me"}, "direction"),
        ({"goal": ""}, "goal"),
        ({"goal": "x" * 501}, "goal"),
        ({"goal": "ноль\x00"}, "goal"),
        ({"started_on": ""}, "started_on"),
        ({"started_on": "2026-11-21"}, "started_on"),
        ({"started_on": "1980-01-01"}, "started_on"),
        ({"ended_on": "2026-08-31"}, "ended_on"),
        ({"ended_on": "2026-12-01"}, "ended_on"),
        ({"rhythm_days": "0"}, "rhythm_days"),
        ({"rhythm_days": "366"}, "rhythm_days"),
        ({"note": "x" * 20_001}, "note"),
    ],
)
def test_wrong_input_is_said_and_kept(client_of_owner: Client, owner: User, wrong: dict[str, str], where: str) -> None:
    anna = make_contact(owner=owner)
    make_mentorship(contact=anna, direction="me")
    make_date(contact=anna, year=1985)
    data = {"direction": "they", "goal": "Цель", "started_on": "2026-09-01", "rhythm_days": "14", **wrong}

    answer = client_of_owner.post(reverse("contacts:mentorship_add", args=[anna.pk]), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[where]
    assert answer.context["form"]["goal"].value() == data["goal"]
    assert Mentorship.objects.for_owner(owner).count() == 1


def test_the_panel_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_mentorship(contact=anna, note="**важно**", ended_on=TODAY)
        counts.append(queries_of(client_of_owner, reverse("contacts:ties_panel", args=[anna.pk])))
    assert counts[0] == counts[1]
