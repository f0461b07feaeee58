"""Mentions in a real browser: `@`, some letters, Enter."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from contacts.mentions.tokens import token
from contacts.models import Interaction, Mention
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_contact, make_interaction

pytestmark = pytest.mark.browser


def test_a_person_is_mentioned_from_the_keyboard(open_page: Opener, owner: User, errors: list[str]) -> None:
    boris = make_contact(owner=owner, name="Борис Котов")
    anna, other = make_contact(owner=owner, name="Анна Иванова"), make_contact(owner=owner, name="Анна Петрова")
    talk = make_interaction(owner=owner, contacts=[boris])
    page = open_page(talk.get_absolute_url())
    note = page.locator("textarea[name=note]")
    note.click()
    page.keyboard.type("Зовут нас с @анна")
    expect(page.locator(".mention-list")).to_contain_text("Анна Иванова")
    expect(page.locator(".mention-option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".mention-option[aria-selected=true]")).to_have_text("Анна Петрова")
    page.keyboard.press("Enter")
    expect(page.locator(".mention-list")).to_have_count(0)
    page.keyboard.type("в гости")
    assert note.input_value() == f"Зовут нас с {token('Анна Петрова', other.pk)} в гости"
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url(f"**{boris.get_absolute_url()}")
    page.get_by_role("link", name="@Анна Петрова").click()
    page.wait_for_url(f"**{other.get_absolute_url()}")
    expect(page.locator("section", has_text="Где упоминается")).to_contain_text("Зовут нас с @Анна Петрова в гости")
    assert Mention.objects.get().contact == other
    assert anna.pk
    assert not errors


def test_escape_closes_the_suggestions_and_not_the_dialogue(open_page: Opener, owner: User, errors: list[str]) -> None:
    anna = make_contact(owner=owner, name="Анна Иванова")
    page = open_page("/", width=360, language="en")
    page.keyboard.press("l")
    note = page.locator("dialog[open] textarea[name=note]")
    note.click()
    page.keyboard.type("mail me at a@анна and ask @анн")
    expect(page.locator(".mention-option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".mention-list")).to_have_count(0)
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.type("а")
    page.locator(".mention-option", has_text="Анна Иванова").click()
    assert note.input_value() == f"mail me at a@анна and ask {token('Анна Иванова', anna.pk)} "
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
    assert not errors
    assert not Interaction.objects.exists()


def test_a_change_is_put_back_and_asked_about_when_it_is_older(
    open_page: Opener, owner: User, errors: list[str]
) -> None:
    anna = make_contact(owner=owner, name="Anna", city="Tver")
    for city in ("Pskov", "Omsk"):
        anna.city = city
        anna.save()
    page = open_page(f"/contacts/{anna.pk}/history/", width=360, language="en")
    page.get_by_role("button", name="Put back").first.click()
    expect(page.locator(".notice")).to_contain_text("Put back.")
    expect(page.locator("ul.panel li").first).to_contain_text("City: before: Omsk → after: Pskov")
    page.get_by_role("button", name="Put back").nth(2).click()
    expect(page.locator(".notice")).to_contain_text("Put back.")
    expect(page.locator("ul.panel li").first).to_contain_text("Tver")
    page.get_by_role("button", name="Put back").nth(2).click()
    expect(page.get_by_role("heading", name="It has changed since")).to_be_visible()
    page.get_by_role("button", name="Put back all the same").click()
    page.wait_for_url("**/history/")
    anna.refresh_from_db()
    assert anna.city == "Pskov"
    assert not [text for text in errors if "409" not in text]
