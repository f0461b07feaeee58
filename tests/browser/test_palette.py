"""The palette in a real browser: a key, a few letters, there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_community, make_contact

pytestmark = pytest.mark.browser


def test_a_person_is_three_letters_away(open_page: Opener, owner: User, errors: list[str]) -> None:
    sasha = make_contact(owner=owner, name="Александр Кузнецов")
    page = open_page("/guidance/")
    page.keyboard.press("Control+k")
    page.keyboard.type("sasha")
    expect(page.locator("dialog[open] [data-palette] input[name=q]")).to_have_value("sasha")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{sasha.get_absolute_url()}")
    assert not errors


def test_arrows_walk_the_lines_and_letters_go_on(open_page: Opener, owner: User, errors: list[str]) -> None:
    make_contact(owner=owner, name="Анна Петрова")
    club = make_community(owner=owner, name="Аналитики Казани")
    page = open_page("/", width=360)
    page.locator(".top a[data-dialog]").click()
    expect(page.locator("dialog input[name=q]")).to_be_focused()
    page.keyboard.type("ан")
    expect(page.locator("dialog [data-query='ан']")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("dialog [data-entry]").first).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.press("Backspace")
    expect(page.locator("dialog input[name=q]")).to_be_focused()
    for _line in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{club.get_absolute_url()}")
    assert not errors


def test_a_deed_opens_in_the_same_dialogue(open_page: Opener, errors: list[str]) -> None:
    page = open_page("/")
    page.keyboard.press("Control+k")
    page.locator("dialog input[name=q]").fill("звонок")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] .quick-log-form")).to_be_visible()
    page.keyboard.press("Escape")
    assert not errors
