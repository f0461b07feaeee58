"""The map in a real browser: it is drawn, leads to pages, and its choice stands in the address bar."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from contacts.models import Contact
from networking.accounts.models import User
from tests.browsing import Opener
from tests.factories import make_community, make_contact, make_membership

pytestmark = pytest.mark.browser
LAY_OUT = """async ([places, people, links]) => {
  const { layOut } = await import(new URL("map-layout.js", document.querySelector('script[src*="map"]').src));
  return layOut(places, people, links, 1.5);
}"""


def test_the_map_is_drawn_narrowed_and_leads_to_pages(open_page: Opener, owner: User, errors: list[str]) -> None:
    python, guild = make_community(owner=owner, name="PyClub"), make_community(owner=owner, name="Guild", kind="online")
    anna = make_contact(owner=owner, name="Anna")
    for place in (python, guild):
        make_membership(contact=anna, community=place)
    page = open_page("/map/", language="en")
    page.wait_for_selector("[data-map][data-drawn] canvas")
    page.select_option("[name=kind]", "online")
    page.wait_for_url(re.compile("kind=online"))
    page.wait_for_selector("#map-places")
    assert page.locator("#map").inner_text().count("PyClub") == 0
    page.wait_for_selector("[data-map][data-drawn] canvas")
    page.click("[data-zoom=in]")
    page.click("[data-zoom=all]")
    page.go_back()
    expect(page.locator("#map")).to_contain_text("PyClub")
    page.wait_for_selector("[data-map][data-drawn] canvas")
    box = page.locator("[data-map]").bounding_box()
    assert box
    x, y = spots_of(page)[0]
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_url(re.compile(r"/communities/\d+/"))
    assert not errors


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_keyboard_goes_from_node_to_node_and_opens_one(
    open_page: Opener, owner: User, errors: list[str], theme: str
) -> None:
    club = make_community(owner=owner, name="PyClub")
    anna = make_contact(owner=owner, name="Anna", tie=4)
    make_membership(contact=anna, community=club)
    page = open_page("/map/", language="en", theme=theme)
    page.wait_for_selector("[data-map][data-drawn] canvas")
    box, said = page.locator("[data-map]"), page.locator("[data-map-said]")
    expect(said).to_be_hidden()
    box.focus()
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("PyClub")
    expect(said.locator("a")).to_have_attribute("href", club.get_absolute_url())
    sides = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"]
    for side in sides:
        page.keyboard.press(side)
        if "Anna" in said.inner_text():
            break
    expect(said).to_contain_text("Anna")
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/communities/\d+/"))
    assert not errors


def test_a_map_of_nobody_says_so_once_and_leads_back(open_page: Opener, owner: User) -> None:
    club = make_community(owner=owner, name="PyClub")
    make_membership(contact=make_contact(owner=owner, name="Anna", tie=2), community=club)
    page = open_page("/map/?tie=5", language="en")
    expect(page.locator("#map")).to_contain_text("Nobody fits")
    expect(page.locator("#map-alone")).to_have_count(0)
    page.locator("#map a", has_text="Show everything").click()
    expect(page.locator("#map-people")).to_contain_text("1")


def test_a_turned_phone_gets_a_map_of_its_shape(open_page: Opener, owner: User) -> None:
    for number in range(4):
        place = make_community(owner=owner, name=f"Club {number}")
        for name in ("Anna", "Boris", "Vera"):
            make_membership(contact=make_contact(owner=owner, name=f"{name} {number}"), community=place)
    page = open_page("/map/")
    page.wait_for_selector("[data-map][data-drawn] canvas")
    assert_not_stretched(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert_not_stretched(page)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("places", [1, 2, 3])
def test_a_few_nodes_are_round_and_clear_of_the_buttons(
    open_page: Opener, owner: User, width: int, places: int
) -> None:
    for number in range(places):
        make_community(owner=owner, name=f"Club of people {number}")
    page = open_page("/map/")
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_selector("[data-map][data-drawn] canvas")
    assert_not_stretched(page)
    box, tools = (page.locator(one).bounding_box() for one in ("[data-map]", "[data-map-tools]"))
    assert box
    assert tools
    for x, y in spots_of(page):
        assert tools["y"] + tools["height"] < box["y"] + y < box["y"] + box["height"] - 20
        assert 50 < x < box["width"] - 50


def assert_not_stretched(page: Page) -> None:
    """A step to the right is as long as a step down, on a picture as wide as its box."""
    page.wait_for_function(
        """() => {
          const box = document.querySelector("[data-map]");
          const chart = window.echarts.getInstanceByDom(box);
          const view = chart.getModel().getSeriesByIndex(0).coordinateSystem;
          const [x, y] = view.dataToPoint([0, 0]);
          const [right, down] = view.dataToPoint([10, 10]);
          return chart.getWidth() === box.clientWidth && Math.abs((right - x) / (down - y) - 1) < 0.05;
        }""",
        timeout=5000,
    )


def spots_of(page: Page) -> list[tuple[float, float]]:
    """Where the communities stand in the picture, in pixels."""
    found: list[tuple[float, float]] = page.evaluate(
        """() => {
          const chart = window.echarts.getInstanceByDom(document.querySelector("[data-map]"));
          const data = JSON.parse(document.getElementById("map-data").textContent);
          return data.places.map((_, number) => chart.getModel().getSeriesByIndex(0).coordinateSystem.dataToPoint(
            chart.getModel().getSeriesByIndex(0).getData().getItemLayout(number)));
        }"""
    )
    return found


@pytest.mark.parametrize(
    ("places", "people", "links"),
    [
        (0, 1, []),
        (1, 0, []),
        (0, 4, [[0, 1], [2, 3]]),
        (2, 5, [[0, 2], [1, 2], [0, 3], [3, 4]]),
        (60, 500, [[person % 60, 60 + person] for person in range(500)] + [[7, 60 + n] for n in range(0, 500, 9)]),
    ],
)
def test_every_node_has_a_place_of_its_own(
    open_page: Opener, owner: User, places: int, people: int, links: list[list[int]]
) -> None:
    make_contact(owner=owner)
    page = open_page("/map/")
    spots = page.evaluate(LAY_OUT, [places, people, links])
    assert len(spots) == places + people
    assert all(isinstance(number, int | float) for spot in spots for number in spot)
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 0.01 for a, b in pairwise(sorted(spots)))


@pytest.mark.parametrize("width", [1280, 360])
def test_the_tables_of_a_large_map_come_when_one_scrolls_to_them(
    open_page: Opener, owner: User, errors: list[str], width: int
) -> None:
    club = make_community(owner=owner, name="Club")
    people = Contact.objects.bulk_create(
        Contact(owner=owner, given_name=f"P{n:03}", name_key=f"p{n:03}", search_text="", tie=2) for n in range(610)
    )
    make_membership(contact=people[0], community=club)
    page = open_page("/map/", width=width, language="en")
    page.wait_for_selector("[data-map][data-drawn] canvas")
    expect(page.locator("#map-people")).to_have_count(0)
    page.locator("#map-tables").scroll_into_view_if_needed()
    expect(page.locator("#map-people")).to_contain_text("610")
    expect(page.locator("#map-tables")).to_contain_text("P000")
    page.click("#map-tables nav a")
    expect(page.locator("#map-tables")).to_contain_text("P030")
    page.click("[aria-labelledby=map-people] .block-links a >> nth=1")
    expect(page.locator("#map-tables")).to_contain_text("Nobody of this sort.")
    page.click("[aria-labelledby=map-people] .block-links a >> nth=0")
    expect(page.locator("#map-tables")).to_contain_text("P000")
    page.click("[aria-labelledby=map-places] .block-links a >> nth=1")
    expect(page.locator("[aria-labelledby=map-places] a[aria-current]")).to_have_text("thin spots")
    # All of it beside the picture, and the address is that of the map.
    assert page.url.endswith("/map/")
    expect(page.locator("[data-map][data-drawn] canvas")).to_have_count(1)
    assert not errors
