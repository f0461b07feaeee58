"""Who holds communities together: the quick walk against taking everybody away, one after another."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communities.mapping.bridges import bridges

Links = list[tuple[int, int]]


def graph(links: Links, nodes: list[int] | None = None) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {node: set() for node in nodes or []}
    for one, other in links:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def piece_of(neighbours: dict[int, set[int]], start: int, without: int | None = None) -> set[int]:
    seen, ahead = {start}, [start]
    while ahead:
        for other in neighbours[ahead.pop()] - seen - {without}:
            seen.add(other)
            ahead.append(other)
    return seen


def slowly(neighbours: dict[int, set[int]], places: set[int]) -> dict[int, set[frozenset[int]]]:
    """Without a person, do the communities of their piece still reach each other?"""
    found = {}
    for person in neighbours.keys() - places:
        piece = piece_of(neighbours, person) & places
        parts = {frozenset(piece_of(neighbours, place, person) & places) for place in piece}
        if len(parts) > 1:
            found[person] = parts
    return found


def quickly(neighbours: dict[int, set[int]], places: set[int]) -> dict[int, set[frozenset[int]]]:
    return {one.person: {frozenset(part) for part in one.parts} for one in bridges(neighbours, places)}


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ([], {}),
        ([(-1, 1)], {}),
        ([(-1, 1), (-2, 1)], {1: [(-1,), (-2,)]}),
        # Two people in both: each can be spared.
        ([(-1, 1), (-2, 1), (-1, 2), (-2, 2)], {}),
        # An introduction joins as a membership does: both ends of it are needed.
        ([(-1, 1), (1, 2), (2, -2)], {1: [(-1,), (-2,)], 2: [(-1,), (-2,)]}),
        # Somebody who is joined to people alone bridges nothing.
        ([(-1, 1), (1, 2), (2, 3)], {}),
        ([(-1, 1), (-2, 1), (-3, 1), (-3, 2), (-4, 2)], {1: [(-1,), (-2,), (-3, -4)], 2: [(-4,), (-1, -2, -3)]}),
    ],
)
def test_bridges(links: Links, said: dict[int, list[tuple[int, ...]]]) -> None:
    places = {node for link in links for node in link if node < 0}
    expected = {person: {frozenset(part) for part in parts} for person, parts in said.items()}
    assert quickly(graph(links), places) == expected


def test_the_largest_part_is_not_counted_as_cut_off() -> None:
    links = [(-1, 1), (-2, 1), (-3, 1), (-3, 2), (-4, 2)]
    assert {one.person: one.saved for one in bridges(graph(links), [-1, -2, -3, -4])} == {1: 2, 2: 1}


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(-6, 12), st.integers(-6, 12)), max_size=40),
    st.sets(st.integers(1, 12)),
)
def test_the_walk_finds_whom_taking_away_finds(links: Links, lone: set[int]) -> None:
    # Zero and what joins two communities are no links of ours.
    links = [(a, b) for a, b in links if a != b and a and b and (a > 0 or b > 0)]
    neighbours = graph(links, [*lone])
    places = {node for node in neighbours if node < 0}
    assert quickly(neighbours, places) == slowly(neighbours, places)


def test_a_long_chain_takes_no_deep_stack() -> None:
    links = [(number, number + 1) for number in range(1, 5_000)]
    begun = time.process_time()
    found = bridges(graph([(-1, 1), *links, (5_000, -2)]), {-1, -2})
    assert len(found) == 5_000
    assert time.process_time() - begun < 20
