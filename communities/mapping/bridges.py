"""Who holds communities together: found in one walk through the graph, however large it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

Node = int


@dataclass(frozen=True)
class Bridge:
    """Somebody without whom the communities of `parts` would have no way to each other; the smallest part first."""

    person: Node
    parts: tuple[tuple[Node, ...], ...]

    @property
    def saved(self) -> int:
        """How many communities would be cut off from the largest part."""
        return sum(len(part) for part in self.parts[:-1])


@dataclass
class _Walk:
    """A depth-first walk through one connected piece: when each node was reached, and what it reaches back to."""

    reached: dict[Node, int]
    back: dict[Node, int] = field(default_factory=dict)
    places: list[Node] = field(default_factory=list)
    # Pieces of `places`, as beginning and end, that hang on the rest through one person alone.
    hanging: dict[Node, list[tuple[int, int]]] = field(default_factory=dict)


def bridges(neighbours: Mapping[Node, Collection[Node]], places: Collection[Node]) -> list[Bridge]:
    """The people who bridge communities: those without whom some communities that are linked now would not be.

    `neighbours` is the graph of people and communities, every link said from both its ends; `places` are the nodes
    that are communities. Links are memberships, introductions and relationships; I am no node, because I know
    everybody. In the words of graph theory a bridge is an articulation point, at least two of whose pieces hold a
    community. One walk finds them all (Tarjan, 1972), in time that grows with nodes and links, without recursion.
    """
    known = {*places}
    reached: dict[Node, int] = {}
    found: list[Bridge] = []
    for start in neighbours:
        if start not in reached:
            walk = _walked(neighbours, known, start, reached)
            found += [bridge for person in walk.hanging if (bridge := _bridge(walk, person))]
    return found


def _walked(
    neighbours: Mapping[Node, Collection[Node]], places: set[Node], start: Node, reached: dict[Node, int]
) -> _Walk:
    walk = _Walk(reached)
    path = [(start, iter(neighbours[start]), 0)]
    _arrive(walk, places, start)
    while path:
        node, ahead, begun = path[-1]
        for other in ahead:
            if (when := reached.get(other)) is not None:
                if when < walk.back[node]:
                    walk.back[node] = when
                continue
            path.append((other, iter(neighbours[other]), len(walk.places)))
            _arrive(walk, places, other)
            break
        else:
            path.pop()
            if path:
                _return(walk, places, path[-1][0], node, begun)
    return walk


def _arrive(walk: _Walk, places: set[Node], node: Node) -> None:
    walk.reached[node] = walk.back[node] = len(walk.reached)
    if node in places:
        walk.places.append(node)


def _return(walk: _Walk, places: set[Node], above: Node, node: Node, begun: int) -> None:
    """Back from a node to the one above it: when nothing below leads further up, it hangs on that one alone."""
    if walk.back[node] < walk.back[above]:
        walk.back[above] = walk.back[node]
    if walk.back[node] >= walk.reached[above] and above not in places and len(walk.places) > begun:
        walk.hanging.setdefault(above, []).append((begun, len(walk.places)))


def _bridge(walk: _Walk, person: Node) -> Bridge | None:
    """The parts into which the walked piece would fall without a person, when there are several."""
    pieces = walk.hanging[person]
    rest, end = [], 0
    for begun, ended in pieces:
        rest += walk.places[end:begun]
        end = ended
    rest += walk.places[end:]
    parts = [tuple(walk.places[begun:ended]) for begun, ended in pieces] + ([tuple(rest)] if rest else [])
    return Bridge(person, tuple(sorted(parts, key=len))) if len(parts) > 1 else None
