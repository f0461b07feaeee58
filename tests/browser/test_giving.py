"""Quick entry of what I gave and what came, one-handed in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from communities.models import Contribution, Membership, Opportunity
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_community, make_contact, make_event

pytestmark = pytest.mark.browser


def test_a_contribution_is_four_touches_from_today(open_page: Opener, owner: User, errors: list[str]) -> None:
    club = make_community(owner=owner, name="Клуб")
    make_contact(owner=owner)
    page = open_page("/", width=360)
    page.get_by_role("link", name="Вклад").click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("input[name=kind]").first).to_be_focused()
    dialog.get_by_role("radio", name="экспертиза").check()
    dialog.get_by_role("radio", name="Клуб").check()
    dialog.get_by_role("button", name="Записать").click()
    expect(page.locator("[data-notice]")).to_contain_text("Вклад записан.")
    assert page.url.endswith("/")
    row = Contribution.objects.for_owner(owner).get()
    assert (row.kind, row.community) == ("expertise", club)
    assert not errors


def test_a_wrong_form_stays_in_the_dialogue_with_what_was_typed(
    open_page: Opener, owner: User, errors: list[str]
) -> None:
    club = make_community(owner=owner, name="Клуб")
    event = make_event(owner=owner, community=club)
    page = open_page(event.get_absolute_url(), width=360)
    page.locator("#got-here").scroll_into_view_if_needed()
    page.locator("section[aria-labelledby=got-here] a[data-dialog]").click()
    dialog = page.locator("dialog[open]")
    dialog.locator("input[name=what]").fill("Доклад весной")
    dialog.get_by_role("button", name="Записать").click()
    expect(dialog.locator(".form-error").first).to_be_visible()
    expect(dialog.locator("input[name=what]")).to_have_value("Доклад весной")
    dialog.get_by_role("radio", name="выступление").check()
    dialog.get_by_role("button", name="Записать").click()
    expect(page.locator("section[aria-labelledby=got-here]")).to_contain_text("Доклад весной")
    assert page.url.endswith(event.get_absolute_url())
    row = Opportunity.objects.for_owner(owner).get()
    assert (row.kind, row.event, row.community) == ("talk", event, club)
    assert [one for one in errors if "422" not in one] == []


def test_an_outcome_is_two_touches_and_one_back(open_page: Opener, owner: User, errors: list[str]) -> None:
    make_contact(owner=owner)
    club = make_community(owner=owner, name="Клуб")
    row = Opportunity.objects.create(
        owner=owner, community=club, kind="client", what="Аудит базы", received_on="2026-10-01"
    )
    page = open_page("/", width=360)
    waiting = page.locator("section[aria-labelledby=open-opportunities]")
    waiting.locator("summary").click()
    waiting.get_by_role("button", name="Согласие").click()
    expect(page.locator("[data-notice]")).to_contain_text("«Аудит базы»: согласие.")
    assert page.url.endswith("/")
    row.refresh_from_db()
    assert row.outcome == "taken"
    page.locator("[data-notice] form button").click()
    expect(page.locator("section[aria-labelledby=open-opportunities]")).to_contain_text("Аудит базы")
    row.refresh_from_db()
    assert row.outcome == "open"
    assert not errors


def test_a_month_narrows_the_list_without_a_page_load(open_page: Opener, owner: User, errors: list[str]) -> None:
    club = make_community(owner=owner)
    for day, note in (("2026-10-05", "Октябрьская помощь"), ("2026-09-05", "Сентябрьская помощь")):
        Contribution.objects.create(owner=owner, community=club, kind="help", day=day, note=note)
    page = open_page("/communities/contributions/")
    page.evaluate("document.body.dataset.same = 'page'")
    page.locator("select[name=month]").select_option("2026-09")
    expect(page.locator("#given")).not_to_contain_text("Октябрьская помощь")
    expect(page.locator("#given")).to_contain_text("Сентябрьская помощь")
    assert page.url.endswith("month=2026-09")
    assert page.evaluate("document.body.dataset.same") == "page"
    assert not errors


def test_a_list_is_pasted(open_page: Opener, owner: User, errors: list[str]) -> None:
    club = make_community(owner=owner, name="Клуб")
    page = open_page(f"/communities/members/add/?community={club.pk}", width=360)
    page.get_by_text("Вставить список").click()
    page.locator("textarea[name=pasted]").fill("1. Анна Петрова <anna@example.org>\n2. Борис Ильин\n")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("[data-notice]")).to_contain_text("2 человека теперь в «Клуб».")
    assert Membership.objects.for_owner(owner).count() == 2
    assert not errors
