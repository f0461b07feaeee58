"""A debrief that is interrupted goes on where it stopped."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.models import Attendance, DebriefDraft, Event
from contacts.models import Contact, Interaction, Promise
from networking.accounts.models import User
from tests.factories import make_attendance, make_contact, make_event

NOW = datetime(2026, 10, 15, 11, 5, tzinfo=UTC)  # 14:05 in Moscow
HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(owner: User) -> Event:
    return make_event(owner=owner, name="Митап", starts=NOW - timedelta(days=1))


def _url(event: Event, name: str = "debrief") -> str:
    return reverse(f"events:{name}", args=[event.pk])


def _sent(event: Event, *rows: dict[str, str], **fields: Any) -> dict[str, Any]:
    event.refresh_from_db()
    data: dict[str, Any] = {"key": str(uuid.uuid4()), "version": event.version, "my_role": "listener", "names": ""}
    data["row"] = [f"t{place}" for place in range(len(rows))]
    for place, row in enumerate(rows):
        data |= {f"{name}-t{place}": value for name, value in row.items()}
    return data | fields


def test_what_was_typed_stands_there_again(owner: User, client_of_owner: Client, event: Event) -> None:
    anna, _namesake = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Анна Зимина")
    rows = [
        {"who": f"id:{anna.pk}", "came": "on", "talked": "on", "note": "про фичи", "promise": "Ссылка",
         "due": "2026-10-20"},
        {"who": "Анна", "came": "on"},
        {"who": "Тимур Марков", "is": "new", "talked": "on", "note": "новый"},
    ]  # fmt: skip
    typed = _sent(
        event, *rows, names="Лада Зайцева\nИгорь", knowledge="4", took_away="Недописанн", hours="2.5", cost="много"
    )
    said = client_of_owner.post(_url(event, "debrief_draft"), typed, headers=HTMX)
    assert said.content.decode().strip() == "черновик сохранён в 14:05"
    assert not Attendance.objects.exists()
    assert not Interaction.objects.exists()
    invited = make_contact(owner=owner, name="Поздний Гость")
    make_attendance(event=event, contact=invited, invited=True)
    page = client_of_owner.get(_url(event))
    form, text = page.context["form"], page.content.decode()
    assert [(row.name, row.came, row.talked, row.note, row.promise, row.due) for row in form.rows] == [
        ("Анна Петрова", True, True, "про фичи", "Ссылка", "2026-10-20"),
        ("Анна", True, False, "", "", ""),
        ("Тимур Марков", True, True, "новый", "", ""),
        ("Лада Зайцева", True, False, "", "", ""),
        ("Игорь", True, False, "", "", ""),
        ("Поздний Гость", False, False, "", "", ""),
    ]
    assert "«Анна» — кто это?" in text
    assert {one.name for one in form.rows[1].candidates} == {"Анна Петрова", "Анна Зимина"}
    assert "Недописанн" in text
    assert 'value="2.5"' in text
    assert 'value="много"' in text
    assert form["knowledge"].value() == "4"
    assert "черновик сохранён в 14:05" in text
    for address in (reverse("events:list"), event.get_absolute_url()):
        assert "Продолжить" in client_of_owner.get(address).content.decode()


def test_a_finished_debrief_has_no_draft_and_a_late_one_does_not_come_back(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    sent = _sent(event, {"who": "Тимур Марков", "talked": "on"})
    client_of_owner.post(_url(event, "debrief_draft"), sent, headers=HTMX)
    assert DebriefDraft.objects.count() == 1
    assert client_of_owner.post(_url(event), sent).status_code == 302
    assert not DebriefDraft.objects.exists()
    late = client_of_owner.post(_url(event, "debrief_draft"), sent, headers=HTMX)
    assert (late.status_code, late.content.decode().strip()) == (200, "")
    assert not DebriefDraft.objects.exists()
    assert Contact.objects.count() == 1


def test_a_debrief_that_is_refused_keeps_its_draft(client_of_owner: Client, event: Event) -> None:
    sent = _sent(event, {"who": "Тимур Марков", "talked": "on"}, hours="много")
    client_of_owner.post(_url(event, "debrief_draft"), sent, headers=HTMX)
    assert client_of_owner.post(_url(event), sent).status_code == 422
    assert DebriefDraft.objects.count() == 1


def test_saving_for_later_without_javascript_and_again(client_of_owner: Client, event: Event) -> None:
    for text in ("первое", "второе"):
        mark = client_of_owner.get(_url(event)).context["form"]["goes_on"].value()
        sent = _sent(event, took_away=text, goes_on=mark, instead="1")
        answer = client_of_owner.post(_url(event, "debrief_draft"), sent, follow=True)
        assert "Черновик сохранён" in answer.content.decode()
        assert answer.redirect_chain == [(event.get_absolute_url(), 302)]
    assert DebriefDraft.objects.get().fields["took_away"] == ["второе"]


def test_beginning_anew_can_be_undone(owner: User, client_of_owner: Client, event: Event) -> None:
    client_of_owner.post(_url(event, "debrief_draft"), _sent(event, took_away="мой вывод"))
    answer = client_of_owner.post(_url(event, "debrief_draft_drop"), follow=True)
    assert "мой вывод" not in answer.content.decode()
    trash = DebriefDraft.objects.get().trash_id
    client_of_owner.post(reverse("contacts:undo", args=[trash]))
    assert "мой вывод" in client_of_owner.get(_url(event)).content.decode()
    client_of_owner.post(_url(event, "debrief_draft_drop"))
    client_of_owner.post(_url(event, "debrief_draft"), _sent(event, took_away="другой"))
    assert DebriefDraft.objects.for_owner(owner).get().fields["took_away"] == ["другой"]


def _keep(client: Client, event: Event, sent: dict[str, Any]) -> Any:
    return client.post(_url(event, "debrief_draft"), sent, headers=HTMX)


def test_a_draft_of_another_tab_is_not_written_over(owner: User, client_of_owner: Client, event: Event) -> None:
    drafts = DebriefDraft.objects.for_owner(owner)
    mine, other = _sent(event, took_away="вкладка А"), _sent(event, took_away="вкладка Б")
    _keep(client_of_owner, event, other)
    refused = _keep(client_of_owner, event, mine)
    assert refused.status_code == 409
    assert "Изменено в другой вкладке в 14:05" in refused.content.decode()
    # What goes as the page is left writes over nothing either.
    client_of_owner.post(_url(event, "debrief_draft"), mine)
    assert drafts.get().fields["took_away"] == ["вкладка Б"]
    assert _keep(client_of_owner, event, other | {"took_away": "вкладка Б, дальше"}).status_code == 200
    assert drafts.get().fields["took_away"] == ["вкладка Б, дальше"]
    said = _keep(client_of_owner, event, mine | {"instead": "1"}).content.decode()
    assert "черновик сохранён в 14:05" in said
    assert "другой — в корзине" in said
    assert drafts.get().fields["took_away"] == ["вкладка А"]
    assert DebriefDraft.objects.trashed(owner).get().fields["took_away"] == ["вкладка Б, дальше"]


def test_a_form_goes_on_with_the_draft_that_it_was_opened_with(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    first = _sent(event, took_away="начато")
    _keep(client_of_owner, event, first)
    mark = client_of_owner.get(_url(event)).context["form"]["goes_on"].value()
    assert _keep(client_of_owner, event, _sent(event, took_away="дальше", goes_on=mark)).status_code == 200
    assert _keep(client_of_owner, event, first).status_code == 409
    assert DebriefDraft.objects.get().fields["took_away"] == ["дальше"]


def test_writing_down_leaves_the_draft_of_another_tab_in_the_trash(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    _keep(client_of_owner, event, _sent(event, took_away="другая вкладка"))
    answer = client_of_owner.post(_url(event), _sent(event, took_away="записано"), follow=True)
    assert "Черновик из другой вкладки — 30 дней в корзине." in answer.content.decode()
    assert not DebriefDraft.objects.for_owner(owner).exists()
    client_of_owner.post(reverse("contacts:undo", args=[DebriefDraft.objects.get().trash_id]))
    assert "другая вкладка" in client_of_owner.get(_url(event)).content.decode()


def test_a_draft_that_comes_back_takes_the_place_of_the_one_begun_since(
    owner: User, client_of_owner: Client, event: Event
) -> None:
    _keep(client_of_owner, event, _sent(event, took_away="первый"))
    client_of_owner.post(_url(event, "debrief_draft_drop"))
    trash = DebriefDraft.objects.get().trash_id
    _keep(client_of_owner, event, _sent(event, took_away="второй"))
    client_of_owner.post(reverse("contacts:undo", args=[trash]))
    assert DebriefDraft.objects.for_owner(owner).get().fields["took_away"] == ["первый"]
    assert DebriefDraft.objects.trashed(owner).get().fields["took_away"] == ["второй"]


def test_what_changed_elsewhere_since_is_shown_at_the_end(client_of_owner: Client, event: Event) -> None:
    client_of_owner.post(_url(event, "debrief_draft"), _sent(event, took_away="из черновика"))
    Event.objects.filter(pk=event.pk).update(version=2, took_away="из другой вкладки")
    form = client_of_owner.get(_url(event)).context["form"]
    sent = _sent(event, took_away=form["took_away"].value()) | {"version": form["version"].value()}
    answer = client_of_owner.post(_url(event), sent)
    assert answer.status_code == 409
    assert "из черновика" in answer.content.decode()
    assert "из другой вкладки" in answer.content.decode()


def test_odd_fields_are_left_out_and_nothing_breaks(client_of_owner: Client, event: Event) -> None:
    odd = {
        "csrfmiddlewaretoken": "x",
        "evil": "1",
        "who-!": "x",
        "key": "no key",
        "took_away": "a\x00b",
        "version": "x",
    }
    assert client_of_owner.post(_url(event, "debrief_draft"), odd).status_code == 302
    assert DebriefDraft.objects.get().fields == {"took_away": ["ab"], "version": ["x"]}
    assert client_of_owner.get(_url(event)).status_code == 200


def test_a_stranger_neither_reads_nor_writes_a_draft(
    client_of_owner: Client, client_of_stranger: Client, event: Event
) -> None:
    client_of_owner.post(_url(event, "debrief_draft"), _sent(event, took_away="моё"))
    for name in ("debrief_draft", "debrief_draft_drop"):
        assert client_of_stranger.post(_url(event, name), _sent(event, took_away="чужое")).status_code == 404
    assert DebriefDraft.objects.get().fields["took_away"] == ["моё"]


def test_a_strangers_person_in_a_draft_stays_unknown(stranger: User, client_of_owner: Client, event: Event) -> None:
    hers = make_contact(owner=stranger, name="Вера Секретная")
    client_of_owner.post(_url(event, "debrief_draft"), _sent(event, {"who": f"id:{hers.pk}", "came": "on"}))
    page = client_of_owner.get(_url(event))
    assert "Секретная" not in page.content.decode()
    assert page.context["form"].rows[0].contact is None


def test_two_hundred_people_are_saved_at_once(owner: User, client_of_owner: Client, event: Event) -> None:
    """How long it takes, `python -m tests.benchmarks.debrief` says; here, that a name more costs a bounded number."""
    for number in range(100):
        make_contact(owner=owner, name=f"Знакомый{number} Фамилия{number}")
    names = [f"Знакомый{number} Фамилия{number}" for number in range(100)] + [
        f"Новый{number} Гость" for number in range(100)
    ]
    row = {"came": "on", "talked": "on", "note": "о разном", "promise": "ссылка", "due": "2026-10-20"}
    sent = _sent(event, *({"who": name, **row} for name in names))
    with CaptureQueriesContext(connection) as asked:
        assert client_of_owner.post(_url(event), sent).status_code == 302
    assert len(asked) < 200 * 8
    assert Interaction.objects.count() == Promise.objects.count() == Attendance.objects.came().count() == 200


def test_an_address_beside_a_name_is_kept(owner: User, client_of_owner: Client, event: Event) -> None:
    row = {"who": "Тимур Марков", "addresses": "timur@example.org", "came": "on"}
    client_of_owner.post(_url(event, "debrief_draft"), _sent(event, row, names="Лада <lada@example.org>"))
    page = client_of_owner.get(_url(event))
    rows = [(row.name, " ".join(row.addresses)) for row in page.context["form"].rows]
    assert rows == [("Тимур Марков", "timur@example.org"), ("Лада", "lada@example.org")]
    assert 'value="timur@example.org"' in page.content.decode()
