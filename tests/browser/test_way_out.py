"""People and archives leave through a real browser, and an archive comes back in."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from contacts.models import Contact
from networking.accounts.models import User
from networking.exchange.archive.writing import Writing
from tests.browser.test_every_page import AXE
from tests.browsing import Opener
from tests.factories import make_contact

pytestmark = pytest.mark.browser


def test_the_list_as_it_is_narrowed_goes_out_from_a_sheet(open_page: Opener, owner: User, errors: list[str]) -> None:
    make_contact(owner=owner, name="Anna Petrova", city="Tver")
    make_contact(owner=owner, name="Boris Volkov", city="Kazan")
    page = open_page("/contacts/?city=Tver", width=360, language="en")
    page.locator(".list-more a").click()
    expect(page.locator("dialog h1")).to_have_text("Export people")
    expect(page.locator("dialog .lede")).to_contain_text("1 person")
    page.evaluate(AXE)
    assert page.evaluate("async () => (await axe.run('dialog')).violations.map(v => v.nodes[0].html)") == []
    page.locator("dialog .choice").nth(2).click()
    with page.expect_download() as begun:
        page.locator("dialog button[type=submit]").click()
    expect(page.locator("dialog")).not_to_be_visible()
    text = Path(begun.value.path()).read_text("utf-8-sig")
    assert begun.value.suggested_filename == "anna-petrova.csv"
    assert "Petrova,Anna" in text
    assert "Volkov" not in text
    assert not errors


@pytest.mark.parametrize(("address", "command"), [("/exchange/", "restore_archive"), ("/exchange/import/", "import_")])
def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    open_page: Opener, tmp_path: Path, address: str, command: str
) -> None:
    file = tmp_path / "large.zip"
    file.write_bytes(bytes(21_000_000))
    page = open_page(address, width=360, language="en")
    page.locator("input[type=file]").set_input_files(file)
    assert command in page.locator("input[type=file]").evaluate("input => input.validationMessage")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("input[type=file]")).to_be_visible()
    small = tmp_path / "small.zip"
    small.write_bytes(b"PK")
    page.locator("input[type=file]").set_input_files(small)
    assert page.locator("input[type=file]").evaluate("input => input.checkValidity()")


def test_an_archive_comes_into_an_empty_account(
    open_page: Opener, owner: User, stranger: User, errors: list[str], tmp_path: Path
) -> None:
    make_contact(owner=stranger, name="Anna Petrova")
    file = tmp_path / "archive.zip"
    file.write_bytes(b"".join(Writing(stranger).pieces()))
    page = open_page("/exchange/", width=360, language="en")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main button[type=submit]").click()
    expect(page.locator("[data-notice]")).to_be_visible()
    assert [one.name for one in Contact.objects.filter(owner=owner)] == ["Anna Petrova"]
    assert not errors
