"""Picture, tables and words of the map say the same, whatever the network: they are made from the facts apart."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from communities.mapping.facts import Facts, Person, Spot
from communities.mapping.judging import Map, map_of
from communities.mapping.nearest import Narrowed
from communities.mapping.picture import picture
from communities.mapping.rows import rows_of

KINDS = ["sig", "online", "technical"]
PEOPLE = st.integers(1, 9)
PAIRS = st.frozensets(st.tuples(PEOPLE, PEOPLE).filter(lambda pair: pair[0] < pair[1]), max_size=6)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    people = {pk: Person(pk, f"P{pk}", draw(st.integers(0, 5)), None) for pk in range(1, 10)}
    places = {pk: Spot(pk, f"C{pk}", f"{pk}", KINDS[pk % 3]) for pk in range(1, draw(st.integers(1, 5)))}
    return Facts(
        places=places,
        people=people,
        members={pk: draw(st.frozensets(PEOPLE, max_size=5)) for pk in places},
        introductions=draw(PAIRS),
        relationships=draw(PAIRS),
        talked=draw(st.frozensets(PEOPLE)),
    )


choices = st.fixed_dictionaries(
    {
        "kinds": st.none() | st.frozensets(st.sampled_from(KINDS), min_size=1),
        "tie": st.integers(0, 5),
        "talks": st.sampled_from(["", "yes", "no"]),
    }
)


def of_the_picture(drawn: dict[str, Any]) -> set[tuple[str, str]]:
    names = [row[0] for row in drawn["places"] + drawn["people"]]
    pairs = [(a, b) for a, b, _ in drawn["links"]]
    pairs += [(place, one) for place, there in enumerate(drawn["members"]) for one in there]
    return {(min(pair), max(pair)) for a, b in pairs if (pair := (names[a], names[b]))}


def of_the_table(found: Map) -> set[tuple[str, str]]:
    links = set()
    for row in rows_of(found, found.people):
        others = [one.name for one in row.places] + [one.name for one in row.linked]
        others += [row.introducer.name] if row.introducer else []
        links |= {(min(row.person.name, other), max(row.person.name, other)) for other in others}
    return links


@settings(deadline=None)
@given(facts(), choices)
def test_picture_table_and_words_agree(net: Facts, choice: dict[str, Any]) -> None:
    found = map_of(net, Narrowed(**choice))
    drawn = picture(found)
    assert [row[0] for row in drawn["people"]] == [one.name for one in found.people]
    assert of_the_picture(drawn) == of_the_table(found)
    marks = {row[0]: row[2] for row in drawn["people"]}
    assert {name for name, mark in marks.items() if mark == 1} == {f"P{one.person}" for one in found.bridges}
    assert {name for name, mark in marks.items() if mark == 2} == {one.name for one in found.alone}
    assert {row[0] for row in drawn["places"] if row[4]} == {one.community.name for one in found.thin}


@settings(deadline=None)
@given(facts(), choices)
def test_what_is_narrowed_away_changes_no_judgement(net: Facts, choice: dict[str, Any]) -> None:
    everything, found = map_of(net, Narrowed()), map_of(net, Narrowed(**choice))
    whole = {one.community.pk: (one.there, one.reached, one.deepest) for one in everything.places}
    assert {one.community.pk: (one.there, one.reached, one.deepest) for one in found.places}.items() <= whole.items()
    assert {one.pk for one in found.alone} <= {one.pk for one in everything.alone}
    linked = {pk for there in net.members.values() for pk in there}
    linked |= {pk for pair in net.introductions | net.relationships for pk in pair}
    assert {one.pk for one in everything.alone} == set(range(1, 10)) - linked
    for one in found.people:
        assert one.tie >= choice["tie"]
        assert not choice["talks"] or (one.pk in net.talked) == (choice["talks"] == "yes")
    for place in everything.places:
        there = net.members[place.community.pk]
        reached = [pk for pk in there if pk in net.talked or net.people[pk].tie >= 2]
        assert place.reached == len(reached)
        assert place.thin == (len(reached) < 3 or all(net.people[pk].tie < 3 for pk in there))
