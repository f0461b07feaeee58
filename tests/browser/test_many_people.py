"""Filters and changes of many people in a real browser, with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from contacts.models import Contact, SavedFilter
from networking.accounts.models import User
from tests.browser.test_every_page import AXE
from tests.browsing import Opener
from tests.factories import make_contact

pytestmark = pytest.mark.browser


def make_three(owner: User) -> None:
    for name, tie in (("Анна Первая", 3), ("Борис Второй", 3), ("Вера Третья", 5)):
        make_contact(owner=owner, name=name, tie=tie)


@pytest.mark.parametrize("width", [1280, 360])
def test_filter_tick_tag_and_undo(open_page: Opener, owner: User, errors: list[str], width: int) -> None:
    make_three(owner)
    page = open_page("/contacts/", width=width)
    expect(page.locator(".bulk-actions")).to_be_hidden()
    page.locator(".narrow-by > .btn").click()
    page.locator(".choices:has([name=tie]) summary").click()
    page.locator("[name=tie][value='3']").check()
    expect(page).to_have_url(re.compile(r"/contacts/\?tie=3$"))
    expect(page.locator(".row-item")).to_have_count(2)
    page.locator("[data-tick-page]").check()
    expect(page.locator(".row-tick input:checked")).to_have_count(2)
    page.locator(".row-tick input").first.uncheck()
    assert page.locator("[data-tick-page]").evaluate("box => box.indeterminate")
    page.evaluate(AXE)
    assert page.evaluate("async () => (await axe.run()).violations.map(v => v.nodes[0].html)") == []
    page.locator(".bulk-actions button").first.click()
    page.locator("dialog input[name=name]").fill("книги")
    assert page.evaluate("async () => (await axe.run('dialog')).violations.map(v => v.nodes[0].html)") == []
    page.locator("dialog .btn-primary").click()
    expect(page.locator("[data-notice]")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/contacts/\?tie=3$"))
    assert [one.name for one in Contact.objects.filter(tags__name="книги")] == ["Борис Второй"]
    page.locator("[data-notice] form button").click()
    expect(page.locator("[data-notice]")).to_contain_text("книги")
    assert not Contact.objects.filter(tags__name="книги").exists()
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    assert not errors


def test_a_typed_filter_suggests_what_is_there(open_page: Opener, owner: User, errors: list[str]) -> None:
    for company in ("Яндекс", "Ёлка"):
        make_contact(owner=owner, company=company)
    page = open_page("/contacts/")
    page.evaluate(
        """() => new MutationObserver((changes, watch) => {
             const field = document.querySelector("#by-company");
             if (field) { field.focus(); watch.disconnect(); }
           }).observe(document.body, { childList: true, subtree: true })"""
    )
    page.locator(".narrow-by > .btn").click()  # the field listens from the moment it is there
    expect(page.locator("#of-company option")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/contacts/$"))
    page.locator("#by-company").fill("ЕЛКА")
    page.locator("#by-company").blur()
    expect(page.locator(".row-item")).to_have_count(1)
    assert "company=" in page.url
    assert not errors


def test_a_tick_is_a_thumb_wide_and_a_row_still_opens_its_person(open_page: Opener, owner: User) -> None:
    make_three(owner)
    page = open_page("/contacts/", width=360)
    box = page.locator(".row-tick").first.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    page.locator(".row-tick").first.click(position={"x": 3, "y": 3})
    expect(page.locator(".row-tick input:checked")).to_have_count(1)
    page.locator(".row-item .row-aside").nth(1).click(force=True)
    expect(page.locator("h1")).to_contain_text("Борис Второй")


def test_it_all_works_without_javascript(open_page: Opener, owner: User) -> None:
    make_three(owner)
    page = open_page("/")
    plain = page.context.browser.new_context(java_script_enabled=False, base_url=page.url)  # type: ignore[union-attr]
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    tab = plain.new_page()
    tab.goto("/contacts/")
    expect(tab.locator("[data-tick-page]")).to_be_hidden()
    tab.locator(".narrow-by > .btn").click()
    tab.locator(".choices:has([name=tie]) summary").click()
    tab.locator("[name=tie][value='3']").check()
    tab.locator(".narrow-fields button").click()
    tab.locator(".narrow-chips .chip").last.click()
    tab.locator("input[name=name]").fill("Средние")
    tab.locator(".form-actions .btn-primary").click()
    assert SavedFilter.objects.get(owner=owner).query == "tie=3"
    expect(tab.locator(".row-item")).to_have_count(2)
    tab.locator("[data-tick-everybody]").check()
    tab.locator("button[formaction$='/many/archive/']").click()
    tab.locator("main .btn-primary").click()
    assert {one.name for one in Contact.objects.filter(owner=owner).archived()} == {"Анна Первая", "Борис Второй"}
    tab.locator(".notice form button").click()
    assert not Contact.objects.filter(owner=owner).archived().exists()
    plain.close()
