"""A double is merged from the person's menu and taken apart again; while a new one is typed, the known one shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from contacts.models import Contact
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_contact, make_promise

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 360])
def test_merged_from_the_menu_and_taken_apart(open_page: Opener, owner: User, errors: list[str], width: int) -> None:
    kept, gone = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Нюра Котова")
    promise = make_promise(contact=gone)
    page = open_page(kept.get_absolute_url(), width=width)
    page.locator(".person-head .menu summary").click()
    page.locator(".menu-list a", has_text="Объединить с").click()
    page.locator(".ts-control input").fill("нюр")
    page.locator(".ts-dropdown .option", has_text="Нюра Котова").click()
    page.locator("main button[type=submit]", has_text="Показать рядом").click()
    page.locator("main button[type=submit]", has_text="Объединить").click()
    expect(page.locator(".merged-from")).to_contain_text("Нюра Котова")
    assert Contact.objects.for_owner(owner).get() == kept
    promise.refresh_from_db()
    assert promise.contact == kept
    page.goto(gone.get_absolute_url())
    expect(page.locator("h1")).to_contain_text("Анна Петрова")
    page.locator(".merged-from button").click()
    expect(page.locator("h1")).to_contain_text("Нюра Котова")
    promise.refresh_from_db()
    assert promise.contact == gone
    assert not errors


def test_the_known_one_shows_while_a_new_one_is_typed(open_page: Opener, owner: User, errors: list[str]) -> None:
    make_contact(owner=owner, name="Анна Петрова", company="Яндекс")
    page = open_page("/contacts/add/")
    page.locator("input[name=given_name]").fill("Аня")
    page.locator("input[name=family_name]").press_sequentially("Петрова")
    expect(page.locator(".doubles-hint")).to_contain_text("Анна Петрова")
    page.locator("input[name=family_name]").fill("Орлова")
    expect(page.locator(".doubles-hint")).to_be_empty()
    page.goto("/")
    page.keyboard.press("l")
    expect(page.locator("dialog[open] .ts-control input")).to_be_focused()
    page.keyboard.type("Аня Петрова")
    page.keyboard.press("Enter")
    expect(page.locator("dialog .doubles-hint")).to_contain_text("Анна Петрова")
    assert not errors
