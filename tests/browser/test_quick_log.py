"""The quick log in a real browser: key, name, note, done."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, expect

from contacts.models import Contact, Interaction, Promise
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_contact

pytestmark = pytest.mark.browser


def test_a_talk_with_somebody_new_takes_two_fields(open_page: Opener, owner: User, errors: list[str]) -> None:
    page = open_page("/")
    page.keyboard.press("l")
    expect(page.locator("dialog[open] .ts-control input")).to_be_focused()
    page.keyboard.type("Тимур Марков")
    page.keyboard.press("Enter")
    page.locator("dialog textarea[name=note]").fill("Делает линтеры")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("[data-notice]")).to_contain_text("Тимур Марков")
    talk = Interaction.objects.for_owner(owner).get()
    assert talk.note == "Делает линтеры"
    assert [person.name for person in talk.contacts.all()] == ["Тимур Марков"]
    assert not errors


def test_known_people_are_suggested_and_a_wrong_day_is_said_in_the_dialogue(
    open_page: Opener, owner: User, errors: list[str]
) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова", company="Яндекс")
    page = open_page("/contacts/", width=360)
    page.locator("a.plus").click()
    page.locator("dialog .ts-control input").fill("анн")
    page.locator(".ts-dropdown .option", has_text="Анна Петрова").click()
    page.locator("dialog summary").click()
    page.locator("dialog input[name=promise]").fill("Прислать ссылку")
    page.locator("dialog input[name=due_on]").fill("2001-01-01")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("dialog .form-error").first).to_be_visible()
    expect(page.locator("dialog input[name=promise]")).to_have_value("Прислать ссылку")
    expect(page.locator("dialog .ts-control .item")).to_contain_text("Анна Петрова")
    page.locator("dialog input[name=due_on]").fill("2099-01-01")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("[data-notice]")).to_contain_text("Анна Петрова")
    assert Promise.objects.for_owner(owner).get().contact == anna
    assert Contact.objects.for_owner(owner).count() == 1
    assert [text for text in errors if "422" not in text] == []


@pytest.mark.parametrize("width", [1280, 360])
def test_what_is_typed_is_not_lost_by_a_slip(open_page: Opener, owner: User, errors: list[str], width: int) -> None:
    page = open_page("/", width=width)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        # It is kept the first time, and let go the second.
        dialog.dismiss() if len(asked) < 2 else dialog.accept()

    page.on("dialog", answer)
    sheet, note = page.locator("#dialog"), page.locator("dialog textarea[name=note]")
    page.keyboard.press("l")
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    assert not asked
    page.keyboard.press("l")
    note.fill("Обещал ссылку")
    page.mouse.click(5, 5)
    expect(note).to_have_value("Обещал ссылку")
    page.keyboard.press("Escape")
    expect(note).to_have_value("Обещал ссылку")
    assert asked == ["Закрыть? Набранное не сохранено."]
    # What came back is still not saved.
    page.locator("dialog button[type=submit]").click()
    expect(page.locator("dialog [data-refused]")).to_be_visible()
    page.mouse.click(5, 5)
    expect(note).to_have_value("Обещал ссылку")
    note.focus()
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    assert len(asked) == 2
    assert not [one for one in errors if "422" not in one]


def test_it_works_without_javascript(browser: object, open_page: Opener, owner: User) -> None:
    page = open_page("/")
    plain = page.context.browser.new_context(java_script_enabled=False, base_url=page.url)  # type: ignore[union-attr]
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    tab = plain.new_page()
    tab.goto("/")
    tab.locator("a.quick-log").click()
    tab.locator("input[name=who]").fill("Лада Зайцева, Тимур Марков")
    tab.locator("button[type=submit]").click()
    assert {person.name for person in Contact.objects.for_owner(owner)} == {"Лада Зайцева", "Тимур Марков"}
    plain.close()
