"""The map of more people than it has room for: everything that it says is what the whole map says of the same."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.mapping import large
from communities.mapping.facts import Days, facts_of
from communities.mapping.judging import Map, Place, map_of
from communities.mapping.nearest import MOST_PEOPLE, Narrowed, crowd_of
from communities.mapping.rows import PersonRow, rows_of
from communities.mapping.standing import places_of
from contacts.models import Contact
from networking.accounts.models import User
from tests.counting import queries_of
from tests.factories import make_community, make_contact, make_interaction, make_membership, make_relationship

MAP = reverse("map:map")
TODAY = date(2026, 10, 15)
KINDS = [("professional", "sig"), ("professional", "online"), ("internal", "technical")]
CHOICES = [
    Narrowed(),
    Narrowed(tie=3),
    Narrowed(kinds=frozenset({"sig", "technical"})),
    Narrowed(talks="yes"),
    Narrowed(kinds=frozenset({"online"}), talks="no"),
]
YEAR = (date(2026, 1, 1), date(2026, 12, 31), date(2026, 1, 1))


def make_net(owner: User, random: Random) -> None:
    """Some communities and people at random, in the archive and the trash too, with all links that there are."""
    places = [make_community(owner=owner, family=family, kind=kind) for family, kind in KINDS * 2]
    people: list[Contact] = []
    for number in range(24):
        tie, leader = random.choice([None, 1, 2, 3, 4, 5]), random.choice([None, None, *people])
        people.append(make_contact(owner=owner, name=f"P{number:02}", tie=tie, introduced_by=leader))
    for one in people[:-4]:
        for place in random.sample(places[:-1], random.choice([0, 1, 1, 3])):
            since = TODAY - timedelta(days=random.randrange(1, 900))
            until = random.choice([None, None, since + timedelta(days=100)])
            make_membership(contact=one, community=place, since=since, until=until)
    for _ in range(5):
        one, other = random.sample(people, 2)
        make_relationship(contact=one, other=other, until=random.choice([None, date(2025, 5, 1)]))
    for _ in range(12):
        make_interaction(
            owner=owner, contacts=[random.choice(people)], day=TODAY - timedelta(days=random.randrange(900))
        )
    people[3].archive(on=TODAY)
    people[7].throw_away()
    places[0].throw_away()


def said(place: Place) -> tuple[Any, ...]:
    return (place.community.pk, place.there, place.reached, place.deepest, place.few, place.shallow)


def told(row: PersonRow) -> tuple[Any, ...]:
    linked = sorted(one.name for one in row.linked)
    return (row.person, [one.pk for one in row.places], row.introducer, linked)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("chosen", [(TODAY, TODAY, None), YEAR])
@pytest.mark.parametrize("ahead", [False, True])
def test_what_is_said_of_the_nearest_is_what_the_whole_map_says(
    owner: User, monkeypatch: pytest.MonkeyPatch, seed: int, chosen: tuple[date, date, date | None], *, ahead: bool
) -> None:
    make_net(owner, Random(seed))
    if ahead:
        for person in Contact.objects.for_owner(owner).filter(tie=None)[:3]:
            make_interaction(owner=owner, contacts=[person], day=TODAY + timedelta(days=9))
    monkeypatch.setattr(large, "MOST_PEOPLE", 7)
    monkeypatch.setattr(large, "DRAWN", 7)
    monkeypatch.setattr(large, "PAGE", 9)
    days = Days.of(TODAY, *chosen)
    facts = facts_of(owner, days, places_of(owner), crowd_of(owner))
    for narrowed in CHOICES:
        whole = map_of(facts, narrowed)
        compare(large.large_picture(owner, days, narrowed, len(facts.people)), whole)
        number = len(facts.people)
        tables = large.large_tables(owner, days, narrowed, number, marked="", page="2", places=None)
        assert [*map(said, tables.standing)] == [*map(said, whole.places)]
        assert [*tables.people] == whole.people[9:18] or len(whole.people) < 10
        assert tables.people.paginator.count == len(whole.people)
        assert [*map(told, tables.rows)] == [*map(told, rows_of(whole, tables.people))]
        spots = large.large_tables(owner, days, narrowed, number, marked="", page=None, places=None, thin=True)
        assert [*map(said, spots.standing)] == [*map(said, whole.thin)][:9]
        assert spots.places.paginator.count == len(whole.thin)
        near = large.large_picture(owner, days, narrowed, number)
        for mark in ("bridges", "alone"):
            marked = large.large_tables(owner, days, narrowed, number, marked=mark, page=None, places=None)
            assert [*marked.people] == large.of_mark(near, mark)[:9]
            assert [*map(told, marked.rows)] == [*map(told, rows_of(whole, marked.people))]


def compare(found: Map, whole: Map) -> None:
    ranked = sorted(whole.people, key=lambda one: -one.tie)[:7]
    assert found.people == [one for one in whole.people if one in ranked]
    assert found.everybody == len(whole.people)
    assert found.alone == [one for one in whole.alone if one in ranked]
    assert [*map(said, found.thin)] == [*map(said, whole.thin)]
    assert [one.community.pk for one in found.places] == [one.community.pk for one in whole.places]
    people = {one.pk for one in ranked}
    assert found.of_the_picture == {pk: there & people for pk, there in whole.members.items()}
    for pairs, all_of_them in (
        (found.introductions, whole.introductions), (found.relationships, whole.relationships),
    ):  # fmt: skip
        assert {one for one in pairs if people.issuperset(one)} == {
            one for one in all_of_them if people.issuperset(one)
        }


def test_a_large_net_is_drawn_in_part_and_told_in_full(client_of_owner: Client, owner: User) -> None:
    places = [make_community(owner=owner, name=f"Crowd {number}") for number in range(2)]
    people = Contact.objects.bulk_create(
        Contact(owner=owner, given_name=f"P{n}", name_key=f"{n:05}", search_text="", tie=n % 5 + 1)
        for n in range(MOST_PEOPLE + 40)
    )
    for one in people[:3]:
        make_membership(contact=one, community=places[0])
    answer = client_of_owner.get(MAP)
    drawn = answer.context["picture"]["people"]
    assert len(drawn) == large.DRAWN
    assert [sum(tie == depth for _name, tie, _mark, _pk in drawn) for depth in (5, 4, 3)] == [128, 128, 300 - 256]
    assert "о 300 из 640 людей" in answer.content.decode()
    # The tables come apart from the picture.
    assert "tables" not in answer.context
    assert 'data-hx-get="?tables=1"' in answer.content.decode()
    part = client_of_owner.get(MAP, {"tables": "1"}, headers={"hx-request": "true"})
    assert part.context["tables"].people.paginator.count == MOST_PEOPLE + 40
    assert part.content.decode().strip().startswith('<div id="map-tables">')
    plain = client_of_owner.get(MAP, {"tables": "1"}).content.decode()
    assert part.content.decode().strip() in plain
    assert "data-map=" not in plain
    last = client_of_owner.get(MAP, {"page": "999", "people": "alone"}).context["tables"].people
    assert (last.paginator.count, last.has_next()) == (large.DRAWN - 1, False)
    narrowed, listed = (client_of_owner.get(MAP, {"tie": "5", **more}) for more in ({}, {"tables": "1"}))
    assert len(narrowed.context["picture"]["people"]) == listed.context["tables"].people.paginator.count == 128
    for asked in ("", "?tables=1", "?tie=5", "?people=alone", "?people=bridges&tie=3", "?spots=thin"):
        assert queries_of(client_of_owner, MAP + asked) <= 10, asked
    # One more on a page of its own, where it is narrowed.
    assert queries_of(client_of_owner, MAP + "?tie=5&tables=1") == 11


def test_many_communities_are_drawn_in_part_and_listed_page_by_page(client_of_owner: Client, owner: User) -> None:
    places = [make_community(owner=owner, name=f"C{number:03}") for number in range(101)]
    make_membership(contact=make_contact(owner=owner, name="Anna", tie=5), community=places[100])
    answer = client_of_owner.get(MAP)
    listed = client_of_owner.get(MAP, {"places": "4"}).context["tables"].standing
    assert len(answer.context["picture"]["places"]) == 100
    assert answer.context["picture"]["places"][-1][0] == "C100"
    assert [one.community.name for one in listed] == [f"C{n:03}" for n in range(90, 101)]
    assert listed[-1].there == 1
    assert "Из 101 сообщества нарисованы" in answer.content.decode()
