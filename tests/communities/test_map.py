"""The map of people and communities: what stands on it, what it says in words, and that they agree."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.models import Community
from contacts.models import Contact
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import (
    make_community,
    make_contact,
    make_interaction,
    make_membership,
    make_participation,
    make_relationship,
)

MAP = reverse("map:map")
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel("2026-10-15 12:00:00+03:00"):
        yield


@pytest.fixture
def net(owner: User) -> dict[str, Any]:
    """Two clubs that Anna alone joins; Gleb was introduced by her, and Vera stands alone."""
    python = make_community(owner=owner, name="PyClub")
    guild = make_community(owner=owner, name="Guild", family="internal", kind="technical")
    anna = make_contact(owner=owner, name="Anna", tie=4)
    boris, gleb = make_contact(owner=owner, name="Boris", tie=2), make_contact(owner=owner, name="Gleb")
    gleb.introduced_by = anna
    gleb.save()
    listed = make_contact(owner=owner, name="Listed")
    vera = make_contact(owner=owner, name="Vera", tie=5)
    for person, place in ((anna, python), (anna, guild), (boris, python), (listed, guild)):
        make_membership(contact=person, community=place)
    return {"python": python, "guild": guild, "anna": anna, "boris": boris, "gleb": gleb, "vera": vera}


def found_on(client: Client, **query: str) -> Any:
    return client.get(MAP, query).context["found"]


def names(people: Any) -> list[str]:
    return [one.name for one in people]


def test_people_communities_and_links_are_drawn(client_of_owner: Client, net: dict[str, Any]) -> None:
    drawn = client_of_owner.get(MAP).context["picture"]
    nodes = [row[0] for row in drawn["places"] + drawn["people"]]
    assert nodes == ["Guild", "PyClub", "Anna", "Boris", "Gleb", "Listed", "Vera"]
    links = {(nodes[a], nodes[b], introduced) for a, b, introduced in drawn["links"]}
    links |= {(nodes[place], nodes[one], 0) for place, there in enumerate(drawn["members"]) for one in there}
    assert links == {
        ("Guild", "Anna", 0), ("Guild", "Listed", 0), ("PyClub", "Anna", 0), ("PyClub", "Boris", 0),
        ("Anna", "Gleb", 1),
    }  # fmt: skip
    marks = {row[0]: drawn["marks"][row[2]] for row in drawn["people"]}
    assert marks == {
        "Anna": "связывает сообщества", "Boris": "", "Gleb": "", "Listed": "", "Vera": "стоит особняком",
    }  # fmt: skip
    assert {row[0]: row[4] for row in drawn["places"]}["Guild"] == "доступно вам: 1 из 2"


def test_the_same_stands_in_words_and_tables(client_of_owner: Client, net: dict[str, Any]) -> None:
    answer = client_of_owner.get(MAP)
    page = answer.content.decode()
    assert [(one.person.name, one.parts) for one in answer.context["bridges"]] == [("Anna", "«PyClub» — «Guild»")]
    assert "«PyClub» — «Guild»" in page
    assert [(one.community.name, why) for one, why in answer.context["thin"]] == [
        ("Guild", "доступно вам: 1 из 2"), ("PyClub", "доступно вам: 2 из 2"),
    ]  # fmt: skip
    assert names(answer.context["alone"]) == ["Vera"]
    rows = {row.person.name: row for row in answer.context["tables"].rows}
    assert [place.name for place in rows["Anna"].places] == ["Guild", "PyClub"]
    assert names(rows["Anna"].linked) == ["Gleb"]
    assert rows["Gleb"].introducer.name == "Anna"
    assert f"{reverse('communities:member_add')}?contact={net['vera'].pk}" in page
    for one in (net["anna"], net["python"]):
        assert one.get_absolute_url() in page


def test_a_community_is_thin_without_three_to_reach_or_without_a_talking_tie(
    client_of_owner: Client, owner: User
) -> None:
    enough, shallow, listed = (make_community(owner=owner, name=name) for name in ("Enough", "Shallow", "Listed"))
    for place, ties in ((enough, (3, 2, 2)), (shallow, (2, 2, 2, 2)), (listed, (3, 1, None, None))):
        for tie in ties:
            make_membership(contact=make_contact(owner=owner, tie=tie), community=place)
    # Somebody without a rating counts once they were talked to; an attempt without an answer does not.
    talked, tried = (one.contact for one in listed.memberships.order_by("pk")[2:4])
    make_interaction(owner=owner, contacts=[talked], day=date(2026, 10, 1))
    make_interaction(owner=owner, contacts=[tried], day=date(2026, 10, 1), answered=False)
    places = {one.community.name: one for one in found_on(client_of_owner).places}
    assert {name: (one.reached, one.few, one.shallow) for name, one in places.items()} == {
        "Enough": (3, False, False), "Shallow": (4, False, True), "Listed": (2, True, False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "people", "places"),
    [
        ({"kind": "sig"}, ["Anna", "Boris"], ["PyClub"]),
        ({"kind": "internal"}, ["Anna", "Listed"], ["Guild"]),
        ({"kind": "online"}, [], []),
        ({"tie": "4"}, ["Anna", "Vera"], ["Guild", "PyClub"]),
        ({"kind": "nonsense", "tie": "9", "period": "1066", "talks": "?", "page": "x", "people": "x"},
         ["Anna", "Boris", "Gleb", "Listed", "Vera"], ["Guild", "PyClub"]),
    ],
)  # fmt: skip
def test_the_choice_stands_in_the_address(
    client_of_owner: Client, net: dict[str, Any], query: dict[str, str], people: list[str], places: list[str]
) -> None:
    found = found_on(client_of_owner, **query)
    assert names(found.people) == people
    assert [one.community.name for one in found.places] == places


def test_communities_without_people_are_said_to_be_alone(client_of_owner: Client, owner: User) -> None:
    make_community(owner=owner, name="Клуб")
    page = client_of_owner.get(reverse("map:map"), {"tie": "5"}).content.decode()
    said = "Никто не подходит: на карте одни сообщества, без людей."
    assert page.index(said) < page.index('id="map-places"')
    make_contact(owner=owner, tie=5)
    assert said not in client_of_owner.get(reverse("map:map"), {"tie": "5"}).content.decode()


def test_a_period_takes_memberships_and_talks_of_its_days(client_of_owner: Client, net: dict[str, Any]) -> None:
    anna: Contact = net["anna"]
    anna.memberships.filter(community=net["python"]).update(since=date(2024, 5, 1), until=date(2025, 3, 1))
    make_interaction(owner=anna.owner, contacts=[anna], day=date(2026, 9, 1))
    make_interaction(owner=anna.owner, contacts=[net["boris"]], day=date(2025, 2, 1))

    def there(**query: str) -> tuple[list[str], list[str]]:
        found = found_on(client_of_owner, **query)
        members = found.facts.members[net["python"].pk]
        return sorted(found.facts.people[pk].name for pk in members), names(found.people)

    everybody = ["Anna", "Boris", "Gleb", "Listed", "Vera"]
    assert there() == (["Boris"], everybody)
    assert there(period="2025") == (["Anna", "Boris"], everybody)
    assert there(period="quarter") == (["Boris"], everybody)
    assert there(period="all", talks="yes") == (["Anna", "Boris"], ["Anna", "Boris"])
    assert there(period="quarter", talks="yes") == (["Boris"], ["Anna"])
    assert there(period="2025", talks="no") == (["Anna", "Boris"], ["Anna", "Gleb", "Listed", "Vera"])


def test_an_ended_relationship_links_nobody_today(client_of_owner: Client, net: dict[str, Any]) -> None:
    row = make_relationship(contact=net["vera"], other=net["boris"], until=date(2026, 1, 1))
    make_relationship(contact=net["boris"], other=net["vera"], kind="friend", until=date(2026, 1, 1))
    assert names(found_on(client_of_owner).alone) == ["Vera"]
    assert names(found_on(client_of_owner, period="all").alone) == []
    row.until = None
    row.save()
    answer = client_of_owner.get(MAP)
    assert answer.context["found"].alone == []
    linked = {one.person.name: names(one.linked) for one in answer.context["tables"].rows}
    assert (linked["Vera"], linked["Boris"]) == (["Boris"], ["Vera"])


def test_what_is_in_the_archive_in_the_trash_or_a_strangers_is_not_there(
    client_of_owner: Client, owner: User, stranger: User, net: dict[str, Any]
) -> None:
    net["anna"].archive(on=date(2026, 10, 1))
    net["guild"].throw_away()
    theirs = make_community(owner=stranger, name="Theirs")
    make_membership(contact=make_contact(owner=stranger, name="Stranger"), community=theirs)
    page = client_of_owner.get(MAP)
    assert names(page.context["found"].people) == ["Boris", "Gleb", "Listed", "Vera"]
    assert [one.community.name for one in page.context["found"].places] == ["PyClub"]
    assert names(page.context["found"].alone) == ["Gleb", "Listed", "Vera"]
    assert "Stranger" not in page.content.decode()


def test_the_thin_spots_can_be_listed(client_of_owner: Client, owner: User) -> None:
    for number in range(9):
        make_community(owner=owner, name=f"Thin {number}")
    enough = make_community(owner=owner, name="Enough")
    for _person in range(3):
        make_membership(contact=make_contact(owner=owner, tie=4), community=enough)
    page = client_of_owner.get(MAP).content.decode()
    assert 'data-hx-get="?tables=1&amp;spots=thin"' in page
    for headers in ({}, {"hx-request": "true"}):
        listed = client_of_owner.get(MAP, {"tables": "1", "spots": "thin"}, headers=headers).context["tables"]
        assert [one.community.name for one in listed.standing] == [f"Thin {number}" for number in range(9)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_map_asks_the_same_whatever_its_size(client_of_owner: Client, owner: User, rows: int) -> None:
    for _ in range(rows):
        place = make_community(owner=owner)
        make_participation(community=place)
        person, other = make_contact(owner=owner), make_contact(owner=owner)
        make_membership(contact=person, community=place)
        make_relationship(contact=person, other=other)
        make_interaction(owner=owner, contacts=[person])
    assert queries_of(client_of_owner, MAP) == 8


def test_htmx_gets_the_map_alone(client_of_owner: Client, net: dict[str, Any]) -> None:
    part = client_of_owner.get(MAP, {"kind": "sig"}, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert part.strip().startswith('<div id="map">')


def test_an_empty_account_is_shown_the_first_step(client_of_owner: Client) -> None:
    page = client_of_owner.get(MAP).content.decode()
    assert "Карта пока пуста" in page
    assert "data-map=" not in page
    assert MAP not in client_of_owner.get(reverse("communities:list")).content.decode()


def test_the_lists_lead_to_the_map(client_of_owner: Client, net: dict[str, Any]) -> None:
    assert Community.objects.for_owner(net["anna"].owner).count() == 2
    for route in ("communities:list", "contacts:list"):
        assert f'href="{MAP}"' in client_of_owner.get(reverse(route)).content.decode()
