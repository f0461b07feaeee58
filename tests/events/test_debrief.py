"""The debrief: one screen, one transaction, nothing doubled, nobody else's people."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.actions.debrief import Met, record_debrief
from communities.models import Attendance, Event
from contacts.forms.people import new_contact
from contacts.models import Channel, Contact, Interaction, Participant, Promise, Submission, Trash
from networking.accounts.models import User
from networking.home.rhythm import due_people
from tests.counting import queries_of
from tests.factories import (
    make_attendance,
    make_channel,
    make_community,
    make_contact,
    make_event,
    make_interaction,
    make_membership,
)

NOW = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
# Half past one at night in Moscow: the owner's day is not the day of UTC.
STARTS = datetime(2026, 10, 13, 22, 30, tzinfo=UTC)
DAY = date(2026, 10, 14)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(owner: User) -> Event:
    return make_event(owner=owner, name="Moscow Python № 102", starts=STARTS)


def _url(event: Event, name: str = "debrief") -> str:
    return reverse(f"events:{name}", args=[event.pk])


def _sent(event: Event, *rows: dict[str, str], **fields: Any) -> dict[str, Any]:
    """A debrief as a browser sends it."""
    event.refresh_from_db()
    data: dict[str, Any] = {"key": str(uuid.uuid4()), "version": event.version, "my_role": "listener", "names": ""}
    data["row"] = [f"t{place}" for place in range(len(rows))]
    for place, row in enumerate(rows):
        data |= {f"{name}-t{place}": value for name, value in row.items()}
    return data | fields


def test_five_people_two_of_them_new(owner: User, client_of_owner: Client, event: Event) -> None:
    anna, igor = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Игорь Сидоренко")
    dima = make_contact(owner=owner, name="Дмитрий Ковалёв")
    make_attendance(event=event, contact=dima, invited=True)
    sent = _sent(
        event,
        {"who": f"id:{anna.pk}", "talked": "on", "note": "про фичи", "promise": "Ссылка", "due": "2026-10-20"},
        {"who": f"id:{igor.pk}", "came": "on", "talked": "on", "note": "ищет лида"},
        {"who": "Тимур Марков", "came": "on", "talked": "on", "note": "делает линтеры"},
        {"who": "Лада Зайцева", "came": "on"},
        {"who": f"id:{dima.pk}"},
        {"who": "Не Пришедший"},
        my_role="speaker",
        knowledge="4",
        took_away="Много",
        hours="2.5",
    )
    answer = client_of_owner.post(_url(event), sent, follow=True)
    assert answer.redirect_chain == [(event.get_absolute_url(), 302)]
    assert "Записано: 3 разговора, 2 новых человека, 1 обещание." in answer.content.decode()
    event.refresh_from_db()
    assert (event.mine, event.debriefed_at, event.my_role) == ("attended", NOW, "speaker")
    assert (event.knowledge, event.took_away, str(event.hours)) == (4, "Много", "2.5")
    there = {one.contact.name: (one.invited, one.came, one.talked) for one in Attendance.objects.for_owner(owner)}
    assert there == {
        "Анна Петрова": (False, True, True),
        "Игорь Сидоренко": (False, True, True),
        "Тимур Марков": (False, True, True),
        "Лада Зайцева": (False, True, False),
        "Дмитрий Ковалёв": (True, False, False),
    }
    timur = Contact.objects.get(given_name="Тимур")
    assert (timur.met_on, timur.how_met) == (DAY, "Moscow Python № 102")
    assert Contact.objects.for_owner(owner).get(search_text__has=" тимур ") == timur
    lada = Contact.objects.for_owner(owner).get(search_text__has=" лада ")
    assert (lada.met_on, lada.how_met) == (None, "Moscow Python № 102")
    talks = Interaction.objects.for_owner(owner)
    assert {(one.kind, one.day) for one in talks} == {("event_talk", DAY)}
    assert talks.get(participant__contact=anna).participants.get().own_note == "про фичи"
    promise = Promise.objects.for_owner(owner).get()
    assert (promise.contact, promise.text, promise.due_on, promise.made_on) == (anna, "Ссылка", date(2026, 10, 20), DAY)


def test_whom_i_only_saw_asks_for_nothing(owner: User, client_of_owner: Client, event: Event) -> None:
    sent = _sent(event, {"who": "Тимур Марков", "came": "on", "talked": "on"}, {"who": "Лада Зайцева", "came": "on"})
    client_of_owner.post(_url(event), sent)
    due = {one.person.name for one in due_people(owner, NOW.date() + timedelta(days=10))}
    assert due == {"Тимур Марков"}


def test_the_page_shows_the_invited_and_asks_nothing_of_them(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    dima = make_contact(owner=owner, name="Дмитрий Ковалёв")
    make_attendance(event=event, contact=dima, invited=True)
    page = client_of_owner.get(_url(event))
    (row,) = page.context["form"].rows
    assert (row.contact, row.came, row.talked) == (dima, False, False)
    assert f'name="who-c{dima.pk}" value="id:{dima.pk}"' in page.content.decode()
    assert "Записать разбор" in page.content.decode()


def test_pasted_names_become_rows_without_doubles(owner: User, client_of_owner: Client, event: Event) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    sent = _sent(
        event, {"who": f"id:{anna.pk}", "came": "on"}, names="1. Анна Петрова\n2. Тимур Марков\n- тимур марков"
    )
    whole = client_of_owner.post(_url(event, "debrief_rows"), sent)
    assert [row.name for row in whole.context["form"].rows] == ["Анна Петрова", "Тимур Марков"]
    assert "<html" in whole.content.decode()
    added = client_of_owner.post(_url(event, "debrief_rows"), sent, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in added
    assert added.count("data-debrief-row") == 1
    assert "Тимур Марков" in added
    assert 'id="debrief-names"' in added
    again = client_of_owner.post(_url(event, "debrief_rows"), {**sent, "names": "анна петрова"}).content.decode()
    assert again.count("data-debrief-row") == 1
    assert not Contact.objects.filter(given_name="Тимур").exists()


def test_a_picture_alone_is_said_to_be_left_out(client_of_owner: Client, event: Event) -> None:
    said, asked = "Пропущено, имени здесь нет: 😀.", {"HX-Request": "true"}
    sent = _sent(event, names="Тимур Марков\n😀")
    page = client_of_owner.post(_url(event, "debrief_rows"), sent, headers=asked).content.decode()
    assert "Добавлен 1 человек." in page
    assert said in page
    alone = client_of_owner.post(_url(event, "debrief_rows"), {**sent, "names": "😀"}, headers=asked).content.decode()
    assert said in alone
    assert "Все уже в списке" not in alone
    assert said in client_of_owner.post(_url(event), sent, follow=True).content.decode()


def test_a_pasted_name_marks_who_is_listed(owner: User, client_of_owner: Client, event: Event) -> None:
    people = [make_contact(owner=owner, name=name) for name in ("Анна Петрова", "Игорь Белов", "Дмитрий Ковалёв")]
    listed = [{"who": f"id:{person.pk}"} for person in people] + [{"who": "Тимур Марков"}]
    sent = _sent(event, *listed, names="Анна Петрова\nтимур марков\nАнна Петрова\nЛада Зайцева")
    whole = client_of_owner.post(_url(event, "debrief_rows"), sent)
    assert [(row.name, row.came) for row in whole.context["form"].rows] == [
        ("Анна Петрова", True), ("Игорь Белов", False), ("Дмитрий Ковалёв", False),
        ("Тимур Марков", True), ("Лада Зайцева", True),
    ]  # fmt: skip
    part = client_of_owner.post(_url(event, "debrief_rows"), sent, headers={"HX-Request": "true"}).content.decode()
    assert part.count("data-debrief-row") == 1
    ticked = '<input type="checkbox" id="came-{0}" name="came-{0}" data-came checked data-hx-swap-oob="true">'
    assert [at for at in ("t0", "t1", "t2", "t3") if ticked.format(at) in part] == ["t0", "t3"]
    for page in (whole.content.decode(), part):
        assert "Добавлен 1 человек. В списке отмечено 2 человека." in page
    again = client_of_owner.post(
        _url(event, "debrief_rows"), sent | {"names": "Анна Петрова", "came-t0": "on"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "Все уже в списке." in again
    assert "came-t0" not in again
    client_of_owner.post(_url(event), sent)
    assert {one.contact.name for one in Attendance.objects.came()} == {"Анна Петрова", "Тимур Марков", "Лада Зайцева"}


def test_names_left_in_the_box_are_saved_too(owner: User, client_of_owner: Client, event: Event) -> None:
    client_of_owner.post(_url(event), _sent(event, names="Тимур Марков\nЛада Зайцева"))
    assert {one.contact.name for one in Attendance.objects.came()} == {"Тимур Марков", "Лада Зайцева"}


def test_a_name_that_may_be_known_asks_in_its_row(owner: User, client_of_owner: Client, event: Event) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    row = {"who": "Анна", "came": "on", "talked": "on", "note": "мой текст"}
    asked = client_of_owner.post(_url(event), _sent(event, row))
    assert asked.status_code == 422
    page = asked.content.decode()
    assert f'name="is-t0" value="id:{anna.pk}"' in page
    assert "мой текст" in page
    assert not Attendance.objects.exists()
    client_of_owner.post(_url(event), _sent(event, {**row, "is": f"id:{anna.pk}"}))
    assert Attendance.objects.get().contact == anna
    client_of_owner.post(_url(event), _sent(event, {**row, "is": "new"}))
    assert Contact.objects.count() == 2
    assert Attendance.objects.count() == 2


def test_two_rows_of_one_person_add_up(owner: User, client_of_owner: Client, event: Event) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    rows = [
        {"who": f"id:{anna.pk}", "came": "on"},
        {"who": "Анна", "is": f"id:{anna.pk}", "talked": "on", "note": "про фичи"},
    ]
    client_of_owner.post(_url(event), _sent(event, *rows))
    assert Attendance.objects.get().talked
    assert Participant.objects.get().own_note == "про фичи"


@pytest.mark.parametrize("row", [{"who": "id:{pk}"}, {"who": "Кто-то", "is": "id:{pk}"}, {"who": "Вера Чужая #{pk}"}])
def test_a_strangers_id_in_a_row_is_refused(
    stranger: User, client_of_owner: Client, event: Event, row: dict[str, str]
) -> None:
    hers = make_contact(owner=stranger, name="Вера Секретная")
    row = {name: value.format(pk=hers.pk) for name, value in row.items()} | {"talked": "on"}
    answer = client_of_owner.post(_url(event), _sent(event, row))
    assert answer.status_code == 422
    assert "Секретная" not in answer.content.decode()
    assert answer.context["form"].rows[0].errors["who"] == "Такого человека нет."
    assert not Attendance.objects.exists()
    assert not Interaction.objects.exists()
    names = client_of_owner.post(_url(event, "debrief_rows"), _sent(event, names=f"id:{hers.pk}\nВера Секретная"))
    assert [row.contact for row in names.context["form"].rows] == [None]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("due", "не день", "дат"),
        ("due", "2026-10-01", "раньше дня"),
        ("promise", "x" * 501, "Слишком длинно"),
        ("note", "a\x00b", "нельзя сохранить"),
    ],
)
def test_what_is_wrong_is_said_in_the_row(
    client_of_owner: Client, event: Event, field: str, value: str, said: str
) -> None:
    row = {"who": "Тимур Марков", "talked": "on", "note": "записка", "promise": "ссылка", field: value}
    answer = client_of_owner.post(_url(event), _sent(event, row, took_away="вывод"))
    assert answer.status_code == 422
    assert said.casefold() in answer.context["form"].rows[0].errors[field].casefold()
    assert "вывод" in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_wrong_field_of_the_event_keeps_rows_and_text(client_of_owner: Client, event: Event) -> None:
    row = {"who": "Тимур Марков", "talked": "on", "note": "записка"}
    answer = client_of_owner.post(_url(event), _sent(event, row, hours="много", knowledge="9"))
    assert answer.status_code == 422
    assert {"hours", "knowledge"} <= set(answer.context["form"].errors)
    assert "записка" in answer.content.decode()
    assert "много" in answer.content.decode()


def test_the_same_form_twice_does_nothing_twice(client_of_owner: Client, event: Event) -> None:
    sent = _sent(event, {"who": "Тимур Марков", "talked": "on", "promise": "ссылка"})
    client_of_owner.post(_url(event), sent)
    second = client_of_owner.post(_url(event), sent, follow=True)
    assert "уже" in second.content.decode()
    assert (Contact.objects.count(), Interaction.objects.count(), Promise.objects.count()) == (1, 1, 1)


def test_an_older_tab_is_told_and_keeps_what_it_typed(client_of_owner: Client, event: Event) -> None:
    older = _sent(event, {"who": "Лада Зайцева", "talked": "on", "note": "из старой вкладки"}, took_away="моё")
    client_of_owner.post(_url(event), _sent(event, {"who": "Тимур Марков", "came": "on"}, took_away="другое"))
    answer = client_of_owner.post(_url(event), older)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "из старой вкладки" in page
    assert "моё" in page
    assert "другое" in page
    assert not Contact.objects.filter(given_name="Лада").exists()
    version = answer.context["form"].data["version"]
    client_of_owner.post(_url(event), {**older, "version": version, "key": str(uuid.uuid4())})
    assert {one.contact.name for one in Attendance.objects.came()} == {"Лада Зайцева", "Тимур Марков"}


def test_an_older_tab_sees_what_differs_field_by_field_and_person_by_person(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    people = [make_contact(owner=owner, name=name) for name in ("Анна Петрова", "Игорь Зимин", "Тимур Марков")]
    anna, igor, timur = ({"who": f"id:{one.pk}"} for one in people)
    talked = {"talked": "on", "note": "про фичи", "promise": "ссылка", "due": "2026-10-20"}
    older = _sent(
        event, anna | talked, igor | {"came": "on"}, timur | {"came": "on"}, hours="16", my_role="organiser"
    )  # fmt: skip
    newer = [anna | talked | {"note": "про найм"}, igor | {"talked": "on"}, timur | {"came": "on"}]
    client_of_owner.post(_url(event), _sent(event, *newer, hours="16.0"))
    answer = client_of_owner.post(_url(event), older)
    assert answer.status_code == 409
    assert [(row.label, row.theirs, row.mine) for row in answer.context["form"].stale_rows] == [
        ("Моя роль", "слушатель", "организатор"),
        (
            "Анна Петрова",
            "говорили · про найм · обещано: ссылка · до 20 октября 2026",
            "говорили · про фичи · обещано: ссылка · до 20 октября 2026",
        ),
        ("Игорь Зимин", "говорили", "на месте"),
    ]


def test_a_second_debrief_mends_and_doubles_nothing(owner: User, client_of_owner: Client, event: Event) -> None:
    row = {"who": "Тимур Марков", "talked": "on", "note": "первое", "promise": "ссылка", "due": "2026-10-20"}
    client_of_owner.post(_url(event), _sent(event, row))
    (shown,) = client_of_owner.get(_url(event)).context["form"].rows
    assert (shown.talked, shown.note, shown.promise, shown.due) == (True, "первое", "ссылка", "2026-10-20")
    again = {**row, "who": shown.who}
    client_of_owner.post(_url(event), _sent(event, again))
    client_of_owner.post(_url(event), _sent(event, {**again, "note": "второе", "promise": "книга", "due": ""}))
    assert (Contact.objects.count(), Attendance.objects.count(), Interaction.objects.count()) == (1, 1, 1)
    assert Participant.objects.get().own_note == "второе"
    promise = Promise.objects.get()
    assert (promise.text, promise.due_on) == ("книга", None)


def test_unticking_a_talk_throws_it_away_with_its_promise_until_undone(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    row = {"who": "Тимур Марков", "talked": "on", "promise": "ссылка"}
    client_of_owner.post(_url(event), _sent(event, row))
    (shown,) = client_of_owner.get(_url(event)).context["form"].rows
    unticked = {"who": shown.who, "came": "on", "promise": "ссылка"}
    answer = client_of_owner.post(_url(event), _sent(event, unticked), follow=True)
    assert not Interaction.objects.for_owner(owner).exists()
    assert not Promise.objects.for_owner(owner).exists()
    attendance = Attendance.objects.get()
    assert (attendance.came, attendance.talked) == (True, False)
    undo = reverse("contacts:undo", args=[Trash.objects.get().pk])
    assert undo in answer.content.decode()
    client_of_owner.post(undo)
    assert Attendance.objects.get().talked
    assert Promise.objects.for_owner(owner).count() == 1


@pytest.mark.parametrize(
    ("cleared", "unticked", "said", "what"),
    [
        (1, 0, "1 стёртое обещание в корзине, 30 дней можно вернуть.", "ссылка 0"),
        (2, 0, "2 стёртых обещания в корзине, 30 дней можно вернуть.", "обещания на «Moscow Python № 102»"),
        (
            1,
            1,
            "Снятые разговоры и стёртые обещания в корзине, 30 дней можно вернуть.",
            "разговоры и обещания на «Moscow Python № 102»",
        ),
    ],
)
def test_promises_that_are_cleared_are_said_and_come_back(
    owner: User, client_of_owner: Client, event: Event, cleared: int, unticked: int, said: str, what: str
) -> None:
    people = [make_contact(owner=owner) for _ in range(3)]
    rows = [{"who": f"id:{one.pk}", "talked": "on", "promise": f"ссылка {number}"} for number, one in enumerate(people)]
    client_of_owner.post(_url(event), _sent(event, *rows))
    before = _promised(owner)
    for row in rows[:cleared]:
        row["promise"] = ""
    for row in rows[3 - unticked :]:
        del row["talked"]
    answer = client_of_owner.post(_url(event), _sent(event, *rows), follow=True)
    page = answer.content.decode()
    assert _promised(owner) == before[cleared : 3 - unticked]
    assert Interaction.objects.for_owner(owner).count() == 3 - unticked
    trash = Trash.objects.get()
    assert trash.what == what
    assert said in page
    undo = reverse("contacts:undo", args=[trash.pk])
    assert page.count(f'action="{undo}"') == 1
    client_of_owner.post(undo)
    assert _promised(owner) == before
    assert Interaction.objects.for_owner(owner).count() == 3
    assert not Trash.objects.exists()


def test_what_is_written_of_a_talk_that_is_switched_off_is_not_lost(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    said = "«Говорили» снято, а здесь что-то записано: отметьте снова или сотрите."
    for row in ({"note": "про фичи"}, {"promise": "ссылка"}, {"came": "on", "note": "про фичи", "promise": "ссылка"}):
        row = {"who": "Тимур Марков", **row}
        answer = client_of_owner.post(_url(event), _sent(event, row))
        assert answer.status_code == 422
        (shown,) = answer.context["form"].rows
        assert (shown.note, shown.promise) == (row.get("note", ""), row.get("promise", ""))
        assert said in answer.content.decode()
    assert not Contact.objects.exists()
    client_of_owner.post(_url(event), _sent(event, {"who": "Тимур Марков", "talked": "on", "note": "раз"}))
    recorded = {"who": f"id:{Contact.objects.get().pk}", "came": "on"}
    answer = client_of_owner.post(_url(event), _sent(event, {**recorded, "note": "раз и ещё"}))
    assert said in answer.content.decode()
    assert client_of_owner.post(_url(event), _sent(event, {**recorded, "note": "раз"})).status_code == 302
    assert not Interaction.objects.for_owner(owner).exists()


@pytest.mark.parametrize(("hours", "said"), [("2", "2"), ("1.5", "1,5"), ("0", "0")])
def test_hours_are_said_without_needless_zeros(client_of_owner: Client, event: Event, hours: str, said: str) -> None:
    client_of_owner.post(_url(event), _sent(event, hours=hours))
    page = client_of_owner.get(event.get_absolute_url()).content.decode()
    assert f'Часы</div><span class="row-aside">{said}</span>' in page


def test_a_large_event_is_gone_through_in_parts_and_what_is_not_shown_stays(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    people = [make_contact(owner=owner, name=f"Гость{number:02} Иванов") for number in range(31)]
    for number, person in enumerate(people):
        talk = make_interaction(owner=owner, contacts=[person], day=DAY) if number > 28 else None
        make_attendance(event=event, contact=person, came=True, interaction=talk)
    Participant.objects.update(own_note="о том")
    page = client_of_owner.get(_url(event))
    form = page.context["form"]
    assert [row.contact for row in form.rows] == people[:20]
    assert "Показать ещё 11" in page.content.decode()
    shown = [{"who": row.who, "came": "on"} for row in form.rows]
    rest = client_of_owner.post(
        _url(event, "debrief_rows"), _sent(event, *shown, rest="1"), headers={"HX-Request": "true"}
    ).content.decode()
    assert all(person.name in rest for person in people[20:])
    assert people[0].name not in rest
    # Named, one of them comes with what is recorded; so does one who is told by an answer.
    named = client_of_owner.post(
        _url(event, "debrief_rows"), _sent(event, *shown, names="Гость30 Иванов"), headers={"HX-Request": "true"}
    ).content.decode()
    assert f"c{people[30].pk}" in named
    assert "о том" in named
    answered = {"who": "Гость", "is": f"id:{people[30].pk}", "came": "on", "note": "и об этом"}
    client_of_owner.post(_url(event), _sent(event, *shown, answered))
    assert Attendance.objects.filter(came=True).count() == 31
    assert Interaction.objects.for_owner(owner).count() == 2
    assert Participant.objects.get(contact=people[30]).own_note == "о том\n\nи об этом"
    assert Participant.objects.get(contact=people[29]).own_note == "о том"


def test_a_talk_of_two_goes_on_without_the_one_unticked(owner: User, client_of_owner: Client, event: Event) -> None:
    anna, boris = make_contact(owner=owner, name="Анна"), make_contact(owner=owner, name="Борис")
    talk = make_interaction(owner=owner, contacts=[anna, boris], day=DAY)
    make_attendance(event=event, contact=anna, came=True, interaction=talk)
    client_of_owner.post(_url(event), _sent(event, {"who": f"id:{anna.pk}", "came": "on"}))
    assert [one.contact for one in Interaction.objects.for_owner(owner).get().participants.all()] == [boris]


def test_an_event_to_come_is_not_debriefed(owner: User, client_of_owner: Client) -> None:
    coming = make_event(owner=owner, starts=NOW + timedelta(days=2))
    assert client_of_owner.get(_url(coming)).status_code == 302
    answer = client_of_owner.post(_url(coming), _sent(coming, {"who": "Тимур Марков", "talked": "on"}))
    assert answer.status_code == 422
    assert "ещё не началось" in answer.content.decode()
    assert not Contact.objects.exists()


def test_an_error_in_the_middle_leaves_nothing(
    owner: User, client_of_owner: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(Promise.objects, "bulk_create", broken)
    client_of_owner.raise_request_exception = False
    rows = [{"who": "Лада Зайцева", "talked": "on"}, {"who": "Тимур Марков", "talked": "on", "promise": "ссылка"}]
    assert client_of_owner.post(_url(event), _sent(event, *rows)).status_code == 500
    event.refresh_from_db()
    assert (event.mine, event.debriefed_at, event.version) == ("planned", None, 1)
    for model in (Contact, Attendance, Interaction, Participant, Promise, Submission):
        assert not model._default_manager.exists(), model


def test_the_page_asks_as_many_queries_for_one_person_as_for_three(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    counts = []
    for number in (1, 3):
        for _ in range(number):
            row = {"who": f"id:{make_contact(owner=owner).pk}", "talked": "on", "promise": "ссылка"}
            client_of_owner.post(_url(event), _sent(event, row))
        counts.append(queries_of(client_of_owner, _url(event)))
    assert counts[0] == counts[1]


def test_two_hundred_names_are_read_and_written_in_batches(owner: User, client_of_owner: Client, event: Event) -> None:
    for number in range(300):
        make_contact(owner=owner, name=f"Знакомый{number} Фамилия{number}")
    known = [f"Знакомый{number} Фамилия{number}" for number in range(100)]
    fresh = [f"Новый{number} Участник{number}" for number in range(100)]
    rows = [{"who": name, "came": "on", "talked": "on", "note": "о разном"} for name in known + fresh]
    address, sent = _url(event), _sent(event, *rows)
    with CaptureQueriesContext(connection) as asked:
        answer = client_of_owner.post(address, sent)
    assert answer.status_code == 302
    assert Attendance.objects.came().count() == 200
    assert Contact.objects.filter(met_on=DAY).count() == 100
    # Who is meant is asked for twenty names at once; all the rest is read and written together.
    assert len(asked) < 100


def test_people_who_came_without_a_talk_cost_no_query_each(
    owner: User, event: Event, django_assert_max_num_queries: Any
) -> None:
    met = [Met(new_contact(owner, f"Новый{number} Участник")) for number in range(60)]
    with django_assert_max_num_queries(16):
        result = record_debrief(owner=owner, event=event, met=met, day=DAY, now=NOW, version=1)
    assert (result.talks, result.new_people, result.promises, result.trash) == (0, 60, 0, None)


def test_everybody_of_a_circle_of_mine_stands_there_at_once(owner: User, client_of_owner: Client, event: Event) -> None:
    club = make_community(owner=owner, name="Клуб ревью", family="professional", kind="sig")
    here, other = (make_contact(owner=owner, name=name) for name in ("Анна Петрова", "Игорь Белов"))
    left = make_contact(owner=owner, name="Лада Зайцева")
    make_membership(contact=here, community=club)
    make_membership(contact=other, community=club)
    make_membership(contact=left, community=club, until=DAY - timedelta(days=1))
    Event.objects.filter(pk=event.pk).update(community=club)
    assert "Все из" not in client_of_owner.get(_url(event)).content.decode()
    Event.objects.filter(pk=event.pk).update(my_role="organiser")
    assert "Все из «Клуб ревью»: 2" in client_of_owner.get(_url(event)).content.decode()
    sent = _sent(event, {"who": f"id:{here.pk}", "came": "on"}, everybody="1")
    rows = client_of_owner.post(_url(event, "debrief_rows"), sent, headers={"HX-Request": "true"}).content.decode()
    assert rows.count("data-debrief-row") == 1
    assert "Игорь Белов" in rows
    assert "Лада" not in rows
    # Nobody of them is named, so whose tick was taken away stays without it.
    sent = _sent(event, {"who": f"id:{here.pk}"}, everybody="1")
    assert [row.came for row in client_of_owner.post(_url(event, "debrief_rows"), sent).context["form"].rows] == [
        False,
        True,
    ]


def test_the_first_list_of_a_circle_is_its_members_to_be_ticked(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    club = make_community(owner=owner, name="Клуб ревью", family="internal")
    anna, igor = (make_contact(owner=owner, name=name) for name in ("Анна Петрова", "Игорь Белов"))
    for person in (anna, igor):
        make_membership(contact=person, community=club)
    Event.objects.filter(pk=event.pk).update(community=club)
    page = client_of_owner.get(_url(event))
    assert [(row.name, row.came) for row in page.context["form"].rows] == [
        ("Анна Петрова", False), ("Игорь Белов", False),
    ]  # fmt: skip
    assert "Все из «Клуб ревью»: 2" in page.content.decode()
    # One press ticks them all, in their rows, without a second row of anybody.
    rows = [{"who": f"id:{person.pk}"} for person in (anna, igor)]
    asked = _sent(event, *rows, everybody="tick")
    answer = client_of_owner.post(_url(event, "debrief_rows"), asked, headers={"HX-Request": "true"}).content.decode()
    assert "data-debrief-row" not in answer
    assert answer.count("data-came checked") == 2
    # Who is not ticked was not there, and nothing is written of them.
    client_of_owner.post(_url(event), _sent(event, {**rows[0], "came": "on"}, rows[1]))
    assert [one.contact for one in Attendance.objects.for_owner(owner)] == [anna]
    # Where somebody came before, the list begins empty again.
    later = make_event(owner=owner, community=club, starts=STARTS + timedelta(hours=2))
    page = client_of_owner.get(_url(later))
    assert page.context["form"].rows == []
    assert "Все из «Клуб ревью»: 2" in page.content.decode()


def test_a_circle_that_is_written_down_after_its_first_meeting_stands_there(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    club = make_community(owner=owner, family="internal")
    make_membership(contact=make_contact(owner=owner, name="Анна Петрова"), community=club, since=NOW.date())
    Event.objects.filter(pk=event.pk).update(community=club, starts=STARTS - timedelta(days=3))
    with time_machine.travel(NOW, tick=False):
        assert [row.name for row in client_of_owner.get(_url(event)).context["form"].rows] == ["Анна Петрова"]
        # Where somebody is known of that day, who came later is not offered.
        old = make_contact(owner=owner, name="Игорь Белов")
        make_membership(contact=old, community=club, since=DAY - timedelta(days=9))
        assert [row.name for row in client_of_owner.get(_url(event)).context["form"].rows] == ["Игорь Белов"]


def test_who_was_invited_stands_there_instead_of_the_whole_circle(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    club = make_community(owner=owner, family="internal")
    anna, igor = (make_contact(owner=owner, name=name) for name in ("Анна Петрова", "Игорь Белов"))
    make_membership(contact=anna, community=club)
    Event.objects.filter(pk=event.pk).update(community=club)
    Attendance.objects.create(owner=owner, event=event, contact=igor, invited=True)
    assert [row.name for row in client_of_owner.get(_url(event)).context["form"].rows] == ["Игорь Белов"]


def _addresses(owner: User) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in Channel.objects.for_owner(owner).select_related("contact").order_by("pk"):
        found.setdefault(one.contact.full_name, []).append(one.value)
    return found


def _back(page: Any, event: Event, **fields: Any) -> dict[str, Any]:
    """The rows of a page as its browser sends them back."""
    rows = [
        {
            "who": row.who,
            "addresses": " ".join(row.addresses),
            "came": "on",
            **({"is": row.answer} if row.answer else {}),
        }
        for row in page.context["form"].rows
    ]
    return _sent(event, *rows, **fields)


def test_an_address_in_a_pasted_list_becomes_a_channel(owner: User, client_of_owner: Client, event: Event) -> None:
    make_contact(owner=owner, name="Лада Зайцева")
    pasted = "1. Тимур Марков <Timur@Example.org>\n2. Лада Зайцева, lada@example.org\nolga.kim@example.org\nОлег @oleg"
    page = client_of_owner.post(_url(event, "debrief_rows"), _sent(event, names=pasted))
    rows = [(row.name, " ".join(row.addresses)) for row in page.context["form"].rows]
    assert rows == [
        ("Тимур Марков", "timur@example.org"),
        ("Лада Зайцева", "lada@example.org"),
        ("Olga Kim", "olga.kim@example.org"),
        ("Олег", "@oleg"),
    ]
    assert "новый человек · timur@example.org" in page.content.decode()
    client_of_owner.post(_url(event), _back(page, event))
    assert _addresses(owner) == {
        "Тимур Марков": ["timur@example.org"],
        "Лада Зайцева": ["lada@example.org"],
        "Olga Kim": ["olga.kim@example.org"],
        "Олег": ["@oleg"],
    }
    client_of_owner.post(_url(event), _back(page, event))
    assert sum(map(len, _addresses(owner).values())) == 4


def test_an_address_says_who_is_meant(owner: User, client_of_owner: Client, event: Event) -> None:
    anna, _zimina = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Анна Зимина")
    igor = make_contact(owner=owner, name="Игорь Белов")
    make_channel(contact=anna, kind="email", value="anna@example.org")
    make_channel(contact=igor, kind="email", value="igor@example.org")
    pasted = "Анна <anna@example.org>\nИгорь Белов <other@example.org>\nВера Ким <igor@example.org>"
    page = client_of_owner.post(_url(event, "debrief_rows"), _sent(event, names=pasted))
    known, namesake, strange = page.context["form"].rows
    assert (known.contact, known.asks) == (anna, False)
    assert (namesake.asks, namesake.candidates) == (True, [igor])
    assert (strange.asks, strange.candidates) == (True, [igor])
    assert page.content.decode().count("who-is-meant") == 2
    namesake.answer, strange.answer = f"id:{igor.pk}", "new"
    client_of_owner.post(_url(event), _back(page, event))
    assert _addresses(owner) == {
        "Анна Петрова": ["anna@example.org"],
        "Игорь Белов": ["igor@example.org", "other@example.org"],
    }
    assert Contact.objects.for_owner(owner).count() == 4


def test_an_address_reaches_who_stands_in_the_list(owner: User, client_of_owner: Client, event: Event) -> None:
    sent = _sent(event, {"who": "Тимур Марков", "came": "on"}, names="тимур марков, timur@example.org")
    added = client_of_owner.post(_url(event, "debrief_rows"), sent, headers={"HX-Request": "true"}).content.decode()
    assert 'name="addresses-t0" value="timur@example.org" data-hx-swap-oob="true"' in added
    client_of_owner.post(_url(event), sent)
    assert _addresses(owner) == {"Тимур Марков": ["timur@example.org"]}


def test_a_handle_says_who_is_meant_as_an_address_does(owner: User, client_of_owner: Client, event: Event) -> None:
    anna, _zimina = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Анна Зимина")
    igor = make_contact(owner=owner, name="Игорь Белов")
    make_channel(contact=anna, kind="telegram", value="https://t.me/Anna_P")
    make_channel(contact=igor, kind="telegram", value="@igor_b")
    stranger = User.objects.create_user("stranger@example.org")
    make_channel(contact=make_contact(owner=stranger, name="Вера Ким"), kind="telegram", value="@vera_k")
    pasted = "Анна @anna_p anna@example.org\nИгорь Белов @other_b\nВера Ким @vera_k"
    page = client_of_owner.post(_url(event, "debrief_rows"), _sent(event, names=pasted))
    known, namesake, new = page.context["form"].rows
    assert (known.contact, known.asks) == (anna, False)
    assert (namesake.asks, namesake.candidates) == (True, [igor])
    assert (new.contact, new.asks) == (None, False)
    namesake.answer = "new"
    client_of_owner.post(_url(event), _back(page, event))
    assert _addresses(owner) == {
        "Анна Петрова": ["https://t.me/Anna_P", "anna@example.org"],
        "Игорь Белов": ["@igor_b", "@other_b"],
        "Вера Ким": ["@vera_k"],
    }
    assert Contact.objects.for_owner(owner).filter(family_name="Белов").count() == 2


def test_an_address_of_an_old_draft_is_kept(owner: User, client_of_owner: Client, event: Event) -> None:
    row = {"who": "Тимур Марков", "email": "timur@example.org", "came": "on"}
    client_of_owner.post(_url(event), _sent(event, row))
    assert _addresses(owner) == {"Тимур Марков": ["timur@example.org"]}


def test_namesakes_with_an_address_each_are_two(owner: User, client_of_owner: Client, event: Event) -> None:
    names = "Анна Петрова <a@example.org>\nАнна Петрова <b@example.org>\nАнна Петрова"
    client_of_owner.post(_url(event), _sent(event, names=names))
    people = Contact.objects.for_owner(owner).order_by("pk")
    assert [[one.value for one in person.channels.all()] for person in people] == [["a@example.org"], ["b@example.org"]]


def _promised(owner: User) -> list[tuple[str, date | None]]:
    return [(one.text, one.due_on) for one in Promise.objects.for_owner(owner).order_by("pk")]


def test_two_rows_of_one_person_keep_every_promise(owner: User, client_of_owner: Client, event: Event) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    first = {"talked": "on", "note": "про фичи", "promise": "Ссылка", "due": "2026-10-20"}
    rows = [
        {"who": f"id:{anna.pk}", **first},
        {"who": "Анна", "is": f"id:{anna.pk}", "talked": "on", "note": "ищет лида", "promise": "Познакомить с Игорем"},
        {"who": "Петрова Анна", "came": "on", "note": "про фичи", "promise": "ссылка"},
        {"who": "анна петрова", "came": "on", "promise": "Книга", "due": "2026-10-30"},
    ]
    make_contact(owner=owner, name="Анна Зимина")
    answer = client_of_owner.post(_url(event), _sent(event, *rows), follow=True)
    assert "3 обещания" in answer.content.decode()
    assert _promised(owner) == [
        ("Ссылка", date(2026, 10, 20)),
        ("Познакомить с Игорем", None),
        ("Книга", date(2026, 10, 30)),
    ]
    assert Participant.objects.get(contact=anna).own_note == "про фичи\n\nищет лида"


def test_whoever_is_recorded_and_named_again_keeps_both_promises(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    row = {"who": f"id:{anna.pk}", "talked": "on", "promise": "Ссылка", "due": "2026-10-20"}
    client_of_owner.post(_url(event), _sent(event, row))
    client_of_owner.post(_url(event), _sent(event, {"who": "Анна Петрова", "talked": "on", "promise": "Книга"}))
    assert _promised(owner) == [("Ссылка", date(2026, 10, 20)), ("Книга", None)]


@pytest.mark.parametrize("ended", ["kept_on", "withdrawn_on"])
def test_a_promise_that_is_kept_stays_as_it_is_and_the_next_one_is_new(
    owner: User, client_of_owner: Client, event: Event, ended: str
) -> None:
    row = {"who": "Тимур Марков", "talked": "on", "note": "про фичи", "promise": "ссылка", "due": "2026-10-20"}
    client_of_owner.post(_url(event), _sent(event, row))
    Promise.objects.update(**{ended: DAY})
    (shown,) = client_of_owner.get(_url(event)).context["form"].rows
    assert (shown.note, shown.promise, shown.due, shown.due_on) == ("про фичи", "", "", None)
    kept = Promise.objects.values().get()
    recorded = {"who": shown.who, "talked": "on", "note": "про фичи"}
    # As it stands, and from a form that was opened while the promise was open.
    for more in ({}, {"promise": "ссылка", "due": "2026-10-20"}):
        client_of_owner.post(_url(event), _sent(event, recorded | more))
        assert Promise.objects.values().get() == kept
    answer = client_of_owner.post(_url(event), _sent(event, {**recorded, "promise": "книга"}), follow=True)
    assert "1 обещание" in answer.content.decode()
    assert _promised(owner) == [("ссылка", date(2026, 10, 20)), ("книга", None)]
    (shown,) = client_of_owner.get(_url(event)).context["form"].rows
    assert shown.promise == "книга"
    client_of_owner.post(_url(event), _sent(event, {**recorded, "promise": "ссылка", "due": "2026-10-20"}))
    assert _promised(owner) == [("ссылка", date(2026, 10, 20)), ("книга", None)]
    client_of_owner.post(_url(event), _sent(event, {**recorded, "promise": "рукопись"}))
    assert _promised(owner) == [("ссылка", date(2026, 10, 20)), ("рукопись", None)]
    assert Promise.objects.filter(pk=kept["id"]).values().get() == kept


def test_a_kept_promise_stays_when_its_talk_is_unticked(owner: User, client_of_owner: Client, event: Event) -> None:
    row = {"who": "Тимур Марков", "talked": "on", "promise": "ссылка"}
    client_of_owner.post(_url(event), _sent(event, row))
    Promise.objects.update(kept_on=DAY)
    (shown,) = client_of_owner.get(_url(event)).context["form"].rows
    client_of_owner.post(_url(event), _sent(event, {"who": shown.who, "talked": "on", "promise": "книга"}))
    client_of_owner.post(_url(event), _sent(event, {"who": shown.who, "came": "on", "promise": "книга"}))
    assert _promised(owner) == [("ссылка", None)]
    client_of_owner.post(reverse("contacts:undo", args=[Trash.objects.get().pk]))
    assert _promised(owner) == [("ссылка", None), ("книга", None)]


def test_namesakes_pasted_again_are_listed_already(owner: User, client_of_owner: Client, event: Event) -> None:
    names = "Анна Петрова <a@example.org>\nАнна Петрова <b@example.org>"
    page = client_of_owner.post(_url(event, "debrief_rows"), _sent(event, names=names))
    again = client_of_owner.post(_url(event, "debrief_rows"), _back(page, event, names=names))
    assert [" ".join(row.addresses) for row in again.context["form"].rows] == ["a@example.org", "b@example.org"]
