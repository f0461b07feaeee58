"""The notes as a graph: which lead to which, as the picture draws it and as a table says it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networking.guidance.models import Note, NoteLink

MOST_DRAWN = 600
MOST_WANTED = 40
FEW_LINKS = 40
MOST_HUBS = 12
# A note to which fewer lead holds nothing together.
HUB_FROM = 3


class Node(NamedTuple):
    """A note of the graph: as little of it as the graph needs."""

    pk: int
    title: str
    slug: str
    folder: str


@dataclass(frozen=True)
class Wanted:
    """A name to which notes lead and that no note has."""

    name: str
    sources: frozenset[int]


@dataclass
class Graph:
    """Notes by id in the order of names; `ahead` and `behind` are the links without those of a note to itself."""

    notes: dict[int, Node]
    ahead: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    behind: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    wanted: list[Wanted] = field(default_factory=list)

    @property
    def hubs(self) -> list[int]:
        """The notes to which most lead, around which the picture is laid out."""
        most = min(MOST_HUBS, max(1, len(self.notes) // 4))
        ranked = sorted(self.notes, key=lambda pk: -len(self.behind[pk]))[:most]
        return [pk for pk in ranked if len(self.behind[pk]) >= HUB_FROM]

    @property
    def alone(self) -> list[int]:
        return [pk for pk in self.notes if not self.ahead[pk] and not self.behind[pk]]

    def drawn(self) -> list[int]:
        """What the picture has room for: everything, or what is linked most."""
        ranked = sorted(self.notes, key=lambda pk: -len(self.behind[pk]) - len(self.ahead[pk]))
        return ranked[:MOST_DRAWN]


def graph_of(folder: str = "") -> Graph:
    """All notes, or those of a folder and the folders in it, with the links between them; three queries."""
    rows = Note.objects.order_by("sort_key", "path").values_list("pk", "title", "slug", "folder")
    inside = (Node(*row) for row in rows)
    notes = {node.pk: node for node in inside if not folder or f"{node.folder}/".startswith(f"{folder}/")}
    graph = Graph(notes)
    links = NoteLink.objects.exclude(target=None).order_by().values_list("source_id", "target_id").distinct()
    for source, target in links:
        if target is not None and source != target and source in notes and target in notes:
            graph.ahead[source].add(target)
            graph.behind[target].add(source)
    graph.wanted = _wanted(notes)
    return graph


def picture(graph: Graph) -> dict[str, Any]:
    """The graph as the script of the map draws it: hubs first, then other notes, then names that no note has."""
    drawn, hubs = graph.drawn(), graph.hubs
    others = [pk for pk in drawn if pk not in hubs]
    order = {pk: number for number, pk in enumerate([*hubs, *others])}
    alone = {*graph.alone}
    # Where there are few, arrows say which way a link leads; many would hide the notes.
    arrow = int(sum(len(graph.ahead[pk]) for pk in order) <= FEW_LINKS)
    links = [[order[a], order[b], arrow] for a in order for b in sorted(graph.ahead[a]) if b in order]
    wanted = graph.wanted[:MOST_WANTED]
    for number, one in enumerate(wanted, len(order)):
        links += [[order[pk], number, 0] for pk in sorted(one.sources) if pk in order]
    nodes = [[graph.notes[pk].title, _size(graph, pk), 2 if pk in alone else 0, graph.notes[pk].slug] for pk in others]
    return {
        "places": [_hub(graph, pk) for pk in hubs],
        "people": [*nodes, *([one.name, min(5, len(one.sources)), 1, "missing"] for one in wanted)],
        "links": links,
        "addresses": [reverse("guidance:note", args=["0"])] * 2,
        "ties": [_("no note leads here"), *(_led_here(number) for number in (1, 2, 3, 4)), _("many notes lead here")],
        "marks": ["", _("nobody has written it yet"), _("no link at all")],
        "words": {"people": _("notes that lead here"), "reached": _("leads to")},
    }


def _hub(graph: Graph, pk: int) -> list[Any]:
    node = graph.notes[pk]
    return [node.title, node.folder, len(graph.behind[pk]), len(graph.ahead[pk]), "", node.slug]


def _size(graph: Graph, pk: int) -> int:
    return min(5, len(graph.behind[pk]))


def _led_here(number: int) -> str:
    return ngettext("%(n)d note leads here", "%(n)d notes lead here", number) % {"n": number}


def _wanted(notes: dict[int, Node]) -> list[Wanted]:
    """The most wanted first."""
    sources: dict[str, set[int]] = defaultdict(set)
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    lost = NoteLink.objects.filter(target=None).order_by("key", "name", "source_id")
    for key, name, source, count in lost.values_list("key", "name", "source_id").annotate(Count("pk")):
        if source in notes:
            sources[key].add(source)
            names.setdefault(key, name)
            counts[key] += count
    return [Wanted(names[key], frozenset(sources[key])) for key in sorted(counts, key=lambda key: (-counts[key], key))]
