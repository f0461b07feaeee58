"""Notes in a real browser: previews by keyboard and mouse, the graph, lists that are ticked without a page load."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, expect

from networking.accounts.models import User
from networking.guidance.actions import load_starter_notes
from networking.guidance.lists.checklists import checklists
from networking.guidance.lists.working import event_place, put_to_work
from networking.guidance.models import Note
from tests.browsing import Opener
from tests.factories import make_event

pytestmark = pytest.mark.browser


@pytest.fixture
def note(owner: User) -> Note:
    load_starter_notes()
    return Note.objects.get(name="Мероприятия и участие")


def test_a_preview_comes_on_focus_and_goes_on_escape(open_page: Opener, note: Note, errors: list[str]) -> None:
    page = open_page(note.get_absolute_url())
    link = page.locator(".note-text a.note-link").first
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    shown = page.locator(".note-preview")
    shown.wait_for()
    assert "Не готовьте ответ, пока человек говорит." in shown.inner_text()
    assert link.get_attribute("aria-describedby") == shown.get_attribute("id")
    page.keyboard.press("Escape")
    assert shown.count() == 0
    link.hover()
    shown.wait_for()
    page.mouse.move(0, 0)
    shown.wait_for(state="detached")
    assert not errors


def test_the_graph_is_drawn(open_page: Opener, note: Note, errors: list[str]) -> None:
    page = open_page(reverse("guidance:graph"), width=360, theme="dark")
    page.locator("[data-map][data-drawn]").wait_for()
    assert not errors


def test_from_a_note_to_a_ticked_list_on_an_event(
    open_page: Opener, owner: User, note: Note, errors: list[str]
) -> None:
    event = make_event(owner=owner, name="Meetup", starts=datetime.now(UTC))
    page = open_page(note.get_absolute_url(), width=360, language="en")
    page.select_option("#id_where", f"event:{event.pk}")
    page.get_by_role("button", name="Put the checklist to work").click()
    page.wait_for_url(f"**{reverse('guidance:lists_of_event', args=[event.pk])}#list-*")
    box = page.get_by_role("checkbox", name="Двоим написано заранее")
    box.click()
    page.locator(".own-item.is-done").wait_for()
    assert page.get_by_role("checkbox", checked=True).count() == 1
    assert "1 of 5" in page.locator(".own-list").inner_text()
    # The focus stays on what was pressed.
    assert page.evaluate("() => document.activeElement.getAttribute('role')") == "checkbox"
    page.get_by_role("button", name="Take away the list").click()
    page.get_by_role("button", name="Undo").click()
    page.goto(event.get_absolute_url())
    page.locator(".own-item.is-done").wait_for()
    assert not errors


def test_an_item_goes_where_it_stands_and_is_put_back(
    open_page: Opener, owner: User, note: Note, errors: list[str]
) -> None:
    event = make_event(owner=owner, name="Meetup", starts=datetime.now(UTC))
    place = event_place(event)
    put_to_work(owner=owner, note=note, checklist=checklists(note)[0], place=place)
    page = open_page(event.get_absolute_url(), width=360, language="en")
    items = page.locator(".own-item")
    expect(items).to_have_count(5)
    page.evaluate("window.stays = true")
    new = page.get_by_role("textbox", name="One more item")
    new.fill("Half a tho")
    page.get_by_role("checkbox").first.click()
    expect(page.locator(".own-item.is-done")).to_have_count(1)
    expect(new).to_have_value("Half a tho")
    page.locator(".own-remove").nth(1).click()
    expect(items).to_have_count(4)
    expect(page.locator(".own-list")).to_contain_text("1 of 4")
    expect(new).to_have_value("Half a tho")
    assert page.evaluate("window.stays")
    # The next one can be taken away from the keyboard, and each can come back.
    page.keyboard.press("Enter")
    expect(items).to_have_count(3)
    new.press("End")
    new.press_sequentially("ught")
    new.press("Enter")
    expect(items.last).to_contain_text("Half a thought")
    expect(new).to_have_value("")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_have_count(2)
    undo.first.click()
    page.wait_for_url(f"**{event.get_absolute_url()}")
    expect(items).to_have_count(5)
    assert not errors


def test_typed_text_is_asked_about_before_it_is_lost(
    open_page: Opener, owner: User, note: Note, errors: list[str]
) -> None:
    owner.is_staff = owner.is_superuser = True
    owner.save()
    address = reverse("guidance:edit", args=[note.slug])
    page = open_page(address)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("#id_text").press_sequentially("Моё. ")
    cancel = page.locator(".note-form .btn-link")
    cancel.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert "Моё. " in page.locator("#id_text").input_value()
    page.get_by_role("button", name="Посмотреть").click()
    page.locator(".note-text").first.wait_for()
    # What was looked at is not saved either.
    cancel.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"] * 2
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url(f"**{note.get_absolute_url()}")
    page.goto(page.url.removesuffix("/") + "/edit/")
    cancel.click()
    page.wait_for_url(f"**{note.get_absolute_url()}")
    assert len(asked) == 2
    assert not errors


def test_undo_returns_to_the_mark_and_as_far_down(
    open_page: Opener, owner: User, note: Note, errors: list[str]
) -> None:
    event = make_event(owner=owner, name="Meetup", starts=datetime.now(UTC))
    place = event_place(event)
    for one in (one for note in Note.objects.order_by("pk") for one in checklists(note)):
        made, _new = put_to_work(owner=owner, note=note, checklist=one, place=place)
    page = open_page(place.at(made.pk), width=360)
    row = page.locator(".own-list").last.locator(".own-item").first
    row.scroll_into_view_if_needed()
    row.get_by_role("button", name="Убрать").click()
    undo = page.locator("[data-notice]").get_by_role("button", name="Отменить")
    undo.wait_for()
    down = page.evaluate("() => window.scrollY")
    assert down > 800
    with page.expect_navigation():
        undo.click()
    assert page.url.endswith(place.at(made.pk))
    page.wait_for_function("(down) => Math.abs(window.scrollY - down) < 150", arg=down)
    assert not errors
