"""Going through an event again: a row edits the promise that it shows, and tells of the others."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.actions.debrief import Met, record_debrief
from communities.models import DebriefDraft, Event
from contacts.models import Contact, Interaction, Promise
from contacts.models.versioned import StaleVersion
from networking.accounts.models import User
from networking.exchange.archive.ids import INNER, Ids
from tests.counting import queries_of
from tests.factories import make_attendance, make_contact, make_event, make_interaction, make_promise

NOW = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
DAY = date(2026, 10, 14)
HTMX = {"HX-Request": "true"}
Said = list[tuple[str, date | None]]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(owner: User) -> Event:
    return make_event(owner=owner, name="Moscow Python № 102", starts=datetime(2026, 10, 14, 16, 0, tzinfo=UTC))


@pytest.fixture
def anna(owner: User) -> Contact:
    return make_contact(owner=owner, name="Анна Петрова")


@pytest.fixture
def talk(owner: User, event: Event, anna: Contact) -> Interaction:
    talk = make_interaction(owner=owner, contacts=[anna], day=DAY)
    make_attendance(event=event, contact=anna, came=True, interaction=talk)
    return talk


def _url(event: Event, name: str = "debrief") -> str:
    return reverse(f"events:{name}", args=[event.pk])


def _fields(page: str) -> dict[str, Any]:
    """What the one row of the page sends back."""
    found = dict(re.findall(r'name="((?:row|who|promised|seen|promise|due)(?:-c\d+)?)" value="([^"]*)"', page))
    return found | {f"talked-{found['row']}": "on"}


def _opened(client: Client, event: Event, **typed: str) -> dict[str, Any]:
    """The form as it is opened now, with what is typed over it."""
    page = client.get(_url(event))
    fields = _fields(page.content.decode())
    at = fields["row"]
    form = page.context["form"]
    base = {"key": str(uuid.uuid4()), "version": form["version"].value(), "my_role": "listener", "names": ""}
    return base | fields | {f"{name}-{at}": value for name, value in typed.items()}


def _promised(owner: User) -> Said:
    return [(one.text, one.due_on) for one in Promise.objects.for_owner(owner).order_by("pk")]


@pytest.mark.parametrize(("ended", "said"), [("kept_on", "сдержано 15 октября"), ("withdrawn_on", "снято 15 октября")])
def test_the_promise_that_was_shown_and_ended_is_left_and_no_other_one_is_taken_for_it(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction, ended: str, said: str
) -> None:
    first = make_promise(contact=anna, text="Ссылка", interaction=talk)
    make_promise(contact=anna, text="Книга", interaction=talk, due_on=date(2026, 10, 30))
    sent = _opened(client_of_owner, event, promise="Ссылка на доклад")
    Promise.objects.filter(pk=first.pk).update(**{ended: NOW.date()})
    answer = client_of_owner.post(_url(event), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"«Ссылка» — {said}" in page
    assert "Ссылка на доклад" in page
    before: Said = [("Ссылка", None), ("Книга", date(2026, 10, 30))]
    assert _promised(owner) == before
    # Sent again as it stands it is a promise of its own.
    again = sent | _fields(page)
    assert client_of_owner.post(_url(event), again).status_code == 302
    assert _promised(owner) == [*before, ("Ссылка на доклад", None)]


def test_what_was_shown_and_not_touched_needs_no_word_when_it_is_kept_meanwhile(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    first = make_promise(contact=anna, text="Ссылка", interaction=talk, due_on=date(2026, 10, 20))
    make_promise(contact=anna, text="Книга", interaction=talk)
    sent = _opened(client_of_owner, event)
    first.keep(on=NOW.date())
    assert client_of_owner.post(_url(event), sent).status_code == 302
    assert _promised(owner) == [("Ссылка", date(2026, 10, 20)), ("Книга", None)]


def test_clearing_a_promise_that_is_kept_meanwhile_clears_nothing(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    first = make_promise(contact=anna, text="Ссылка", interaction=talk)
    make_promise(contact=anna, text="Книга", interaction=talk)
    sent = _opened(client_of_owner, event, promise="")
    first.keep(on=NOW.date())
    answer = client_of_owner.post(_url(event), sent)
    assert answer.status_code == 422
    assert "«Ссылка» — сдержано 15 октября" in answer.content.decode()
    assert client_of_owner.post(_url(event), sent | _fields(answer.content.decode())).status_code == 302
    assert _promised(owner) == [("Ссылка", None), ("Книга", None)]


def test_the_promise_that_is_shown_is_mended_and_the_other_stays(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    make_promise(contact=anna, text="Ссылка", interaction=talk)
    make_promise(contact=anna, text="Книга", interaction=talk)
    client_of_owner.post(_url(event), _opened(client_of_owner, event, promise="Ссылка на доклад", due="2026-10-20"))
    assert _promised(owner) == [("Ссылка на доклад", date(2026, 10, 20)), ("Книга", None)]
    client_of_owner.post(_url(event), _opened(client_of_owner, event, promise="", due=""))
    assert _promised(owner) == [("Книга", None)]


def test_a_promise_deleted_meanwhile_is_said_to_be_gone(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    first = make_promise(contact=anna, text="Ссылка", interaction=talk)
    make_promise(contact=anna, text="Книга", interaction=talk)
    sent = _opened(client_of_owner, event, promise="Ссылка на доклад")
    first.throw_away()
    answer = client_of_owner.post(_url(event), sent)
    assert answer.status_code == 422
    assert "Обещания, которое здесь стояло, больше нет" in answer.content.decode()
    assert _promised(owner) == [("Книга", None)]


def test_a_number_of_another_talk_or_of_a_stranger_is_nobodys_promise(
    owner: User, stranger: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    mine = make_promise(contact=anna, text="Ссылка", interaction=talk)
    other = make_promise(contact=anna, text="Не отсюда")
    hers = make_promise(contact=make_contact(owner=stranger, name="Вера"), text="Чужое")
    for number in (other.pk, hers.pk, 10**17):
        sent = _opened(client_of_owner, event, promise="Переписано", promised=str(number))
        answer = client_of_owner.post(_url(event), sent)
        assert answer.status_code == 422
        assert "больше нет" in answer.content.decode()
        assert "Чужое" not in answer.content.decode()
    texts = Promise.objects.order_by("pk").values_list("text", flat=True)
    assert [*texts] == ["Ссылка", "Не отсюда", "Чужое"]
    assert mine.is_open


def test_nothing_is_overwritten_when_it_ends_between_the_form_and_the_saving(
    owner: User, event: Event, anna: Contact, talk: Interaction
) -> None:
    first = make_promise(contact=anna, text="Ссылка", interaction=talk)
    make_promise(contact=anna, text="Книга", interaction=talk)
    first.keep(on=NOW.date())
    met = Met(anna, talked=True, promise="Ссылка на доклад", promise_id=first.pk)
    with pytest.raises(StaleVersion):
        record_debrief(owner=owner, event=event, met=[met], day=DAY, now=NOW, version=event.version)
    assert _promised(owner) == [("Ссылка", None), ("Книга", None)]


def test_a_row_tells_what_became_of_the_promises_of_its_talk(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    queries = queries_of(client_of_owner, _url(event))
    kept = make_promise(contact=anna, text="Ссылка", interaction=talk, kept_on=date(2026, 10, 15))
    back = make_promise(contact=anna, text="Слайды", interaction=talk, withdrawn_on=date(2026, 10, 14))
    page = client_of_owner.get(_url(event)).content.decode()
    assert f'<a href="{kept.get_absolute_url()}" target="_blank" rel="noopener">Ссылка' in page
    assert f'<a href="{back.get_absolute_url()}" target="_blank" rel="noopener">Слайды' in page
    told = " ".join(re.sub(r"<[^>]+>", "", page.split("debrief-promised")[1].split("</ul>")[0]).split())
    assert "Обещание сдержано сегодня: Ссылка" in told
    assert "Обещание снято вчера: Слайды" in told
    # It is told and not taken into the field.
    assert 'value="Ссылка"' not in page
    assert queries_of(client_of_owner, _url(event)) <= queries + 1
    make_promise(contact=anna, text="Книга", interaction=talk)
    more = make_promise(contact=anna, text="Знакомство", interaction=talk, due_on=date(2026, 10, 30))
    page = client_of_owner.get(_url(event)).content.decode()
    assert 'value="Книга"' in page
    assert f'<a href="{more.get_absolute_url()}" target="_blank" rel="noopener">Знакомство' in page
    assert page.count("debrief-promised") == 1


def test_it_is_told_in_a_form_that_is_refused_in_a_draft_and_of_who_is_named(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    make_promise(contact=anna, text="Ссылка", interaction=talk, kept_on=date(2026, 10, 15))
    sent = _opened(client_of_owner, event, promise="Книга")
    refused = client_of_owner.post(_url(event), sent | {"hours": "много"})
    assert "Обещание сдержано" in refused.content.decode()
    client_of_owner.post(_url(event, "debrief_draft"), sent, headers=HTMX)
    assert DebriefDraft.objects.get().fields[f"promised-c{anna.pk}"] == ["0"]
    page = client_of_owner.get(_url(event)).content.decode()
    assert "Обещание сдержано" in page
    assert 'value="Книга"' in page
    base = {"key": sent["key"], "version": sent["version"], "my_role": "listener"}
    named = client_of_owner.post(_url(event, "debrief_rows"), base | {"names": "Анна Петрова"}, headers=HTMX)
    assert "Обещание сдержано" in named.content.decode()


def test_a_new_promise_beside_one_that_was_made_elsewhere_meanwhile_is_a_second_one(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    sent = _opened(client_of_owner, event, promise="Книга")
    make_promise(contact=anna, text="Ссылка", interaction=talk)
    client_of_owner.post(_url(event), sent)
    assert _promised(owner) == [("Ссылка", None), ("Книга", None)]
    # The same words again are the same promise.
    page = _opened(client_of_owner, event)
    client_of_owner.post(_url(event), page | {f"promised-{page['row']}": "0", f"promise-{page['row']}": "книга"})
    assert _promised(owner) == [("Ссылка", None), ("Книга", None)]


def test_a_draft_leads_to_its_promise_after_the_archive_was_read_in() -> None:
    ids = Ids()
    ids.rows = {"contacts.Promise": {7: 70}, "contacts.Contact": {7: 71}}
    draft = {"promised-c7": ["7"], "promised-t1": ["0"], "promised-t2": ["8"], "who-c7": ["id:7"], "promise-c7": ["7"]}
    led = INNER["communities.DebriefDraft.fields"](draft, ids)
    assert led == {
        "promised-c7": ["70"], "promised-t1": ["0"], "promised-t2": ["0"], "who-c7": ["id:71"], "promise-c7": ["7"],
    }  # fmt: skip


def test_a_promise_cleared_in_its_row_is_cleared_though_another_row_of_the_person_promises_more(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    make_promise(contact=anna, text="Ссылка", interaction=talk)
    sent = _opened(client_of_owner, event, promise="")
    for rows in ([sent["row"], "t1"], ["t1", sent["row"]]):
        more = {"row": rows, "who-t1": "Анна Петрова", "talked-t1": "on", "promise-t1": "Книга", "promised-t1": "0"}
        version = client_of_owner.get(_url(event)).context["form"]["version"].value()
        client_of_owner.post(_url(event), sent | more | {"key": str(uuid.uuid4()), "version": version})
        assert _promised(owner) == [("Книга", None)]
        Promise.objects.for_owner(owner).delete()
        shown = make_promise(contact=anna, text="Ссылка", interaction=talk)
        sent |= {f"promised-{sent['row']}": str(shown.pk)}


def test_a_promise_reworded_elsewhere_meanwhile_is_asked_about_and_not_overwritten(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    promise = make_promise(contact=anna, text="Ссылка", interaction=talk)
    sent = _opened(client_of_owner, event, promise="Ссылка на доклад")
    Promise.objects.filter(pk=promise.pk).update(text="Ссылка и книга", due_on=date(2026, 10, 30))
    answer = client_of_owner.post(_url(event), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Тем временем здесь стоит «Ссылка и книга», до 30 октября 2026." in page
    assert 'value="Ссылка на доклад"' in page
    assert _promised(owner) == [("Ссылка и книга", date(2026, 10, 30))]
    # Sent once more, it is meant.
    again = sent | _fields(page)
    assert client_of_owner.post(_url(event), again).status_code == 302
    assert _promised(owner) == [("Ссылка на доклад", None)]


def test_a_promise_reworded_elsewhere_stays_so_where_the_field_was_not_touched(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    promise = make_promise(contact=anna, text="Ссылка", interaction=talk)
    sent = _opened(client_of_owner, event, note="О типах")
    Promise.objects.filter(pk=promise.pk).update(text="Ссылка и книга")
    assert client_of_owner.post(_url(event), sent).status_code == 302
    assert _promised(owner) == [("Ссылка и книга", None)]
    # What both said alike is nothing to ask about; what was cleared here and reworded there is.
    sent = _opened(client_of_owner, event, promise="Книга")
    Promise.objects.filter(pk=promise.pk).update(text="Книга")
    assert client_of_owner.post(_url(event), sent).status_code == 302
    sent = _opened(client_of_owner, event, promise="")
    Promise.objects.filter(pk=promise.pk).update(text="Две книги")
    answer = client_of_owner.post(_url(event), sent)
    assert answer.status_code == 422
    assert "«Две книги»" in answer.content.decode()
    assert _promised(owner) == [("Две книги", None)]


def test_a_draft_shows_a_promise_as_it_was_reworded_since(
    owner: User, client_of_owner: Client, event: Event, anna: Contact, talk: Interaction
) -> None:
    promise = make_promise(contact=anna, text="Ссылка", interaction=talk)
    sent = _opened(client_of_owner, event, note="О типах")
    client_of_owner.post(_url(event, "debrief_draft"), sent, headers=HTMX)
    Promise.objects.filter(pk=promise.pk).update(text="Ссылка и книга")
    [row] = client_of_owner.get(_url(event)).context["form"].rows
    assert (row.promise, row.note) == ("Ссылка и книга", "О типах")
