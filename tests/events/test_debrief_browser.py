"""The debrief in a real browser, on a phone: five people, two of them new, one page load, few touches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from communities.models import Attendance, DebriefDraft, Event
from contacts.models import Contact, Interaction, Promise
from networking.accounts.models import User
from tests.browsing import Answering
from tests.factories import make_attendance, make_contact, make_event

MOST_TOUCHES = 12

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(owner: User, live_server: Any, browser: Browser, answering: Answering) -> Iterator[Page]:
    client = Client()
    client.force_login(owner)
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, locale="ru-RU")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    yield opened
    # What the page sends when it is left must be answered before the tables are emptied.
    opened.goto("about:blank")
    opened.wait_for_timeout(600)
    context.close()


class Thumb:
    """Counts what a thumb does: each field or button that is touched."""

    def __init__(self, page: Page) -> None:
        self.page, self.touches = page, 0

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.touches += 1

    def type(self, selector: str, text: str) -> None:
        self.page.fill(selector, text)
        self.touches += 1

    def paste(self, selector: str, text: str) -> None:
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.locator(selector).focus()
        self.page.keyboard.press("Control+V")
        self.touches += 1


def _yesterday(owner: User) -> Event:
    event = make_event(owner=owner, name="Moscow Python № 102", starts=timezone.now() - timedelta(days=1))
    make_attendance(event=event, contact=make_contact(owner=owner, name="Анна Петрова"), invited=True)
    make_contact(owner=owner, name="Игорь Сидоренко")
    make_contact(owner=owner, name="Дмитрий Ковалёв")
    return event


def test_five_people_two_of_them_new_with_one_page_load(page: Page, owner: User, live_server: Any) -> None:
    event, loads, errors = _yesterday(owner), [], []
    page.on("request", lambda one: loads.append(one.url) if one.resource_type == "document" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda one: errors.append(f"{one.status} {one.url}") if one.status >= 400 else None)
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + reverse("events:debrief", args=[event.pk]))
    thumb, row = Thumb(page), "li[data-debrief-row]:has-text('{}') {}".format
    thumb.paste(
        "#debrief-names", "1. Игорь Сидоренко\n2. Тимур Марков <t@example.org>\n- Лада Зайцева\n\nДмитрий Ковалёв"
    )
    page.wait_for_selector(row("Лада Зайцева", ""))
    assert page.locator("li[data-debrief-row]").count() == 5
    assert page.input_value("#debrief-names") == ""
    for name in ("Анна Петрова", "Игорь Сидоренко", "Тимур Марков"):
        thumb.tap(row(name, "[data-talked]"))
    thumb.type(row("Анна Петрова", "textarea"), "про фичи")
    thumb.type(row("Игорь Сидоренко", "textarea"), "ищет лида")
    thumb.type(row("Тимур Марков", "textarea"), "делает линтеры")
    thumb.type(row("Анна Петрова", "[data-promise]"), "ссылка на доклад")
    thumb.type(row("Анна Петрова", "[type=date]"), (timezone.localdate() + timedelta(days=3)).isoformat())
    thumb.tap("input[name=knowledge][value='4']")
    assert page.inner_text("[data-save]") == "Записать: 3 разговора, 2 новых человека, 1 обещание"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    thumb.tap("[data-save]")
    page.wait_for_url(live_server.url + event.get_absolute_url())
    print(f"debrief of five people: {thumb.touches} touches, {len(loads) - 2} page load before the answer")  # noqa: T201
    assert thumb.touches <= MOST_TOUCHES
    # The screen, the form that is sent, the event's page that answers it; nothing more.
    assert len(loads) == 3
    assert errors == []
    assert Attendance.objects.came().count() == 5
    assert Interaction.objects.count() == 3
    assert Contact.objects.exclude(how_met="").count() == 2
    # Of the two I talked to one.
    assert Contact.objects.exclude(met_on=None).get().name == "Тимур Марков"
    assert Promise.objects.get().contact.name == "Анна Петрова"


def test_ticks_are_large_and_the_button_stays_in_reach(page: Page, owner: User, live_server: Any) -> None:
    event = _yesterday(owner)
    for number in range(12):
        make_attendance(event=event, contact=make_contact(owner=owner, name=f"Участник {number}"), came=True)
    page.goto(live_server.url + reverse("events:debrief", args=[event.pk]))
    for box in page.locator(".tick").all():
        size = box.bounding_box()
        assert size is not None
        assert size["height"] >= 44
        assert size["width"] >= 44
    button, bar = page.locator("[data-save]").bounding_box(), page.locator("nav.bottom").bounding_box()
    assert button is not None
    assert bar is not None
    assert button["y"] + button["height"] <= bar["y"]
    assert button["height"] >= 44
    page.locator("[data-came]").nth(0).uncheck()
    page.locator("[data-talked]").nth(0).check()
    assert page.locator("[data-came]").nth(0).is_checked()
    assert page.locator(".debrief-talk").nth(0).is_visible()
    assert not page.locator(".debrief-talk").nth(1).is_visible()


def test_the_rest_of_a_large_event_comes_when_asked_for(page: Page, owner: User, live_server: Any) -> None:
    event = make_event(owner=owner, starts=timezone.now() - timedelta(days=1))
    for number in range(23):
        make_attendance(event=event, contact=make_contact(owner=owner, name=f"Гость{number:02}"), invited=True)
    page.goto(live_server.url + reverse("events:debrief", args=[event.pk]))
    assert page.locator("li[data-debrief-row]").count() == 20
    page.locator("[data-came]").nth(0).check()
    page.click("button[name=rest]")
    page.wait_for_selector("li[data-debrief-row]:has-text('Гость22')")
    assert page.locator("li[data-debrief-row]").count() == 23
    assert not page.locator("button[name=rest]").is_visible()
    assert page.locator("[data-came]").nth(0).is_checked()
    page.locator("li[data-debrief-row]:has-text('Гость22') [data-came]").check()
    page.click("[data-save]")
    page.wait_for_url(live_server.url + event.get_absolute_url())
    assert sorted(one.contact.given_name for one in Attendance.objects.came()) == ["Гость00", "Гость22"]


def test_a_name_that_is_begun_is_suggested(page: Page, owner: User, live_server: Any) -> None:
    event = _yesterday(owner)
    page.goto(live_server.url + reverse("events:debrief", args=[event.pk]))
    page.locator("#debrief-names").press_sequentially("Дмит")
    page.click("[data-suggestions] button")
    page.wait_for_selector("li[data-debrief-row]:has-text('Дмитрий Ковалёв')")
    assert page.locator("li[data-debrief-row]").count() == 2


def test_an_interrupted_debrief_goes_on_where_it_stopped(page: Page, owner: User, live_server: Any) -> None:
    event, errors = _yesterday(owner), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    address = live_server.url + reverse("events:debrief", args=[event.pk])
    page.goto(address)
    assert not page.locator("[data-later]").is_visible()
    page.fill("#debrief-names", "Тимур Марков")
    page.click("[data-add]")
    page.locator("li[data-debrief-row]:has-text('Тимур Марков') [data-talked]").check()
    page.fill("li[data-debrief-row]:has-text('Тимур Марков') textarea", "делает линтеры")
    page.wait_for_selector("#debrief-draft:has-text('черновик сохранён в')")
    # What is typed in the last moment goes as the page is left.
    page.fill("[name=took_away]", "Записать типы")
    page.goto(live_server.url + "/events/")
    page.wait_for_timeout(500)
    page.goto(address)
    assert page.locator("li[data-debrief-row]").count() == 2
    assert page.input_value("li[data-debrief-row]:has-text('Тимур Марков') textarea") == "делает линтеры"
    assert page.input_value("[name=took_away]") == "Записать типы"
    assert not Interaction.objects.exists()
    page.click("[data-save]")
    page.wait_for_url(live_server.url + event.get_absolute_url())
    page.wait_for_timeout(2000)
    assert Interaction.objects.count() == 1
    assert not DebriefDraft.objects.exists()
    assert errors == []


def test_a_pasted_name_ticks_who_is_listed(page: Page, owner: User, live_server: Any) -> None:
    event = _yesterday(owner)
    page.goto(live_server.url + reverse("events:debrief", args=[event.pk]))
    came = page.locator("li[data-debrief-row]:has-text('Анна Петрова') [data-came]")
    assert not came.is_checked()
    Thumb(page).paste("#debrief-names", "Анна Петрова\nТимур Марков")
    page.wait_for_selector("li[data-debrief-row]:has-text('Тимур Марков')")
    page.wait_for_selector("#debrief-said:has-text('В списке отмечен 1 человек')")
    assert came.is_checked()
    assert page.locator("li[data-debrief-row]").count() == 2
    came.locator("xpath=..").click()
    assert not came.is_checked()
    came.locator("xpath=..").click()
    page.click("[data-save]")
    page.wait_for_url("**" + event.get_absolute_url())
    assert Attendance.objects.came().count() == 2


def test_two_tabs_do_not_wipe_out_each_others_draft(page: Page, owner: User, live_server: Any) -> None:
    address = live_server.url + reverse("events:debrief", args=[_yesterday(owner).pk])
    other = page.context.new_page()
    page.goto(address)
    other.goto(address)
    other.fill("[name=took_away]", "Из второй вкладки")
    other.wait_for_selector("#debrief-draft:has-text('черновик сохранён в')")
    page.fill("[name=took_away]", "Из первой вкладки")
    page.wait_for_selector("#debrief-draft:has-text('Изменено в другой вкладке')")
    assert DebriefDraft.objects.get().fields["took_away"] == ["Из второй вкладки"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("#debrief-draft button")
    page.wait_for_selector("#debrief-draft:has-text('другой — в корзине')")
    assert page.input_value("[name=took_away]") == "Из первой вкладки"
    assert DebriefDraft.objects.for_owner(owner).get().fields["took_away"] == ["Из первой вкладки"]
    other.fill("[name=took_away]", "Дальше из второй")
    other.wait_for_selector("#debrief-draft:has-text('Изменено в другой вкладке')")
    with other.expect_event("dialog") as asked:
        other.once("dialog", lambda dialog: dialog.accept())
        other.goto(live_server.url + "/events/")
    assert asked.value.type == "beforeunload"
    other.close()
    assert DebriefDraft.objects.for_owner(owner).get().fields["took_away"] == ["Из первой вкладки"]


def test_what_came_back_with_a_question_is_in_the_draft(page: Page, owner: User, live_server: Any) -> None:
    event = _yesterday(owner)
    for _ in range(2):
        make_contact(owner=owner, name="Иван Петров")
    page.goto(live_server.url + reverse("events:debrief", args=[event.pk]))
    Thumb(page).paste("#debrief-names", "Иван Петров\nТимур Марков")
    page.wait_for_selector("li[data-debrief-row]:has-text('Тимур Марков')")
    page.wait_for_selector("#debrief-draft:has-text('черновик сохранён в')")
    page.fill("[name=took_away]", "Набрано перед самой кнопкой")
    with page.expect_response(lambda answer: answer.status == 422):
        page.click("[data-save]")
    page.wait_for_selector("form[data-refused]")
    page.wait_for_selector("#debrief-draft:has-text('черновик сохранён в')")
    assert DebriefDraft.objects.get().fields["took_away"] == ["Набрано перед самой кнопкой"]


# Whether what has the focus stands whole between the head of the page and what is fixed at its bottom.
_IN_SIGHT = """() => {
  const focused = document.activeElement, box = (focused.closest(".tick") || focused).getBoundingClientRect();
  const submit = document.querySelector(".debrief-submit");
  if (!focused.closest("[data-debrief]") || submit.contains(focused)) return "";
  const bars = [submit, document.querySelector("nav.bottom")].map((one) => one && one.getBoundingClientRect());
  const tops = bars.filter((one) => one && one.height).map((one) => one.top);
  const seen = box.top >= 0 && box.bottom <= Math.min(innerHeight, ...tops);
  return seen ? "" : `${focused.name || focused.textContent}: ${box.top}–${box.bottom} under ${tops}`;
}"""


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_what_has_the_focus_is_never_under_the_button(
    page: Page, owner: User, live_server: Any, width: int, height: int
) -> None:
    event = _yesterday(owner)
    for number in range(12):
        make_attendance(event=event, contact=make_contact(owner=owner, name=f"Участник {number}"), came=True)
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(live_server.url + reverse("events:debrief", args=[event.pk]))
    for box in page.locator("[data-talked]").all()[::2]:
        box.check()
    for field in page.locator("[data-promise]").all()[::2]:
        if field.is_visible():
            field.fill("Прислать слайды")
    page.focus("#debrief-names")
    hidden, names = [], set()
    for _ in range(90):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(_IN_SIGHT))
        names.add(page.evaluate("() => (document.activeElement.name || '').split('-')[0]"))
    assert {"came", "talked", "note", "promise", "due", "took_away", "cost"} <= names
    assert [one for one in hidden if one] == []


def _focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.name"))


def test_what_comes_back_with_a_question_leads_to_it(page: Page, owner: User, live_server: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    event = _yesterday(owner)
    for name in ("Иван Петров", "Иван Петров", "Ольга Чехова", "Ольга Чехова"):
        make_contact(owner=owner, name=name)
    for number in range(12):
        make_attendance(event=event, contact=make_contact(owner=owner, name=f"Участник {number}"), came=True)
    page.goto(live_server.url + reverse("events:debrief", args=[event.pk]))
    Thumb(page).paste("#debrief-names", "Иван Петров\nТимур Марков\nОльга Чехова")
    page.wait_for_selector("li[data-debrief-row]:has-text('Тимур Марков')")
    row = page.locator("li[data-debrief-row]:has-text('Тимур Марков')")
    row.locator(".tick:has([data-talked])").click()
    row.locator("input[type=date]").fill("2001-01-01")
    with page.expect_response(lambda answer: answer.status == 422):
        page.click("[data-save]")
    page.wait_for_selector("form[data-refused]")
    links = page.locator(".form-errors .places a")
    assert links.all_text_contents() == ["Иван Петров", "Тимур Марков", "Ольга Чехова"]
    row = page.locator("li[data-debrief-row]:has-text('«Иван Петров»')")
    assert _focused(page) == row.locator("input[type=radio]").first.get_attribute("name")
    assert page.evaluate(_IN_SIGHT) == ""
    links.nth(2).click()
    asked = page.locator("li[data-debrief-row]:has-text('«Ольга Чехова»')").locator("input[type=radio]").first
    assert _focused(page) == asked.get_attribute("name")
    assert page.evaluate(_IN_SIGHT) == ""
    links.nth(1).click()
    assert _focused(page).startswith("promise-")  # a day without a promise
    size = links.nth(1).bounding_box()
    assert size is not None
    assert size["height"] >= 44


def test_a_field_that_is_wrong_has_the_focus(page: Page, owner: User, live_server: Any) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(live_server.url + reverse("events:debrief", args=[_yesterday(owner).pk]))
    page.fill("[name=hours]", "много")
    with page.expect_response(lambda answer: answer.status == 422):
        page.click("[data-save]")
    page.wait_for_selector("form[data-refused]")
    page.wait_for_function("() => document.activeElement.name === 'hours'")
    assert page.evaluate(_IN_SIGHT) == ""
