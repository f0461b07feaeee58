"""Two communities that are one are joined from the menu and taken apart again, on a phone and at a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from communities.models import Community, Membership
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_community, make_contact, make_event, make_membership

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MENU = ".page-actions details.menu"


@pytest.mark.parametrize(
    ("width", "theme", "language", "verb"),
    [(360, "light", "ru", "Объединить"), (1280, "dark", "en", "Join into one")],
)
def test_two_become_one_and_two_again(
    open_page: Opener, owner: User, width: int, theme: str, language: str, verb: str
) -> None:
    stays, goes = (make_community(owner=owner, name=name) for name in ("Moscow Python", "MoscowPython Meetup"))
    for place, name in ((stays, "Анна Петрова"), (goes, "Олег Ким")):
        make_membership(community=place, contact=make_contact(owner=owner, name=name))
    make_event(owner=owner, name="№ 102", community=goes)
    page = open_page(stays.get_absolute_url(), width=width, theme=theme, language=language)
    page.click(f"{MENU} > summary")
    page.click(f"{MENU} a[href$='/unite/']")
    page.select_option("[name=other]", label=goes.name)
    page.click("main form button[type=submit]")
    expect(page.locator("main table")).to_contain_text(goes.name)
    # What is compared stands on the screen, and so does the button.
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click(f"main form button:has-text('{verb}')")
    expect(page.locator("#people-there")).to_contain_text("Олег Ким")
    assert [one.name for one in Community.objects.for_owner(owner)] == [stays.name]
    page.click("#notices form button")
    expect(page.locator("#people-there")).not_to_contain_text("Олег Ким")
    assert Community.objects.for_owner(owner).count() == 2
    assert Membership.objects.get(contact__given_name="Олег").community_id == goes.pk
