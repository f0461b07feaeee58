"""On paper a page is black on white, whatever the theme, and has nothing that one would press."""

from __future__ import annotations

from datetime import date

import pytest

from networking.accounts.models import User
from tests.browsing import Opener, settle
from tests.factories import make_contact, make_interaction

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
