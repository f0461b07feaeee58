"""Every page in a real browser: no policy report, no console error, clean for axe, never wider than the phone."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from networking.accounts.models import User
from tests.browsing import Opener, settle
from tests.network import fill
from tests.routes import routes
from tests.test_strangers import SHARED, row_of

AXE = (Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js").read_text("utf-8")
WIDTHS = [1280, 360]
VIEWS = [("light", "ru"), ("dark", "en")]
# Fragments and files are not pages.
NOT_PAGES = re.compile(r"suggest|panel|healthz|shown_on|rows$|logout|set_language|_rows|month_now|photo$|ics$|export$")
VALUES = {"month": "2026-10", "span": "2026", "figure": "new-contacts"}
pytestmark = pytest.mark.browser


def addresses(owner: User) -> list[str]:
    """One address for every page that answers a GET, with the owner's rows."""
    from django.test import Client
    from django.urls import reverse

    rows = fill(owner, timezone.now().date() - timedelta(days=2))
    # A search under way would load its page anew in the middle of the look at it.
    call_command("find_doubles", owner=owner.email, stdout=StringIO())
    client, found = Client(), []
    client.force_login(owner)
    for route in routes():
        if not route.is_ours or NOT_PAGES.search(route.name):
            continue
        if route.name in SHARED and not set(route.takes) <= VALUES.keys():
            continue
        if set(route.takes) <= VALUES.keys():
            address = reverse(route.name, kwargs={name: VALUES[name] for name in route.takes})
        else:
            address = reverse(route.name, args=[row_of(route, rows).pk] * len(route.takes))
        if client.get(address).status_code == 200:
            found.append(address)
    return [*found, "/contacts/999999/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/"]


@pytest.mark.parametrize(("theme", "language"), VIEWS)
def test_every_page_is_clean(open_page: Opener, owner: User, errors: list[str], theme: str, language: str) -> None:
    pages = addresses(owner)
    assert len(pages) > 15
    page = open_page("/", theme=theme, language=language)
    found = []
    for address in pages:
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.goto(address)
        page.evaluate(AXE)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            settle(page)
            violations = page.evaluate(
                "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes[0].html)"
            )
            found += [f"{address} at {width} px {violation}" for violation in violations]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
                found.append(f"{address} is wider than {width} px")
        if language == "en" and re.search("[а-яё]{3}", _own_words(page.inner_text("body")), re.I):
            found.append(f"{address} has Russian words in English: {_own_words(page.inner_text('body'))[:200]}")
    expected_404 = [text for text in errors if "404" in text]
    assert len(expected_404) <= 1
    assert not found, "\n".join(found)
    assert not [text for text in errors if text not in expected_404]


def _own_words(text: str) -> str:
    """The interface's words: lines without what the test's rows brought in Russian."""
    russian = re.compile(
        "Первый|Вторая|Личность|Ольга|Имя|метка|Сообщество|Митап|Прислать|Русский|крёстная|крестник|Возглавить|\\bя\\b"
    )
    return "\n".join(
        line for line in text.splitlines() if re.search("[а-яё]{3}", line, re.I) and not russian.search(line)
    )


def test_the_check_sees_what_it_should(open_page: Opener, errors: list[str]) -> None:
    page = open_page("/contacts/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\"><input>')")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in text for text in errors)
    page.evaluate(AXE)
    assert page.evaluate("async () => (await axe.run()).violations.length")
