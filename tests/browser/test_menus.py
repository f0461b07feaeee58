"""What a menu at the head of a page holds stands on the screen, however narrow that is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_community, make_contact, make_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MENU = ".page-actions details.menu"


@pytest.mark.parametrize("width", [360, 500, 800, 1280])
def test_a_menu_at_the_head_of_a_page_is_on_the_screen(open_page: Opener, owner: User, width: int) -> None:
    person, place = make_contact(owner=owner, name="Анна Петрова"), make_community(owner=owner, name="Клуб")
    event = make_event(owner=owner, name="Moscow Python", community=place)
    for row in (person, place, event):
        page = open_page(row.get_absolute_url(), width=width)
        page.click(f"{MENU} > summary")
        for item in page.locator(f"{MENU} .menu-list > *").all():
            box = item.bounding_box()
            assert box is not None
            assert (box["x"] >= 0, box["x"] + box["width"] <= width) == (True, True), (row, item.inner_text())


def test_a_community_is_deleted_from_its_menu(open_page: Opener, owner: User) -> None:
    place = make_community(owner=owner, name="Клуб")
    page = open_page(place.get_absolute_url(), width=360)
    page.click(f"{MENU} > summary")
    page.click(f"{MENU} .danger")
    page.wait_for_url(f"**{reverse('communities:list')}")
    place.refresh_from_db()
    assert place.trash_id is not None
