"""A first debrief is taken back as a whole; what was worked on since stays, what was typed is typed again."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.models import Attendance, DebriefDraft, Event
from contacts.models import BulkChange, Channel, Contact, Interaction, Promise, Trash
from contacts.recounting import recount
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_attendance, make_community, make_contact, make_event, make_membership

# When `a_week_before` stops the clock.
NOW = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
STARTS = datetime(2026, 10, 13, 16, 0, tzinfo=UTC)
TABLES: tuple[Any, ...] = (Event, Attendance, Contact, Channel, Interaction, Promise)
ROWS: list[dict[str, str]] = [
    {"who": "", "came": "on", "talked": "on", "note": "про фичи", "promise": "Ссылка", "due": "2026-10-20"},
    {"who": "Тимур Марков", "came": "on", "talked": "on", "note": "линтеры", "addresses": "timur@example.org"},
    {"who": "Лада Зайцева", "came": "on"},
]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_week_before")]


@pytest.fixture
def anna(owner: User) -> Contact:
    return make_contact(owner=owner, name="Анна Петрова")


@pytest.fixture
def event(owner: User, anna: Contact) -> Event:
    event = make_event(owner=owner, name="Moscow Python", starts=STARTS)
    make_attendance(event=event, contact=anna, invited=True)
    return event


def _debrief(client: Client, event: Event, anna: Contact, **fields: Any) -> str:
    """Go through the event; returns the address of Undo."""
    event.refresh_from_db()
    sent: dict[str, Any] = {"key": str(uuid.uuid4()), "version": event.version, "my_role": "speaker", "names": ""}
    sent |= {"knowledge": "4", "took_away": "Много", "hours": "2,5", "cost": "700", "row": ["t0", "t1", "t2"], **fields}
    for place, row in enumerate([{**ROWS[0], "who": f"id:{anna.pk}"}, *ROWS[1:]]):
        sent |= {f"{name}-t{place}": value for name, value in row.items()}
    page = client.post(reverse("events:debrief", args=[event.pk]), sent, follow=True).content.decode()
    found = re.search(r'action="([^"]*/debriefs/\d+/undo/)"', page)
    return found[1] if found else ""


def _stands(owner: User) -> dict[str, list[Any]]:
    """All that pages show of the owner, but for which edit it is."""
    found: dict[str, list[Any]] = {}
    for table in TABLES:
        names = [one.attname for one in table._meta.concrete_fields if one.attname not in ("version", "updated_at")]
        found[table.__name__] = [*table.objects.for_owner(owner).order_by("pk").values_list(*names)]
    return found


def test_all_is_as_it_was_and_what_was_typed_waits(
    owner: User, client_of_owner: Client, event: Event, anna: Contact
) -> None:
    before = _stands(owner)
    undo = _debrief(client_of_owner, event, anna)
    assert f'action="{undo}"' in client_of_owner.get(reverse("contacts:trash")).content.decode()
    assert Interaction.objects.for_owner(owner).count() == 2
    assert _stands(owner) != before
    page = client_of_owner.post(undo, {"next": event.get_absolute_url()}, follow=True).content.decode()
    assert "Разбор отменён; набранное ждёт в черновике." in page
    assert _stands(owner) == before
    assert not [one for one in recount(mend=False) if one.wrong]
    # Nothing is lost: the people and the talks wait in the trash, and come back from there.
    trash = Trash.objects.for_owner(owner).get()
    assert trash.what == "разбор «Moscow Python»"
    # The form stands as it was sent, and can be sent again.
    form = unescape(client_of_owner.get(reverse("events:debrief", args=[event.pk])).content.decode())
    for said in ("Анна Петрова", "Тимур Марков", "Лада Зайцева", "про фичи", "Ссылка", "Много", "timur@example.org"):
        assert said in form
    assert client_of_owner.post(undo).status_code == 404


def test_it_is_written_down_again_from_its_draft(
    owner: User, client_of_owner: Client, event: Event, anna: Contact
) -> None:
    client_of_owner.post(_debrief(client_of_owner, event, anna))
    draft = DebriefDraft.objects.for_owner(owner).get()
    sent = {**draft.fields, "key": [str(uuid.uuid4())], "goes_on": [draft.mark]}
    answer = client_of_owner.post(reverse("events:debrief", args=[event.pk]), sent)
    assert answer.status_code == 302
    event.refresh_from_db()
    assert (event.mine, event.my_role, event.knowledge, event.took_away) == ("attended", "speaker", 4, "Много")
    assert (str(event.hours), str(event.cost), event.debriefed_at) == ("2.5", "700.00", NOW)
    talks = Interaction.objects.for_owner(owner)
    assert sorted(one.contacts.get().name for one in talks) == ["Анна Петрова", "Тимур Марков"]
    assert not DebriefDraft.objects.for_owner(owner).exists()


def test_who_was_worked_on_since_stays(owner: User, client_of_owner: Client, event: Event, anna: Contact) -> None:
    undo = _debrief(client_of_owner, event, anna)
    lada = Contact.objects.for_owner(owner).get(given_name="Лада")
    make_membership(contact=lada, community=make_community(owner=owner))
    talk = Interaction.objects.for_owner(owner).get(participant__contact=anna)
    talk.claim_version(1)
    talk.note = "Дописано потом"
    talk.save()
    event.refresh_from_db()
    event.claim_version(event.version)
    event.took_away = "Поправлено потом"
    event.save()
    client_of_owner.post(undo)
    event.refresh_from_db()
    assert (event.debriefed_at, event.mine, event.took_away) == (None, "planned", "Поправлено потом")
    assert [one.pk for one in Interaction.objects.for_owner(owner)] == [talk.pk]
    assert Promise.objects.for_owner(owner).get().contact == anna
    assert {one.name for one in Contact.objects.for_owner(owner)} == {"Анна Петрова", "Лада Зайцева"}
    assert [(one.contact, one.came, one.talked) for one in Attendance.objects.for_owner(owner)] == [(anna, True, True)]
    assert not [one for one in recount(mend=False) if one.wrong]


def test_one_gone_through_again_is_not_taken_back(
    owner: User, client_of_owner: Client, event: Event, anna: Contact
) -> None:
    undo = _debrief(client_of_owner, event, anna)
    with time_machine.travel(NOW.replace(hour=11), tick=False):
        assert _debrief(client_of_owner, event, anna, took_away="Второй раз") == ""
        stood = _stands(owner)
        page = client_of_owner.post(undo, follow=True).content.decode()
    assert "С тех пор разбор менялся: пройдите его ещё раз, чтобы что-то изменить." in page
    assert _stands(owner) == stood


def test_it_is_offered_while_it_can_be_done(owner: User, client_of_owner: Client, event: Event, anna: Contact) -> None:
    page = event.get_absolute_url()
    assert "Отменить разбор" not in client_of_owner.get(page).content.decode()
    undo = _debrief(client_of_owner, event, anna)
    shown = client_of_owner.get(page).content.decode()
    assert f'action="{undo}"' in shown
    assert "Отменить разбор" in shown
    assert queries_of(client_of_owner, page) <= 10
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        assert undo not in client_of_owner.get(page).content.decode()
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        _debrief(client_of_owner, event, anna, took_away="Второй раз")
        assert undo not in client_of_owner.get(page).content.decode()


def test_a_draft_that_was_begun_since_waits_in_the_trash(
    owner: User, client_of_owner: Client, event: Event, anna: Contact
) -> None:
    undo = _debrief(client_of_owner, event, anna)
    draft = DebriefDraft.objects.create(owner=owner, event=event, fields={"took_away": ["Другое"]})
    client_of_owner.post(undo)
    draft.refresh_from_db()
    assert draft.trash is not None
    assert DebriefDraft.objects.for_owner(owner).get().fields["took_away"] == ["Много"]


def test_it_is_no_change_of_many_people(owner: User, client_of_owner: Client, event: Event, anna: Contact) -> None:
    _debrief(client_of_owner, event, anna)
    change = BulkChange.objects.for_owner(owner).get()
    stood = _stands(owner)
    assert client_of_owner.post(reverse("contacts:bulk_undo", args=[change.pk])).status_code == 404
    assert _stands(owner) == stood
    assert BulkChange.objects.for_owner(owner).exists()
    other = BulkChange.objects.create(owner=owner, action="archive", what="в архив", count=0, before={})
    assert client_of_owner.post(reverse("events:debrief_undo", args=[other.pk])).status_code == 404
