"""Checklists put to work: taken, ticked, added to, taken away, and their owner's alone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from networking.accounts.models import User
from networking.guidance import keeping
from networking.guidance.lists.checklists import checklists, tasks_of
from networking.guidance.lists.working import add_item, place_of, put_to_work
from networking.guidance.models import Note, OwnItem, OwnList
from tests.counting import queries_of
from tests.factories import make_community, make_event
from tests.guidance.folders import bring

NOW = "2026-11-20 12:00:00+03:00"
TODAY = date(2026, 11, 20)
HTMX = {"HX-Request": "true"}
BODY = (
    "---\nshows_on: [event]\n---\n# Встреча\n\nТекст.\n\n## Подготовка к встрече\n\n- [ ] Прочесть *программу*\n"
    "- [x] Назвать цель\n  - [ ] Вложенное\n\n## Прочее\n\n- простой пункт\n\n## После\n\n- [ ] Написать [[Кому-то]]\n"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(tmp_path: Path) -> Note:
    bring(tmp_path, {"Встреча.md": BODY, "А.md": "# А\n\n- [ ] Дело"})
    return Note.objects.get(path="Встреча.md")


def take(owner: User, note: Note, where: str) -> OwnList:
    place = place_of(owner, where, TODAY)
    assert place is not None
    return put_to_work(owner=owner, note=note, checklist=checklists(note)[0], place=place)[0]


def test_checklists_are_the_tasks_beneath_each_heading(note: Note) -> None:
    assert [(one.anchor, one.title, one.items) for one in checklists(note)] == [
        ("h-подготовка-к-встрече", "Подготовка к встрече", ("Прочесть программу", "Назвать цель", "Вложенное")),
        ("h-после", "После", ("Написать Кому-то",)),
    ]


def test_a_note_keeps_what_its_page_says_of_contents_and_checklists(note: Note, tmp_path: Path) -> None:
    assert tasks_of(note) == [("h-подготовка-к-встрече", "Подготовка к встрече", 3), ("h-после", "После", 1)]
    assert note.contents.count("<li") == 3
    assert note.contents.startswith('<li class="toc-2"><a href="#h-подготовка-к-встрече">Подготовка к встрече</a></li>')
    bring(tmp_path, {"Встреча.md": BODY, "А.md": "# А\n\n- [ ] Дело", "Обе.md": '![[А]]\n\n## <b>"&\n\n## x'})
    both = Note.objects.get(path="Обе.md")
    assert tasks_of(both) == [("", "Обе", 1)]
    assert both.contents == (
        '<li class="toc-2"><a href="#h-b">&lt;b&gt;&quot;&amp;</a></li><li class="toc-2"><a href="#h-x">x</a></li>'
    )
    # A list of what is shown inside it follows that note.
    bring(tmp_path, {"А.md": "# А\n\n## Одно\n\nи всё"})
    both.refresh_from_db()
    assert (both.tasks, Note.objects.get(path="А.md").contents) == ([], "")
    assert keeping.recount() == 0
    Note.objects.filter(pk=both.pk).update(contents="", tasks=[["", "", 4]])
    assert [keeping.recount(), keeping.recount()] == [1, 0]
    both.refresh_from_db()
    assert (both.tasks, both.contents.count("<li")) == ([], 2)


@time_machine.travel(NOW)
def test_whoever_comes_from_an_event_or_a_community_finds_it_chosen(
    client_of_owner: Client, owner: User, stranger: User, note: Note
) -> None:
    event = make_event(owner=owner, name="Митап", starts=datetime(2026, 11, 25, 16, tzinfo=UTC))
    club, other = make_community(owner=owner, name="Клуб"), make_community(owner=stranger, name="Чужой")
    came = {
        event.get_absolute_url(): f"event:{event.pk}",
        reverse("events:debrief", args=[event.pk]): f"event:{event.pk}",
        f"{club.get_absolute_url()}?joined=1": f"community:{club.pk}",
        reverse("communities:launch", args=[club.pk]): f"community:{club.pk}",
        other.get_absolute_url(): "",
        "/nowhere/": "",
    }
    for address, chosen in came.items():
        response = client_of_owner.get(note.get_absolute_url(), headers={"referer": f"https://testserver{address}"})
        html = response.content.decode()
        assert re.findall(r'<option value="([^"]*)" selected', html) == ([chosen] if chosen else []), address


@time_machine.travel(NOW)
def test_from_a_note_to_an_event_in_one_form(client_of_owner: Client, owner: User, note: Note) -> None:
    event = make_event(owner=owner, name="Митап", starts=datetime(2026, 11, 25, 16, tzinfo=UTC))
    html = client_of_owner.get(note.get_absolute_url()).content.decode()
    assert f'<option value="event:{event.pk}">Митап, 25 ноября</option>' in html
    assert '<option value="month:2026-11">' in html
    take_it = reverse("guidance:list_take", args=[note.slug])
    sent = {"section": "h-подготовка-к-встрече", "where": f"event:{event.pk}"}
    for _ in range(2):
        answered = client_of_owner.post(take_it, sent)
        own = OwnList.objects.for_owner(owner).get()
        assert answered.headers["Location"] == f"{reverse('guidance:lists_of_event', args=[event.pk])}#list-{own.pk}"
        shown = client_of_owner.get(answered.headers["Location"]).content.decode()
        assert f'id="list-{own.pk}"' in shown
        assert "data-notice" in shown
    assert [item.text for item in own.items.all()] == ["Прочесть программу", "Назвать цель", "Вложенное"]
    panel = reverse("guidance:lists_of_event", args=[event.pk])
    assert f'data-hx-get="{panel}"' in client_of_owner.get(event.get_absolute_url()).content.decode()
    fragment = client_of_owner.get(panel, headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert "Назвать цель" in fragment
    assert "0 из 3" in fragment
    assert "Назвать цель" in client_of_owner.get(panel).content.decode()


@time_machine.travel(NOW)
def test_what_was_not_chosen_is_asked_for_again(client_of_owner: Client, note: Note) -> None:
    answered = client_of_owner.post(reverse("guidance:list_take", args=[note.slug]), {"section": "h-после"})
    assert answered.status_code == 422
    html = answered.content.decode()
    assert 'class="form-error"' in html
    assert '<option value="h-после" selected>' in html


@time_machine.travel(NOW)
def test_no_list_on_a_strangers_place(client_of_owner: Client, stranger: User, note: Note) -> None:
    theirs = make_event(owner=stranger, starts=datetime(2026, 11, 25, 16, tzinfo=UTC))
    where = f"event:{theirs.pk}"
    assert client_of_owner.get(reverse("guidance:list_add"), {"where": where}).status_code == 404
    answered = client_of_owner.post(
        reverse("guidance:list_take", args=[note.slug]), {"where": where, "section": "h-после"}
    )
    assert answered.status_code == 422
    for odd in ("", "event:", "event:99999999999999999999", "month:2026-13", "month:0000-01", "x:1", "month:2026-11\n"):
        assert client_of_owner.get(reverse("guidance:list_add"), {"where": odd}).status_code == 404


@time_machine.travel(NOW)
def test_items_are_ticked_added_and_taken_away(client_of_owner: Client, owner: User, note: Note) -> None:
    own = take(owner, note, "month:2026-11")
    item = own.items.all()[0]
    tick = reverse("guidance:list_item_tick", args=[item.pk])
    for _ in range(2):
        html = client_of_owner.post(tick, {"done": "1"}, headers=HTMX).content.decode()
        assert html.count('aria-checked="true"') == 1
        assert "1 из 3" in html
        # What is half typed for a new item stays.
        assert f'<form class="own-add" id="list-{own.pk}-add" data-hx-preserve="true"' in html
    assert OwnItem.objects.get(pk=item.pk).done_on == TODAY
    plain = client_of_owner.post(tick, {"done": "0"})
    assert plain.headers["Location"].endswith(f"/lists/month/2026-11/#list-{own.pk}")
    assert OwnItem.objects.get(pk=item.pk).done_on is None
    add = reverse("guidance:list_item_add", args=[own.pk])
    html = client_of_owner.post(add, {"text": "Моё <b>"}, headers=HTMX).content.decode()
    assert "Моё &lt;b&gt;" in html
    assert "hx-preserve" not in html
    for bad in ("", " ", "x" * 501, "\x00"):
        answered = client_of_owner.post(add, {"text": bad}, headers=HTMX)
        assert answered.status_code == 422
        assert "hx-preserve" not in answered.content.decode()
    gone = client_of_owner.post(reverse("guidance:list_item_remove", args=[item.pk]))
    assert gone.headers["Location"].endswith(f"/lists/month/2026-11/#list-{own.pk}")
    assert [one.text for one in OwnItem.objects.for_owner(owner)] == ["Назвать цель", "Вложенное", "Моё <b>"]


@time_machine.travel(NOW)
def test_an_item_is_taken_away_in_place_and_can_come_back(client_of_owner: Client, owner: User, note: Note) -> None:
    event = make_event(owner=owner, starts=datetime(2026, 11, 25, 16, tzinfo=UTC))
    own = take(owner, note, f"event:{event.pk}")
    remove = reverse("guidance:list_item_remove", args=[own.items.all()[0].pk])
    page = event.get_absolute_url()
    html = client_of_owner.post(
        remove, headers={**HTMX, "HX-Current-URL": f"http://testserver{page}#list-{own.pk}"}
    ).content.decode()
    assert html.startswith(f'\n<section class="panel own-list" id="list-{own.pk}"')
    assert "0 из 2" in html
    assert "Прочесть программу" not in html
    undo = reverse("contacts:undo", args=[OwnItem.objects.trashed(owner).get().trash_id])
    assert '<div class="notices" id="notices" data-hx-swap-oob="beforeend"' in html
    assert f'action="{undo}"' in html
    # Said once, and the undo leads back to where the list was.
    assert "data-notice" not in client_of_owner.get(page).content.decode()
    answered = client_of_owner.post(undo, {"next": re.findall(r'name="next" value="([^"]*)"', html)[0]})
    assert answered.headers["Location"] == f"{page}#list-{own.pk}"
    assert own.items.count() == 3


@time_machine.travel(NOW)
def test_a_list_is_taken_away_and_brought_back(client_of_owner: Client, owner: User, note: Note) -> None:
    community = make_community(owner=owner)
    own = take(owner, note, f"community:{community.pk}")
    answered = client_of_owner.post(reverse("guidance:list_remove", args=[own.pk]))
    assert answered.headers["Location"] == community.get_absolute_url()
    panel = reverse("guidance:lists_of_community", args=[community.pk])
    assert "Подготовка" not in client_of_owner.get(panel, headers=HTMX).content.decode()
    client_of_owner.post(reverse("contacts:undo", args=[OwnList.objects.trashed(owner).get().trash_id]))
    assert "Подготовка" in client_of_owner.get(panel, headers=HTMX).content.decode()


def test_a_note_that_changes_or_goes_leaves_the_lists_as_they_are(owner: User, note: Note, tmp_path: Path) -> None:
    own = take(owner, note, "month:2026-11")
    bring(tmp_path, {"Встреча.md": "# Встреча\n\n## Подготовка к встрече\n\n- [ ] Совсем другое"})
    assert [item.text for item in own.items.all()] == ["Прочесть программу", "Назвать цель", "Вложенное"]
    Note.objects.get(pk=note.pk).delete()
    own.refresh_from_db()
    assert (own.note, own.title, own.items.count()) == (None, "Подготовка к встрече", 3)


def test_a_list_has_one_place_and_one_owner(owner: User, stranger: User, note: Note) -> None:
    event = make_event(owner=stranger)
    with pytest.raises(ValidationError):
        OwnList(owner=owner, title="x", event=event).full_clean()
    with pytest.raises(ValidationError):
        OwnList(owner=owner, title="x").full_clean()
    own = take(owner, note, "month:2026-11")
    assert add_item(own_list=own, text="x").rank == 3
    event.throw_away()
    assert not OwnList.objects.for_owner(stranger)


@time_machine.travel(NOW)
def test_notes_for_such_a_place_are_offered_first(client_of_owner: Client, owner: User, note: Note) -> None:
    event = make_event(owner=owner, starts=datetime(2026, 11, 25, 16, tzinfo=UTC))
    html = client_of_owner.get(reverse("guidance:list_add"), {"where": f"event:{event.pk}"}).content.decode()
    assert html.index(">Подготовка к встрече<") < html.index(">А<")
    assert "Взять 3 пункта" in html


@time_machine.travel(NOW)
def test_a_list_that_stands_there_is_not_offered_as_new(client_of_owner: Client, owner: User, note: Note) -> None:
    event, other = make_event(owner=owner), make_event(owner=owner)
    made = take(owner, note, f"event:{event.pk}")
    lists, add = reverse("guidance:lists_of_event", args=[event.pk]), reverse("guidance:list_add")
    html = client_of_owner.get(add, {"where": f"event:{event.pk}"}).content.decode()
    assert html.count("Уже здесь") == 1
    assert f'href="{lists}#list-{made.pk}"' in html
    assert f'name="section" value="{made.section}"' not in html
    assert 'name="section" value="h-после"' in html
    assert "Уже здесь" not in client_of_owner.get(add, {"where": f"event:{other.pk}"}).content.decode()
    made.throw_away()
    assert "Уже здесь" not in client_of_owner.get(add, {"where": f"event:{event.pk}"}).content.decode()


def test_lists_ask_the_same_however_many_they_are(client_of_owner: Client, owner: User, note: Note) -> None:
    event = make_event(owner=owner, starts=datetime(2026, 11, 25, 16, tzinfo=UTC))
    panel, counts = reverse("guidance:lists_of_event", args=[event.pk]), []
    place = place_of(owner, f"event:{event.pk}", TODAY)
    assert place is not None
    for checklist in checklists(note):
        put_to_work(owner=owner, note=note, checklist=checklist, place=place)
        counts.append(queries_of(client_of_owner, panel))
    assert counts[0] == counts[1]
    assert counts[1] <= 6
