"""The catalogue's pages of the admin in a real browser: strict policy, both languages, a phone's width."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page

from communities.actions.catalogue_merging import merge
from communities.actions.catalogue_store import store
from communities.models import CatalogueChange, CatalogueEntry, Cause
from networking.accounts.models import User
from tests.browser.test_every_page import AXE
from tests.browsing import Opener
from tests.factories import make_suggestion, make_user

ENTRY = "admin:communities_catalogueentry_"
DESK = "admin:communities_cataloguesuggestion_"
# The search box, the crumbs and the head of the inline table are Django's.
DJANGOS_OWN = ("label-title-only", "link-in-text-block", "empty-table-header")
TABLE = "slug;name;kind;city\nclub;Club;sig;Kazan\nnew;Новый клуб;sig;Omsk\n"
pytestmark = pytest.mark.browser


def made(**state: object) -> CatalogueEntry:
    entry = CatalogueEntry()
    plain = {"slug": "club", "name": "Club", "family": "professional", "kind": "sig", "city": "Perm"}
    store(entry, {**plain, "channels": [["telegram", "@club"]], **state}, cause=Cause.ADDED)
    return entry


@pytest.fixture
def desk(owner: User) -> User:
    User.objects.filter(pk=owner.pk).update(is_staff=True, is_superuser=True, name="Olga")
    return owner


def addresses(owner: User) -> list[str]:
    """Every page of the catalogue in the admin, with something on it."""
    entry, other = made(), made(slug="second", name="Second", about="What it is.\nIn two lines.")
    third = made(slug="third", name="Third")
    store(entry, {"city": "Kazan", "other_names": ["Circle"]}, cause=Cause.EDITED, by=owner)
    merge(kept=entry, gone=third, by=owner)
    change = CatalogueChange.objects.filter(entry=entry, cause=Cause.EDITED).get()
    row = make_suggestion(owner=make_user(email="author@example.org"), name="Meetup", channels=[["slack", "meetup"]])
    return [
        reverse(f"{ENTRY}changelist"),
        reverse(f"{ENTRY}changelist") + "?standing=merged",
        reverse(f"{ENTRY}add"),
        reverse(f"{ENTRY}change", args=[entry.pk]),
        reverse(f"{ENTRY}change", args=[third.pk]),
        reverse(f"{ENTRY}history", args=[entry.pk]),
        reverse(f"{ENTRY}journal"),
        reverse(f"{ENTRY}restore", args=[change.pk]),
        reverse(f"{ENTRY}merge") + f"?ids={entry.pk},{other.pk}",
        reverse(f"{ENTRY}table_in"),
        reverse(f"{DESK}changelist"),
        reverse(f"{DESK}change", args=[row.pk]),
        reverse(f"{DESK}accept", args=[row.pk]),
        reverse(f"{DESK}decline", args=[row.pk]),
    ]


@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "ru"), (360, "dark", "en")])
def test_every_page_of_the_catalogue_is_clean(
    open_page: Opener, desk: User, errors: list[str], width: int, theme: str, language: str
) -> None:
    found = []
    pages = addresses(desk)
    page = open_page("/", width=width, theme=theme, language=language)
    for address in pages:
        assert page.goto(address).status == 200, address  # type: ignore[union-attr]
        found += [*problems(page, address, language), *errors]
        page.evaluate(AXE)
        violations = page.evaluate("async () => (await axe.run()).violations.map(v => [v.id, v.nodes[0].html])")
        found += [f"{address} {rule}: {html[:200]}" for rule, html in violations if rule not in DJANGOS_OWN]
        errors.clear()  # what axe itself did to the page
    assert not found


def problems(page: Page, address: str, language: str) -> list[str]:
    found = []
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        found.append(f"{address} is wider than the window")
    text = page.inner_text("body")
    if language == "en" and re.search("[а-яё]{3}", text, re.I):
        found.append(f"{address} has Russian words: {text[:300]}")
    return found


def test_a_file_from_the_choice_to_the_catalogue(open_page: Opener, desk: User, errors: list[str]) -> None:
    made()
    page = open_page(reverse(f"{ENTRY}table_in"), width=360)
    file = FilePayload(name="entries.csv", mimeType="text/csv", buffer=TABLE.encode("cp1251"))
    page.set_input_files("input[type=file]", file)
    page.click("input[type=submit][value=Посмотреть]")
    assert "windows-1251" in page.inner_text("#content-main")
    assert not problems(page, page.url, "ru")
    page.click("input[type=submit][value=Загрузить]")
    page.wait_for_url("**/catalogueentry/")
    assert CatalogueEntry.objects.get(slug="club").city == "Kazan"
    assert CatalogueEntry.objects.get(slug="new").city == "Omsk"
    assert not errors


def test_attributes_of_associations_show_where_they_apply(open_page: Opener, desk: User, errors: list[str]) -> None:
    plain, formal = made(), made(slug="ngo", name="NGO", kind="formal_association", legal_form="NGO")
    page = open_page(reverse(f"{ENTRY}change", args=[plain.pk]))
    part = page.locator("fieldset.formal")
    assert not part.is_visible()
    page.select_option("#id_kind", "formal_association")
    assert part.is_visible()
    page.select_option("#id_kind", "sig")
    assert not part.is_visible()
    page.goto(reverse(f"{ENTRY}change", args=[formal.pk]))
    assert page.locator("#id_legal_form").input_value() == "NGO"
    page.select_option("#id_kind", "sig")
    assert part.is_visible(), "what is written there is not hidden"
    page.goto(reverse("communities:suggestion_add"))
    part = page.locator("[data-formal]")
    assert not part.is_visible()
    page.select_option("[name=kind]", "formal_association")
    assert part.is_visible()
    assert not errors
