"""A step of the launch plan that is not the next one gets its form when it is opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from communities.models import LaunchStep
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_community, make_participation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 360])
def test_any_step_can_be_written_down_first(open_page: Opener, owner: User, errors: list[str], width: int) -> None:
    club = make_community(owner=owner, family="internal")
    make_participation(community=club, role="founder", status="active")
    page = open_page(f"{club.get_absolute_url()}launch/", width=width, language="en")
    expect(page.locator("form.form")).to_have_count(1)
    page.locator("#step-channels summary").click()
    page.locator("#channels_channels_text").fill("@review_club")
    # Closed and opened again it keeps what was typed.
    for _time in range(2):
        page.locator("#step-channels summary").click()
    expect(page.locator("#channels_channels_text")).to_have_value("@review_club")
    page.locator("#step-channels button[name=done_today]").click()
    expect(page.locator("#step-channels.is-done")).to_have_count(1)
    assert LaunchStep.objects.for_owner(owner).get().step == "channels"
    assert club.channels.get().value == "@review_club"
    assert not errors


def test_another_step_with_text_is_not_lost_unasked(open_page: Opener, owner: User, errors: list[str]) -> None:
    club = make_community(owner=owner, family="internal")
    make_participation(community=club, role="founder", status="active")
    page = open_page(f"{club.get_absolute_url()}launch/", language="en")
    first = page.locator("form.form textarea[name=did]").first
    first.fill("Begun, and not saved")
    page.locator("#step-channels summary").click()
    page.locator("#channels_channels_text").fill("@review_club")
    save = page.locator("#step-channels button[name=done_today]")
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        save.click()
    assert "Another step is open with text that is not saved" in asked.value.message
    assert not LaunchStep.objects.for_owner(owner).exists()
    expect(first).to_have_value("Begun, and not saved")
    expect(save).to_be_enabled()
    # Emptied again it is as it was, and nothing is asked.
    first.fill("")
    save.click()
    expect(page.locator("#step-channels.is-done")).to_have_count(1)
    page.locator("form.form textarea[name=did]").first.fill("Again")
    page.locator("#step-channels summary").click()
    page.locator("#step-channels textarea[name=did]").fill("Both")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#step-channels button[type=submit]").first.click()
    page.wait_for_load_state()
    expect(page.locator("form.form textarea[name=did]").first).to_have_value("")
    assert LaunchStep.objects.for_owner(owner).get().did == "Both"
    assert not errors
