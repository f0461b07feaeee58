"""Every payload in every place of a note, on the pages themselves, in a browser that was told to forget the policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Request

from networking.guidance.models import Note
from tests.browsing import Opener
from tests.guidance.folders import bring
from tests.guidance.payloads import PAYLOADS
from tests.guidance.test_hostile_notes import PLACES

pytestmark = pytest.mark.browser
# Payloads call alert: here it leaves a mark, also where the browser would show nothing.
WATCH = "window.ran = []; window.alert = () => window.ran.push(String(document.currentScript?.outerHTML || 'handler'))"
# Everything inside the pages' own text that could run, post or load, by what the browser made of it.
SURVIVORS = """root => [...document.querySelectorAll(`${root}, ${root} *`)].flatMap(element => {
  const bad = [...element.attributes].filter(one =>
    /^(on|hx-|data-hx-(?!disable)|style$|src|srcdoc|action|formaction|xlink)/.test(one.name)
    || (one.name === 'href' && !/^(https?:|mailto:|tel:|tg:)/.test(element.href)));
  const tag = /^(script|style|iframe|object|embed|svg|math|form|input|button|link|meta|base|img|video|audio|source)$/;
  return tag.test(element.localName) || bad.length ? [element.outerHTML.slice(0, 200)] : [];
})"""

HOVER = """root => document.querySelectorAll(`${root} *`).forEach(
  element => element.dispatchEvent(new Event('mouseover')))"""


class Watched:
    """A page whose scripts' calls, survivors and requests to others are gathered."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home
        self.away: list[str] = []
        page.add_init_script(WATCH)
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.home, "about:", "data:application", "blob:")):
            self.away.append(request.url)

    def dangers(self, root: str) -> list[str]:
        """What ran, left the server, or stands in the text and could."""
        self.page.evaluate(HOVER, root)
        self.page.wait_for_timeout(150)
        return [*self.page.evaluate(SURVIVORS, root), *self.page.evaluate("window.ran"), *self.away]


@pytest.fixture
def watched(open_page: Opener) -> Watched:
    page = open_page("/guidance/", without_policy=True)
    return Watched(page, page.url.removesuffix("/guidance/"))


def _one_line(payload: str) -> str:
    return payload.replace("\n", " ")


def test_the_watch_sees_what_survives(watched: Watched) -> None:
    for survivor in ("<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "<p style='x'>x</p>"):
        watched.page.goto("/guidance/")
        watched.page.evaluate("html => document.querySelector('main').innerHTML = html", survivor)
        assert watched.dangers("main"), survivor
    watched.page.goto("/guidance/")
    watched.page.evaluate("document.querySelector('main').innerHTML = '<img src=\"https://evil.invalid/x.png\">'")
    watched.page.wait_for_timeout(100)
    assert watched.away
    watched.page.goto("/guidance/")
    watched.page.evaluate("document.querySelector('main').innerHTML = '<img src=/nowhere.png onerror=alert(1)>'")
    watched.page.wait_for_function("window.ran.length > 0")


def test_nothing_survives_in_the_text(watched: Watched, tmp_path: Path) -> None:
    assert len(PAYLOADS) * len(PLACES) >= 300
    files: dict[str, str | bytes] = {"Цель.md": "ц"}
    for name, place in PLACES.items():
        made = (place.format(payload if name == "body" else _one_line(payload)) for payload in PAYLOADS)
        # A sentence after each payload shows that none swallowed the rest of the page.
        files[f"{name}.md"] = "\n\n".join(f"{text}\n\nПосле {number}." for number, text in enumerate(made))
    bring(tmp_path, files)
    for name in PLACES:
        note = Note.objects.get(path=f"{name}.md")
        watched.page.goto(note.get_absolute_url())
        assert watched.page.locator(".note-text p", has_text="После").count() >= len(PAYLOADS) - 3, name
        assert not watched.dangers(".note-text"), name


def test_nothing_survives_in_names_and_lists(watched: Watched, tmp_path: Path) -> None:
    quoted = ["'" + _one_line(payload).replace("'", "''") + "'" for payload in PAYLOADS]
    files: dict[str, str | bytes] = {
        f"{number}.md": f"---\ntitle: {one}\nuntold: {one}\ntags: [общий]\n---\n"
        f"{_one_line(payload)} [[Цель]] [[Нет {number}]]"
        for number, (one, payload) in enumerate(zip(quoted, PAYLOADS, strict=True))
    }
    every = ", ".join(quoted)
    files["Цель.md"] = f"---\naliases: [{every}]\ntags: [{every}]\n---\n" + "\n\n".join(
        f"![[{number}]]" for number in range(len(PAYLOADS))
    )
    assert not bring(tmp_path, files).problems
    target = Note.objects.get(path="Цель.md").get_absolute_url()
    for address, root in [
        (target, ".page-head"), (target, ".chips"), (target, ".note-text"), (target, ".note-backlinks"),
        ("/guidance/?q=", ".row-text"), ("/guidance/tags/общий/", ".row-text"), ("/guidance/missing/", ".row-text"),
    ]:  # fmt: skip
        watched.page.goto(address)
        assert watched.page.locator(root).count(), (address, root)
        assert not watched.dangers(root), (address, root)
