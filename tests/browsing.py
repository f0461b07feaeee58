"""A real Chromium on a real server: what it logs as an error, or refuses by policy, fails the test."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from networking.accounts.models import User

# Playwright's own loop runs in this thread; the tests' database calls are nevertheless plain ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
Opener = Callable[..., Page]
ASKED: WeakKeyDictionary[Page, set[Request]] = WeakKeyDictionary()


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("SVYAZI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    return found if found and Path(found).exists() else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if not path:
        pytest.skip("no Chromium on this machine: browser tests are left out")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield made
        made.close()


@pytest.fixture
def errors() -> list[str]:
    """What the browser complained about in this test."""
    return []


class Answering:
    """How many requests are being answered: PostgreSQL cannot empty the tables that one of them still reads."""

    def __init__(self) -> None:
        self.number = 0
        self.changed = threading.Condition()

    def begun(self, **kwargs: Any) -> None:
        with self.changed:
            self.number += 1

    def ended(self, **kwargs: Any) -> None:
        with self.changed:
            self.number -= 1
            self.changed.notify_all()

    def wait_for_the_last(self, seconds: float = 20) -> None:
        """Until nothing is being answered, nor begun within a moment."""
        for _moment in range(2):
            with self.changed:
                self.changed.wait_for(lambda: self.number < 1, seconds)
            time.sleep(0.03)


@pytest.fixture
def answering() -> Iterator[Answering]:
    counted = Answering()
    request_started.connect(counted.begun)
    request_finished.connect(counted.ended)
    yield counted
    counted.wait_for_the_last()
    request_started.disconnect(counted.begun)
    request_finished.disconnect(counted.ended)


@pytest.fixture
def open_page(
    browser: Browser, live_server: LiveServer, owner: User, errors: list[str], answering: Answering
) -> Iterator[Opener]:
    """Opens a page of the owner, signed in: `open_page("/", width=360, theme="dark", language="en")`."""
    contexts: list[BrowserContext] = []

    def opener(
        address: str,
        *,
        width: int = 1280,
        theme: str = "light",
        language: str = "ru",
        as_user: User | None = owner,
        without_policy: bool = False,
    ) -> Page:
        User.objects.filter(pk=owner.pk).update(theme=theme, language=language)
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            locale=language,
            reduced_motion="reduce",
            bypass_csp=without_policy,
        )
        contexts.append(context)
        if as_user:
            client = Client()
            client.force_login(as_user)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = watched(context.new_page())
        page.on("console", lambda said: errors.append(f"{said.type}: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(f"error: {error}"))
        page.goto(address)
        return page

    yield opener
    for context in contexts:
        context.close()


def watched(page: Page) -> Page:
    """The page, with what it asks for counted until it is answered."""
    asked = ASKED[page] = set()
    page.on("request", lambda request: asked.add(request))
    page.on("requestfinished", lambda request: asked.discard(request))
    page.on("requestfailed", lambda request: asked.discard(request))
    return page


def settle(page: Page, moments: int = 500) -> None:
    """Waits for what a page fetches by itself after it came, without the half second of silence of "networkidle".

    Waiting for a function goes on in the next page where a click leads away meanwhile; evaluating one would fail.
    """
    page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 30)))")
    while ASKED[page] and moments:
        page.wait_for_timeout(20)
        moments -= 1
    page.wait_for_load_state("load")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
