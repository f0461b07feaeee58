"""What to do next in a community, done with one touch from its page in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from communities.models import Contribution
from contacts.models import Participant
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_community, make_contact, make_membership, make_participation

pytestmark = pytest.mark.browser


def test_suggestions_are_done_from_the_page_and_make_room(open_page: Opener, owner: User, errors: list[str]) -> None:
    day = timezone.now().date()
    club = make_community(owner=owner, name="Club")
    mine = make_participation(community=club, status="active", aims=["exchange"], next_review=day - timedelta(days=2))
    anna = make_contact(owner=owner, name="Anna Petrova")
    make_membership(contact=anna, community=club, role="organiser")
    page = open_page(club.get_absolute_url(), width=360, language="en")
    panel = page.locator("section[aria-labelledby=next-here]")
    expect(panel.locator("strong")).to_have_text(
        ["Decide whether it is still worth it", "Get to know Anna Petrova", "Choose the next event"]
    )
    panel.get_by_role("button", name="I stay").click()
    expect(panel.locator("strong")).to_have_text(
        ["Get to know Anna Petrova", "Choose the next event", "Join a discussion"]
    )
    mine.refresh_from_db()
    assert mine.next_review is not None
    assert mine.next_review > day
    panel.get_by_role("link", name="Log a talk").click()
    page.locator("dialog[open] button[type=submit]").last.click()
    expect(panel.locator("strong")).to_have_text(["Choose the next event", "Join a discussion"])
    assert Participant.objects.for_owner(owner).get().contact == anna
    panel.get_by_role("link", name="I did it").click()
    page.locator("dialog[open]").get_by_role("button", name="Write down").click()
    expect(panel.locator("strong")).to_have_text(["Choose the next event", "Propose a topic"])
    row = Contribution.objects.for_owner(owner).get()
    assert (row.kind, row.community) == ("discussion", club)
    assert not errors
