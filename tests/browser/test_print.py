"""On paper a page is black on white, whatever the theme, and has nothing that one would press."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from networking.accounts.models import User
from networking.guidance.models import Note
from tests.browsing import Opener, settle
from tests.factories import make_contact, make_interaction
from tests.guidance.folders import bring

pytestmark = pytest.mark.browser
_COLOURS = "() => [document.body, document.querySelector('h1')].map(one => getComputedStyle(one))"
PRESSED = (
    ".page-actions, .side, .top, .bottom, .block-links, .row-actions, .timeline-more, .on-screen, aside .block-head > a"
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_person_is_printed_without_what_one_presses(
    open_page: Opener, owner: User, errors: list[str], theme: str
) -> None:
    anna = make_contact(owner=owner, name="Анна", tie=3, cadence_ideal=7)
    for day in range(1, 29):
        make_interaction(owner=owner, contacts=[anna], day=date(2026, 2, day), note="О докладе")
    page = open_page(anna.get_absolute_url(), theme=theme, width=794)
    settle(page)
    assert page.locator(PRESSED).filter(visible=True).count() > 4
    page.emulate_media(media="print")
    assert page.locator(PRESSED).filter(visible=True).count() == 0
    assert page.locator(".timeline-item").filter(visible=True).count() > 20
    paper, ink = page.evaluate(f"({_COLOURS})().map((one, place) => place ? one.color : one.backgroundColor)")
    assert [paper, ink] == ["rgb(255, 255, 255)", "rgb(17, 17, 17)"]
    assert not errors


def test_a_note_is_printed_with_what_is_folded(
    open_page: Opener, owner: User, errors: list[str], tmp_path: Path
) -> None:
    bring(tmp_path / "in", {"A.md": "# A\n\n> [!warning]- Folded\n> Hidden words\n\n> [!tip]+ Open\n> Shown words\n"})
    page = open_page(Note.objects.get().get_absolute_url())
    settle(page)
    assert page.get_by_text("Hidden words").is_hidden()
    page.evaluate(
        "addEventListener('beforeprint', () => { window.shown = document.querySelectorAll('details[open]') })"
    )
    assert len(page.pdf()) > 1000
    assert page.evaluate("[...window.shown].map(one => one.querySelector('summary').textContent)") == ["Folded", "Open"]
    assert page.get_by_text("Hidden words").is_hidden()
    assert page.get_by_text("Shown words").is_visible()
    assert not errors


def test_callouts_and_marks_of_a_dark_page_are_dark_text_on_light_paper(
    open_page: Opener, owner: User, errors: list[str], tmp_path: Path
) -> None:
    callouts = "".join(f"> [!{kind}] Title\n> Words\n\n" for kind in ("tip", "warning", "danger", "question"))
    bring(tmp_path / "in", {"A.md": f"# A\n\n{callouts}A ==marked== word.\n"})
    page = open_page(Note.objects.get().get_absolute_url(), theme="dark")
    settle(page)
    page.emulate_media(media="print")
    channels = "text => Math.max(...text.match(/[0-9]+/g).slice(0, 3).map(Number))"
    fills = "one => getComputedStyle(one).backgroundColor"
    light = page.evaluate(f"[...document.querySelectorAll('.callout, mark')].map({fills}).map({channels})")
    inks = "[...document.querySelectorAll('.callout, .callout-title, mark')].map(one => getComputedStyle(one).color)"
    dark = page.evaluate(f"{inks}.map({channels})")
    assert len(light) == 5
    assert min(light) > 235
    assert len(dark) == 9
    assert max(dark) < 160
    assert not errors
