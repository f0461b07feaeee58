"""The first quarter of an hour of somebody new, from the set-up page to the month, with what it costs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from communities.actions.catalogue import load_catalogue
from communities.models import Attendance, Event
from contacts.models import Contact, Interaction
from networking.guidance.actions import load_starter_notes
from tests.browsing import Answering, settle, watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIVE = "Анна Петрова\nИгорь Сидоренко\nТимур Марков\nЛада Зайцева\nДмитрий Ковалёв"


class Person:
    """Somebody at the keyboard: counts the fields and buttons that they touch, and the pages that load."""

    def __init__(self, page: Page) -> None:
        self.page, self.touches, self.loads = page, 0, 0
        page.on("framenavigated", lambda _frame: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def fill(self, selector: str, text: str) -> None:
        self.page.locator(selector).first.fill(text)
        self.touches += 1

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        settle(self.page)
        self.touches += 1

    def cost(self) -> tuple[int, int]:
        """Touches and page loads since the last time that it was asked."""
        spent, self.touches, self.loads = (self.touches, self.loads), 0, 0
        return spent


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, transactional_db: None, answering: Answering) -> Iterator[Page]:
    load_catalogue()
    load_starter_notes()
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 800}, locale="ru-RU")
    made = watched(context.new_page())
    made.set_default_timeout(10_000)
    yield made
    context.close()


def test_from_the_first_visit_to_the_month(page: Page) -> None:
    person, costs = Person(page), {}
    page.goto("/")
    person.fill("#id_name", "Ольга")
    person.fill("#id_email", "olga@example.org")
    person.fill("#id_password", "вечер лампа стол река")
    person.press("form[data-submit-once] button[type=submit]")
    expect(page.locator("h1")).to_be_visible()
    costs["set-up"] = person.cost()

    for name in ("Анна Петрова", "Игорь Сидоренко"):
        page.goto("/contacts/add/")
        given, family = name.split()
        person.fill("#id_given_name", given)
        person.fill("#id_family_name", family)
        person.press("form[data-submit-once] button.btn-primary")
        expect(page.locator("h1")).to_contain_text(name)
    costs["two people"] = person.cost()

    page.goto("/")
    person.cost()
    page.keyboard.press("l")
    expect(page.locator("dialog[open] .ts-control input")).to_be_focused()
    page.keyboard.type("Тимур Марков")
    page.keyboard.press("Enter")
    person.touches += 1
    person.fill("dialog textarea[name=note]", "Делает линтеры")
    person.press("dialog button[type=submit]")
    expect(page.locator("[data-notice]")).to_contain_text("Тимур Марков")
    costs["a talk with somebody new"] = person.cost()

    page.goto("/communities/catalogue/?q=MoscowPython")
    person.cost()
    person.press("form[action$='/join/'] button")
    expect(page.locator("h1")).to_contain_text("MoscowPython")
    costs["joining"] = person.cost()
    note = page.locator(".soft a[href^='/guidance/'], aside a[href^='/guidance/']").first
    expect(note).to_be_visible()
    here = page.url
    note.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/guidance/" in page.url

    page.goto(here)
    person.press("a[href*='/events/add/']")
    person.cost()
    yesterday = timezone.localtime() - timedelta(days=1)
    person.fill("input[name=name]", "Moscow Python Meetup № 102")
    person.fill("input[type=date]", yesterday.date().isoformat())
    person.press("form[data-submit-once] button.btn-primary")
    costs["yesterday's meetup"] = person.cost()

    page.goto(f"/events/{Event.objects.get().pk}/debrief/")
    person.cost()
    person.fill("textarea[name=names]", FIVE)
    person.press("button:has-text('Добавить')")
    expect(page.locator("text=Лада Зайцева").first).to_be_visible()
    for row in range(3):
        page.locator("label:has-text('говорили')").nth(row).click()
        person.touches += 1
    person.press("button:has-text('Записать')")
    costs["debrief of five"] = person.cost()
    assert Attendance.objects.filter(came=True).count() == 5
    assert Interaction.objects.filter(kind="event_talk").count() == 3
    assert Contact.objects.count() == 5

    page.goto("/metrics/")
    figures = page.locator("a.figure")
    expect(figures).to_have_count(4)
    for place in range(4):
        number = re.sub(r"\D", "", figures.nth(place).locator(".figure-value").inner_text())
        figures.nth(place).click()
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("main .row-item").count() == int(number)
        page.go_back()
    assert costs["a talk with somebody new"] <= (3, 2)
    assert costs["debrief of five"][0] <= 12
    assert costs["debrief of five"][1] <= 1
