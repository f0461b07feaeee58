"""The notes as a graph: which lead to which, as the picture draws it and as a table says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networking.guidance.leading.twins import hidden, readable, readers_language
from networking.guidance.models import Note, NoteLink, address_of

MOST_DRAWN = 200
MOST_WANTED = 20
FEW_LINKS, FEW_NOTES = 40, 1000
MOST_HUBS = 12
# A note to which fewer lead holds nothing together.
HUB_FROM = 3


class Node(NamedTuple):
    """A note of the graph: as little of it as the graph needs."""

    pk: int
    title: str
    slug: str
    folder: str

    @property
    def address(self) -> str:
        return address_of(self.slug)


@dataclass(frozen=True)
class Wanted:
    """A name to which notes lead and that no note has, and which of the drawn notes lead to it."""

    name: str
    sources: frozenset[int]


@dataclass
class Graph:
    """All notes by id in the order of names, with how many notes lead to each.

    `notes`, `ahead` and `behind` are of those that are drawn: everything, or what most lead to; links of a note to
    itself are left out.
    """

    order: list[int]
    led: dict[int, int]
    notes: dict[int, Node] = field(default_factory=dict)
    ahead: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    behind: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    # The most wanted, and how many are wanted in all.
    wanted: list[Wanted] = field(default_factory=list)
    not_written: int = 0

    @property
    def ranked(self) -> list[int]:
        """The notes to which most lead first."""
        return sorted(self.order, key=lambda pk: -self.led.get(pk, 0))

    @property
    def links(self) -> int:
        return sum(self.led.values())

    @property
    def not_drawn(self) -> int:
        return len(self.order) - len(self.notes)

    @property
    def hubs(self) -> list[int]:
        """The notes to which most lead, around which the picture is laid out."""
        most = min(MOST_HUBS, max(1, len(self.notes) // 4))
        ranked = sorted(self.notes, key=lambda pk: -self.led.get(pk, 0))[:most]
        return [pk for pk in ranked if self.led.get(pk, 0) >= HUB_FROM]

    @property
    def alone(self) -> list[int]:
        return [pk for pk in self.notes if not self.ahead[pk] and not self.led.get(pk)]

    def drawn(self) -> list[int]:
        """What is in the picture, what is linked most first."""
        return sorted(self.notes, key=lambda pk: -len(self.behind[pk]) - len(self.ahead[pk]))


@dataclass(frozen=True)
class Inside:
    """What a graph is of: the notes for the reader, or those of them in a folder and the folders in it."""

    notes: QuerySet[Note]
    links: QuerySet[NoteLink]
    lost: QuerySet[NoteLink]

    @classmethod
    def of(cls, folder: str) -> Inside:
        notes = Note.objects.filter(readable(readers_language())).order_by("sort_key", "pk")
        links = NoteLink.objects.exclude(target=None).exclude(source=F("target")).order_by()
        lost = NoteLink.objects.filter(target=None).order_by()
        if folder:
            notes = notes.filter(Q(folder=folder) | Q(folder__startswith=f"{folder}/"))
            inside = notes.order_by().values_list("pk", flat=True)
            few = list(inside[: FEW_NOTES + 1])
            # A list is quicker than asking for the folder again with every link; no database takes one without end.
            pks: Iterable[int] = few if len(few) <= FEW_NOTES else inside
            return cls(notes, links.filter(source__in=pks, target__in=pks), lost.filter(source__in=pks))
        others = hidden(readers_language())
        return cls(notes, links.exclude(source__in=others).exclude(target__in=others), lost.exclude(source__in=others))

    def alone(self) -> QuerySet[Note]:
        """The notes without any link."""
        return self.notes.exclude(pk__in=self.links.values("source")).exclude(pk__in=self.links.values("target"))

    def nodes(self, pks: Iterable[int]) -> dict[int, Node]:
        rows = Note.objects.filter(pk__in=list(pks)).order_by().values_list("pk", "title", "slug", "folder")
        return {row[0]: Node(*row) for row in rows}


def graph_of(folder: str = "") -> Graph:
    """How the notes hang together, without reading more of them than are drawn; six queries."""
    inside = Inside.of(folder)
    led = inside.links.values_list("target_id").annotate(number=Count("source", distinct=True))
    graph = Graph(list(inside.notes.values_list("pk", flat=True)), {int(pk or 0): number for pk, number in led})
    drawn = graph.order if len(graph.order) <= MOST_DRAWN else graph.ranked[:MOST_DRAWN]
    nodes = inside.nodes(drawn)
    graph.notes = {pk: nodes[pk] for pk in drawn}
    pairs = inside.links.filter(source__in=drawn, target__in=drawn).values_list("source_id", "target_id").distinct()
    for source, target in pairs:
        graph.ahead[source].add(int(target or 0))
        graph.behind[int(target or 0)].add(source)
    counts = list(inside.lost.values_list("key").annotate(number=Count("pk")).order_by("-number", "key"))
    graph.not_written = len(counts)
    graph.wanted = _wanted(inside.lost, [key for key, _number in counts[:MOST_WANTED]], drawn)
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
    wanted = graph.wanted
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
    return [node.title, node.folder, graph.led.get(pk, 0), len(graph.ahead[pk]), "", node.slug]


def _size(graph: Graph, pk: int) -> int:
    return min(5, graph.led.get(pk, 0))


def _led_here(number: int) -> str:
    return ngettext("%(n)d note leads here", "%(n)d notes lead here", number) % {"n": number}


def _wanted(lost: QuerySet[NoteLink], keys: list[str], drawn: list[int]) -> list[Wanted]:
    """The names of these keys in their order, each with the drawn notes that lead to it."""
    sources: dict[str, set[int]] = {key: set() for key in keys}
    names: dict[str, str] = {}
    rows = lost.filter(key__in=keys, source__in=drawn).order_by("key", "name", "source_id")
    for key, name, source in rows.values_list("key", "name", "source_id"):
        sources[key].add(source)
        names.setdefault(key, name)
    return [Wanted(names[key], frozenset(sources[key])) for key in keys if key in names]
