"""From a community's page to the advice for founding it, to its checklist on a real event: with what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from networking.accounts.models import User
from networking.guidance.actions import load_starter_notes
from networking.guidance.models.own_list import OwnItem
from tests.browser.test_new_user import Person
from tests.browsing import Opener
from tests.factories import make_community, make_event, make_participation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


ADVICE = {
    "ru": ("Как запустить своё", "Внутренние сообщества", "1 из 7"),
    "en": ("How to start your own", "Internal communities", "1 of 7"),
}


@pytest.mark.parametrize(("width", "theme", "language"), [(1280, "light", "ru"), (360, "dark", "en")])
def test_from_a_community_to_a_plan_on_an_event(
    open_page: Opener, owner: User, errors: list[str], width: int, theme: str, language: str
) -> None:
    advice, note, ticked = ADVICE[language]
    name = "Ревью № 1" if language == "ru" else "Review 1"
    load_starter_notes()
    club = make_community(owner=owner, name="Review club", family="internal", kind="technical")
    make_participation(community=club, role="founder", status="active")
    first = make_event(owner=owner, name=name, community=club, starts=timezone.now() + timedelta(days=3))
    for day in range(3):
        make_event(owner=owner, name=f"Meetup {day}", starts=timezone.now() + timedelta(days=day))
    page = open_page(club.get_absolute_url(), width=width, theme=theme, language=language)
    me = Person(page)

    me.press(f"aside a:has-text('{advice}')")
    expect(page.locator("h1")).to_have_text(note)
    me.press(f"#take button[name=where]:has-text('{name}')")
    expect(page.locator(".crumbs")).to_have_text(name)
    expect(page.locator(".own-list:target")).to_be_in_viewport()
    boxes = page.locator(".own-list [role=checkbox]")
    expect(boxes).to_have_count(7)
    me.press(".own-list [role=checkbox]")
    expect(boxes.first).to_have_attribute("aria-checked", "true")
    expect(page.locator(".own-list")).to_contain_text(ticked)

    touches, loads = me.cost()
    assert touches <= 3
    assert loads <= 2
    done = OwnItem.objects.exclude(done_on=None).get()
    assert done.own_list.event_id == first.pk
    assert errors == []
