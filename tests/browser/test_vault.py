"""An admin's way through the vault in a browser: a zip looked at, imported, a note edited, a version put back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from networking.accounts.models import User
from networking.guidance.models import Note
from tests.browser.test_every_page import AXE
from tests.browsing import Opener, settle
from tests.guidance.test_files import SVG, picture
from tests.guidance.test_round_trip import zipped

pytestmark = pytest.mark.browser
# A folder for pictures of the pages, for whoever wants to look at them.
PICTURES = os.environ.get("SVYAZI_PICTURES")


@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "ru"), (360, "dark", "en")])
def test_the_way_of_an_admin(
    open_page: Opener, owner: User, errors: list[str], tmp_path: Path, width: int, theme: str, language: str
) -> None:
    User.objects.filter(pk=owner.pk).update(is_staff=True, is_superuser=True, name="Olga")
    file = tmp_path / "vault.zip"
    text = "---\naliases: [Meetings]\n---\n# Before\n\nRead ![[hall.png|120]] and ![[plan.svg]] [[Nowhere at all]]"
    broken = "---\na: b: c\n---\n[[Before]]"
    files = {
        "v/Before.md": text,
        "v/deep/After.md": broken,
        "v/x.exe": "x",
        "v/plan.svg": SVG.format("<circle r='9'/>"),
    }
    file.write_bytes(
        zipped({**{name: one.encode() for name, one in files.items()}, "v/hall.png": picture()}).getvalue()
    )
    page = open_page("/guidance/vault/all/", width=width, theme=theme, language=language)
    look_at(page, "vault", width)
    page.set_input_files("input[type=file]", file)
    page.click("form .btn-primary")
    page.wait_for_url("**/guidance/vault/*/")
    look_at(page, "upload", width)
    page.click("form .btn-primary")
    page.wait_for_url("**/guidance/vault/*/")
    assert Note.objects.count() == 2
    page.goto("/guidance/before/")
    settle(page)
    shown = "() => [...document.querySelectorAll('.note-picture')].every(one => one.complete && one.naturalWidth > 0)"
    assert page.locator(".note-picture").count() == 2
    assert page.evaluate(shown)
    look_at(page, "note", width)
    page.click("a[href$='/edit/']")
    page.fill("textarea", "# Before\n\nChanged ==here==.\n\n![[hall.png]]")
    page.click("button[name=preview]")
    page.wait_for_selector(".note-text mark")
    look_at(page, "edit", width)
    page.click("form .btn-primary")
    page.wait_for_url("**/guidance/before/")
    page.goto("/guidance/before/history/")
    look_at(page, "history", width)
    page.locator(".row-link").last.click()
    page.wait_for_selector(".note-version del")
    look_at(page, "version", width)
    page.click("form .btn-primary")
    page.wait_for_url("**/guidance/before/")
    page.goto("/guidance/before/edit/")
    page.click("details summary >> nth=-1")
    page.click(".btn-danger-quiet")
    page.wait_for_url("**/guidance/before/")
    look_at(page, "removed", width)
    page.goto("/guidance/vault/trash/")
    look_at(page, "trash", width)
    page.click(".row-actions button")
    page.wait_for_url("**/guidance/before/")
    assert page.locator(".note-text").count() == 1
    assert not errors


def look_at(page: Page, name: str, width: int) -> None:
    """Axe finds nothing, and the page is no wider than the window."""
    settle(page)
    if PICTURES:
        theme = page.evaluate("document.documentElement.dataset.bsTheme")
        page.screenshot(path=f"{PICTURES}/{name}-{width}-{theme}.png", full_page=True)
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes[0].html)")
    assert not found, (name, found)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"), name
