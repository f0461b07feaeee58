"""A form that came back begins with what is to be answered, and keeps what was answered already."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from communities.models import Membership
from contacts.models import Contact, Interaction
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_community, make_contact, make_participation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "\n".join(["Игорь Белов", "Тимур Марков", "Саша Климов"])


def _namesakes(owner: User) -> list[Contact]:
    names = ["Игорь Белов", "Игорь Белов", "Александр Климов"]
    return [make_contact(owner=owner, name=name) for name in names]


def _answer_one_by_one(page: Page, send: str) -> None:
    """Answer the first of two questions and send, then the other: the first answer is not asked for again."""
    links = page.locator(".form-errors .places a")
    asked = page.locator(".who-is-meant")
    expect(links).to_have_text(["Игорь Белов", "Саша Климов"])
    expect(asked.first.locator("input").first).to_be_focused()
    expect(asked.first.locator("legend")).to_be_in_viewport()
    links.nth(1).click()
    expect(asked.nth(1).locator("input").first).to_be_focused()
    expect(asked.nth(1).locator("legend")).to_be_in_viewport()
    asked.first.locator("input").nth(1).check()
    page.locator(send).click()
    expect(links).to_have_text(["Саша Климов"])
    expect(asked.locator("input").first).to_be_focused()
    asked.locator("input").first.check()
    page.locator(send).click()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_list_in_the_launch_plan(open_page: Opener, owner: User, errors: list[str], width: int) -> None:
    known = _namesakes(owner)
    club = make_community(owner=owner, family="internal")
    make_participation(community=club, role="founder", status="active")
    page = open_page(f"{club.get_absolute_url()}launch/?step=people", width=width)
    page.locator("#people_pasted").fill(LIST)
    page.locator("#step-people button[name=done_today]").click()
    _answer_one_by_one(page, "#step-people button[name=done_today]")
    expect(page.locator("#step-people.is-done")).to_have_count(1)
    there = Membership.objects.for_owner(owner).values_list("contact_id", flat=True)
    assert {*there} >= {known[1].pk, known[2].pk}
    assert len(there) == 3
    assert not [one for one in errors if "422" not in one]


@pytest.mark.parametrize("width", [1280, 360])
def test_a_list_in_a_closed_part_of_a_form(open_page: Opener, owner: User, errors: list[str], width: int) -> None:
    known = _namesakes(owner)
    club = make_community(owner=owner)
    page = open_page(f"{reverse('communities:member_add')}?community={club.pk}", width=width)
    page.locator("details.form-more > summary").click()
    page.locator("#id_pasted").fill(LIST)
    send = "main form.form button[type=submit]"
    page.locator(send).click()
    _answer_one_by_one(page, send)
    page.wait_for_url(f"**{club.get_absolute_url()}")
    there = Membership.objects.for_owner(owner).values_list("contact_id", flat=True)
    assert {*there} >= {known[1].pk, known[2].pk}
    assert len(there) == 3
    assert not [one for one in errors if "422" not in one]


def test_the_sheet_of_the_quick_log(open_page: Opener, owner: User, errors: list[str]) -> None:
    page = open_page("/", width=360)
    page.locator("a[data-dialog]:visible", has_text="Записать").first.click()
    sheet = page.locator("#dialog")
    sheet.locator("[name=day]").fill("2999-01-01")
    sheet.locator("button[type=submit]").click()
    links = sheet.locator(".form-errors .places a")
    expect(links).to_have_text(["С кем?", "Когда"])
    expect(sheet.locator("#id_who-ts-control")).to_be_focused()
    expect(sheet.locator("label", has_text="С кем?")).to_be_in_viewport()
    size = links.nth(1).bounding_box()
    assert size is not None
    assert size["height"] >= 44
    links.nth(1).click()
    expect(sheet.locator("[name=day]")).to_be_focused()
    assert not Interaction.objects.for_owner(owner).exists()
    assert not [one for one in errors if "422" not in one]
