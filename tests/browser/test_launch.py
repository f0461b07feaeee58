"""A step of the launch plan that is not the next one gets its form when it is opened."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from communities.models import LaunchStep
from communities.models.launch import Step
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_community, make_participation, make_step

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


@pytest.mark.parametrize("width", [1280, 360])
def test_what_is_typed_in_another_step_stays_typed(
    open_page: Opener, owner: User, errors: list[str], width: int
) -> None:
    club = make_community(owner=owner, family="internal")
    make_participation(community=club, role="founder", status="active")
    page = open_page(f"{club.get_absolute_url()}launch/", width=width, language="en")
    first = page.locator("#theme_did")
    first.fill("Begun, and not saved")
    page.locator("#step-channels summary").click()
    page.locator("#channels_channels_text").fill("@review_club")
    save = page.locator("#step-channels button[name=done_today]")
    # What is wrong is said in its place, too.
    page.locator("#channels_done_on").fill("2100-01-01")
    save.click()
    expect(page.locator("#step-channels")).to_contain_text("This day has not come yet.")
    expect(page.locator("#channels_channels_text")).to_have_value("@review_club")
    expect(first).to_have_value("Begun, and not saved")
    assert not club.channels.exists()
    page.locator("#channels_done_on").fill("")
    save.click()
    expect(page.locator("#step-channels.is-done")).to_have_count(1)
    expect(page.locator("#step-channels details")).not_to_have_attribute("open", "")
    expect(page.locator("#launch-told")).to_contain_text("1 of 6")
    expect(page.locator("#notices")).to_contain_text("Done: 1 of 6.")
    expect(page.locator("#launch-offer")).to_contain_text("Suggest it for the catalogue")
    expect(first).to_have_value("Begun, and not saved")
    expect(page.locator("#step-theme summary")).to_be_focused()
    # Saved without being done it stays open, and can be saved again.
    for text in ("Once", "Twice"):
        first.fill(text)
        page.locator("#step-theme button", has_text="Save").click()
        expect(page.locator("#step-theme summary")).to_be_focused()
        expect(page.locator("#step-theme textarea")).to_have_value(text)
    page.locator("#step-theme button[name=done_today]").click()
    expect(page.locator("#step-people summary")).to_be_focused()
    expect(page.locator("#people_pasted")).to_be_visible()
    assert dict(LaunchStep.objects.for_owner(owner).values_list("step", "did")) == {"theme": "Twice", "channels": ""}
    # All is saved, and the page may be left; what is only typed is asked about.
    page.locator("#people_did").fill("Only typed")
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.accept())
        page.locator(".crumbs a").click()
    assert asked.value.type == "beforeunload"
    assert not [one for one in errors if "422" not in one]


def test_the_last_step_tells_the_story_in_its_place(open_page: Opener, owner: User, errors: list[str]) -> None:
    club = make_community(owner=owner, family="internal")
    make_participation(community=club, role="founder", status="active")
    for step in [*Step][:5]:
        make_step(community=club, step=step, done_on=date(2026, 9, 1), did=f"So it was: {step}")
    page = open_page(f"{club.get_absolute_url()}launch/", language="en")
    page.locator("#step-theme summary").click()
    page.locator("#theme_did").fill("Told better")
    page.locator("#activities_did").fill("Three talks")
    page.locator("#step-activities button[name=done_today]").click()
    expect(page.locator("h1")).to_have_text("How it began")
    expect(page.locator("#launch-told")).to_contain_text("Three talks")
    expect(page.locator("#theme_did")).to_have_value("Told better")
    page.locator("#step-theme button", has_text="Save").click()
    expect(page.locator("#launch-told")).to_contain_text("Told better")
    page.reload()
    expect(page.locator("#launch-told")).to_contain_text("Told better")
    assert not errors


@pytest.mark.parametrize("width", [1280, 360])
def test_a_finished_plan_reads_as_its_story_at_once(
    open_page: Opener, owner: User, errors: list[str], width: int
) -> None:
    club = make_community(owner=owner, family="internal")
    make_participation(community=club, role="founder", status="active")
    for step in [*Step][:5]:
        make_step(community=club, step=step, done_on=date(2026, 9, 1))
    page = open_page(f"{club.get_absolute_url()}launch/", width=width, language="en")
    expect(page.locator("#launch-mend > summary")).to_be_hidden()
    page.locator("#step-activities button[name=done_today]").click()
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("h1")).to_have_text("How it began")
    expect(page.locator("#launch-told .timeline-item")).to_have_count(6)
    expect(page.locator("ol.launch")).to_be_hidden()
    expect(page.locator("#notices")).to_contain_text("All six steps are done")
    # It can be mended, and is a plan again when a step of it is taken back.
    page.locator("#launch-mend > summary").click()
    page.locator("#step-channels summary").click()
    page.locator("#channels_done_on").fill("")
    page.locator("#step-channels button", has_text="Save").click()
    expect(page.locator("h1")).to_have_text("Launch plan")
    expect(page.locator("#launch-mend > summary")).to_be_hidden()
    expect(page.locator("ol.launch")).to_be_visible()
    assert not errors
