from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.actions.congratulations import congratulate
from contacts.dates import dates_of, to_congratulate
from contacts.models import Congratulation, ImportantDate, Interaction
from contacts.models.important_date import occurrence_in
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_contact, make_date

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)
DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("today", "kept"),
    [
        (date(2026, 2, 28), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 3, 2), date(2027, 3, 1)),
        (date(2028, 2, 28), date(2028, 2, 29)),
        (date(2027, 12, 30), date(2028, 2, 29)),
    ],
)
def test_29_february_is_never_kept_too_early(today: date, kept: date) -> None:
    assert ImportantDate(kind="birthday", day=29, month=2, year=1988).next_on(today) == kept


@settings(max_examples=200, deadline=None)
@given(day=DAYS, kept=DAYS)
def test_the_next_turn_comes_within_a_year_and_a_day(day: date, kept: date) -> None:
    turn = ImportantDate(kind="birthday", day=kept.day, month=kept.month).next_on(day)
    assert turn is not None
    assert day <= turn <= day + timedelta(days=366)
    assert turn == occurrence_in(turn.year, kept.month, kept.day)


@pytest.mark.parametrize(
    "today", [date(2026, 11, 20), date(2026, 12, 28), date(2027, 2, 25), date(2027, 3, 1), date(2028, 2, 26)]
)
@pytest.mark.parametrize("within", [0, 7, 40])
def test_upcoming_is_what_a_slow_look_at_every_day_finds(owner: User, today: date, within: int) -> None:
    person = make_contact(owner=owner)
    leap = date(2028, 1, 1)
    rows = [
        make_date(contact=person, day=day.day, month=day.month, year=year, kind=kind, label="x")
        for day in (leap + timedelta(days=step) for step in [*range(0, 366, 9), 59, 60])
        for year, kind in ((None, "birthday"), (1992, "achievement"), (today.year, "other"))
        if not (year and year % 4 and (day.month, day.day) == (2, 29))
    ]
    last = today + timedelta(days=within)
    wanted = {row.pk for row in rows if (turn := row.next_on(today)) and turn <= last}
    found = [*ImportantDate.objects.for_owner(owner).upcoming(today, within)]
    assert {row.pk for row in found} == wanted
    turns = [row.next_on(today) or today for row in found]
    assert turns == sorted(turns)


def test_an_achievement_with_its_year_is_kept_once(owner: User) -> None:
    row = make_date(contact=make_contact(owner=owner), day=21, month=11, year=2026, kind="achievement", label="Защита")
    assert row.next_on(TODAY) == date(2026, 11, 21)
    assert row.next_on(date(2026, 11, 22)) is None
    assert [*ImportantDate.objects.for_owner(owner).upcoming(TODAY, 7)] == [row]
    assert not ImportantDate.objects.for_owner(owner).upcoming(date(2027, 11, 20), 7).exists()


@time_machine.travel(NOW)
def test_written_down_shown_with_age_and_thrown_away(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    add = reverse("contacts:date_add", args=[anna.pk])
    assert "29 февраля" in client_of_owner.get(add).content.decode()
    data = {"kind": "birthday", "label": "", "day": "24", "month": "11", "year": "1986"}
    assert client_of_owner.post(add, data).url == anna.get_absolute_url()  # type: ignore[attr-defined]
    client_of_owner.post(add, {"kind": "other", "label": "Именины", "day": "29", "month": "2", "year": ""})
    page = client_of_owner.get(reverse("contacts:ties_panel", args=[anna.pk])).content.decode()
    for text in ("День рождения", "24 ноября 1986", "39 лет", "исполнится 40", "Именины", "29 февраля"):
        assert text in page
    assert (
        reverse("contacts:ties_panel", args=[anna.pk]) in client_of_owner.get(anna.get_absolute_url()).content.decode()
    )
    birthday = ImportantDate.objects.for_owner(owner).get(kind="birthday")
    edit = {**data, "day": "25", "version": birthday.version}
    client_of_owner.post(reverse("contacts:date_edit", args=[birthday.pk]), edit)
    birthday.refresh_from_db()
    assert birthday.day == 25
    stale = client_of_owner.post(reverse("contacts:date_edit", args=[birthday.pk]), edit)
    assert stale.status_code == 409
    client_of_owner.post(reverse("contacts:date_delete", args=[birthday.pk]))
    assert not ImportantDate.objects.for_owner(owner).filter(kind="birthday").exists()
    assert ImportantDate.objects.trashed(owner).get() == birthday


@time_machine.travel(NOW)
@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"day": "31", "month": "4"}, "day"),
        ({"day": "29", "month": "2", "year": "1987"}, "day"),
        ({"day": "0"}, "day"),
        ({"day": "x"}, "day"),
        ({"month": "13"}, "month"),
        ({"year": "2027"}, "year"),
        ({"year": "1066"}, "year"),
        ({"kind": "other"}, "label"),
        ({"label": "x" * 201}, "label"),
        ({"label": "ноль\x00"}, "label"),
        ({"kind": "work", "year": "1970", "label": "Начало"}, "year"),
    ],
)
def test_wrong_input_is_said_and_kept(client_of_owner: Client, owner: User, wrong: dict[str, str], where: str) -> None:
    anna = make_contact(owner=owner, name="Анна")
    make_date(contact=anna, year=1986)
    data = {"kind": "birthday", "label": "", "day": "24", "month": "11", "year": "", **wrong}
    answer = client_of_owner.post(reverse("contacts:date_add", args=[anna.pk]), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[where]
    assert answer.context["form"]["day"].value() == data["day"]
    assert ImportantDate.objects.for_owner(owner).count() == 1


@time_machine.travel(NOW)
def test_congratulated_with_one_tap_and_taken_back(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    row = make_date(contact=anna, day=22, month=11, year=1986)
    make_date(contact=make_contact(owner=owner, name="Нескоро"), day=20, month=12)
    make_date(contact=make_contact(owner=owner, name="В архиве", archived_on=TODAY), day=20, month=11)
    page = client_of_owner.get("/").content.decode()
    assert "Поздравить" in page
    assert "исполнится 40" in page
    assert "Нескоро" not in page
    assert "В архиве" not in page
    tap = reverse("contacts:date_congratulate", args=[row.pk])
    for _ in range(2):
        assert client_of_owner.post(tap, {"next": "/"}).url == "/"  # type: ignore[attr-defined]
    talk = Interaction.objects.for_owner(owner).get()
    assert (talk.kind, talk.day, [*talk.contacts.all()]) == ("congratulation", TODAY, [anna])
    page = client_of_owner.get("/").content.decode()
    assert "исполнится 40" not in page
    made = Congratulation.objects.for_owner(owner).get()
    assert reverse("contacts:congratulation_undo", args=[made.pk]) in page
    assert [turn.is_done for turn in dates_of(owner, anna, TODAY)] == [True]
    client_of_owner.post(reverse("contacts:congratulation_undo", args=[made.pk]), {"next": "/"})
    assert not Interaction.objects.for_owner(owner).exists()
    assert [turn.kept for turn in to_congratulate(owner, TODAY)] == [row]
    client_of_owner.post(tap)
    assert to_congratulate(owner, TODAY) == []
    assert to_congratulate(owner, date(2026, 11, 22)) == []
    assert [turn.kept for turn in to_congratulate(owner, date(2027, 11, 20))] == [row]


def test_congratulated_ahead_of_the_year_it_is_done_in_the_next(owner: User) -> None:
    row = make_date(contact=make_contact(owner=owner), day=2, month=1)
    congratulate(owner=owner, date=row, today=date(2026, 12, 29))
    assert Congratulation.objects.for_owner(owner).get().meant_for == date(2027, 1, 2)
    assert to_congratulate(owner, date(2027, 1, 2)) == []


@time_machine.travel(NOW)
def test_what_lies_in_the_trash_asks_for_nothing(owner: User) -> None:
    anna = make_contact(owner=owner)
    row = make_date(contact=anna, day=20, month=11)
    assert to_congratulate(owner, TODAY)
    trash = row.throw_away()
    assert not to_congratulate(owner, TODAY)
    trash.put_back()
    anna.throw_away()
    assert not to_congratulate(owner, TODAY)


@time_machine.travel(NOW)
def test_the_panel_asks_the_same_whatever_its_length(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_date(contact=anna, day=21, month=11)
        counts.append(queries_of(client_of_owner, reverse("contacts:ties_panel", args=[anna.pk])))
    assert counts[0] == counts[1]


def test_the_model_refuses_a_day_that_no_year_has(owner: User) -> None:
    with pytest.raises(ValidationError):
        ImportantDate(owner=owner, contact=make_contact(owner=owner), kind="birthday", day=30, month=2).full_clean()
