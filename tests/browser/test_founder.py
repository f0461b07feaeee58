"""Founding a community inside a company: from an empty list to its first meetup, the debrief and the story."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from communities.actions.catalogue import load_catalogue
from communities.models import Attendance, Community, Event, Family, LaunchStep, Membership, Participation
from contacts.models import Contact, Interaction, Promise
from networking.guidance.actions import load_starter_notes
from tests.browser.test_new_user import Person
from tests.browsing import Opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = """1. Анна Петрова
2) Игорь Сидоренко <igor@example.org>

— Тимур Марков
• Лада Зайцева lada@example.org
Дмитрий Ковалёв
Анна Петрова"""


class Founder(Person):
    """Somebody who goes through the steps of a launch plan."""

    def step(self, name: str, did: str) -> None:
        """Say what was done for a step and tick it off; the page comes back with the next one open."""
        self.fill(f"#{name}_did", did)
        self.press(f"#step-{name} button[name=done_today]")
        expect(self.page.locator(f"#step-{name}.is-done")).to_have_count(1)


def test_from_an_empty_list_to_the_story(open_page: Opener, errors: list[str]) -> None:
    load_catalogue()
    load_starter_notes()
    page = open_page("/communities/")
    me, costs = Founder(page), {}

    me.press("a:has-text('Основать за шесть шагов')")
    me.fill("#id_name", "Клуб ревью")
    me.press("main form button.btn-primary")
    expect(page.locator("h1")).to_have_text("План запуска")
    expect(page.locator(".launch-step")).to_have_count(6)
    expect(page.locator("#step-theme details[open]")).to_contain_text("о которой и так говорят за обедом")
    costs["found"] = me.cost()
    club = Community.objects.get()
    mine = Participation.objects.get()
    assert (club.family, mine.role, mine.status) == (Family.INTERNAL, "founder", "active")

    me.fill("#theme_subject", "Ревью кода")
    me.step("theme", "Разбираем чужой код без обид")
    costs["theme"] = me.cost()
    me.fill("#people_pasted", FIRST)
    me.step("people", "Позвал каждого за обедом")
    costs["people"] = me.cost()
    page.locator("#step-people summary").click()
    expect(page.locator("#step-people")).to_contain_text("Игорь Сидоренко")
    names = ["Анна Петрова", "Дмитрий Ковалёв", "Игорь Сидоренко", "Лада Зайцева", "Тимур Марков"]
    assert sorted(one.contact.name for one in Membership.objects.select_related("contact")) == names
    me.step("support", "Час в месяц и переговорка")
    costs["support"] = me.cost()

    first = timezone.localdate() + timedelta(days=5)
    me.fill("#meetings_first_on", first.isoformat())
    expect(page.locator("#meetings_rhythm")).to_have_value("fortnightly")
    me.step("meetings", "Переговорка «Байкал»")
    costs["meetings"] = me.cost()
    held = [*Event.objects.order_by("starts")]
    assert held[0].series is not None
    assert [one.name for one in held[:3]] == ["Встреча: Клуб ревью"] * 3
    assert [timezone.localdate(one.starts) - first for one in held[:3]] == [timedelta(days=14 * n) for n in range(3)]

    me.fill("#channels_channels_text", "@review_club")
    me.step("channels", "Один чат на всё")
    costs["channels"] = me.cost()
    assert [one.value for one in club.channels.all()] == ["@review_club"]
    me.fill("#activities_did", "Лада готовит доклад о линтерах")
    me.press("#step-activities button[name=done_today]")
    costs["what comes next"] = me.cost()
    assert LaunchStep.objects.exclude(done_on=None).count() == 6

    # The evening of the first meetup: Today asks for its debrief.
    evening = timezone.make_aware(datetime.combine(first, time(21, 30)))
    with time_machine.travel(evening, tick=True):
        page.goto("/")
        me.cost()
        me.press("main a[href$='/debrief/']")
        expect(page.locator("[data-debrief-row]")).to_have_count(5)
        expect(page.locator("[data-came]:checked")).to_have_count(0)
        me.press("button[data-everybody]")
        expect(page.locator("[data-came]:checked")).to_have_count(5)
        for row in range(3):
            me.press(f"[data-debrief-row] >> nth={row} >> label:has([data-talked])")
        me.fill("textarea[name^=note-]", "Хочет вести разбор")
        me.fill("input[name^=promise-]", "Прислать список правил")
        me.press("label.tick:has(input[name=knowledge][value='4'])")
        expect(page.locator("[data-save]")).to_have_text("Записать: 3 разговора, 1 обещание")
        me.press("[data-save]")
        costs["debrief of five"] = me.cost()
        assert Attendance.objects.filter(came=True, event=held[0]).count() == 5
        assert Interaction.objects.filter(kind="event_talk", day=first).count() == 3
        assert (Contact.objects.count(), Promise.objects.get().text) == (5, "Прислать список правил")
        event = Event.objects.get(pk=held[0].pk)
        assert (event.mine, event.my_role, event.knowledge) == ("attended", "organiser", 4)

        page.goto(club.get_absolute_url())
        me.cost()
        me.press("aside a:has-text('Как всё началось')")
        costs["the story"] = me.cost()
    story = page.locator(".timeline")
    for said in ("Разбираем чужой код", "Анна Петрова", "Переговорка", "Прошла 1 встреча", "@review_club", "линтерах"):
        expect(story).to_contain_text(said)
    assert errors == []
    at_most = {
        "found": (3, 2), "theme": (3, 0), "people": (3, 0), "support": (2, 0), "meetings": (3, 0), "channels": (3, 0),
        "what comes next": (2, 0), "debrief of five": (9, 2), "the story": (1, 1),
    }  # fmt: skip
    assert costs.keys() == at_most.keys()
    for name, (touches, loads) in at_most.items():
        assert costs[name][0] <= touches, name
        assert costs[name][1] <= loads, name
