"""The notes as a graph: which lead to which, as the picture draws it. Nothing of it grows with the vault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact

from contacts.prepared import prepared
from networking.guidance.finding.first_links import first_links
from networking.guidance.finding.lost import lost_names
from networking.guidance.leading.twins import readable, readers_language
from networking.guidance.models import Note, NoteLink, address_of

MOST_DRAWN = 200
MOST_WANTED = 20
MOST_HUBS = 12
# A note to which fewer lead holds nothing together.
HUB_FROM = 3
# Of one note so many links each way are followed, and so many of each of the notes there.
NEAR, FURTHER = 40, 6


class Node(NamedTuple):
    """A note of the graph: as little of it as the graph needs."""

    pk: int
    title: str
    slug: str
    folder: str
    led: int

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
    """The notes that are drawn by id, those to which most lead first, and the links between them; none to itself."""

    notes: dict[int, Node]
    # How many notes there are in all, and how often they are led to.
    number: int
    links: int
    ahead: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    behind: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    # The most wanted, and how many are wanted in all.
    wanted: list[Wanted] = field(default_factory=list)
    not_written: int = 0
    # The note around which the graph is.
    centre: Node | None = None

    @property
    def not_drawn(self) -> int:
        return self.number - len(self.notes)

    @property
    def around(self) -> int:
        """How many notes there are beside the one in the middle."""
        return self.number - 1

    @property
    def hubs(self) -> list[int]:
        """The notes to which most lead, around which the picture is laid out."""
        most = min(MOST_HUBS, max(1, len(self.notes) // 4))
        ranked = sorted(self.notes, key=lambda pk: -self.notes[pk].led)[:most]
        hubs = [pk for pk in ranked if self.notes[pk].led >= HUB_FROM]
        return [self.centre.pk, *(pk for pk in hubs if pk != self.centre.pk)] if self.centre else hubs

    @property
    def alone(self) -> list[int]:
        return [pk for pk in self.notes if not self.ahead[pk] and not self.notes[pk].led]

    def drawn(self) -> list[int]:
        """What is in the picture, what is linked most first."""
        return sorted(self.notes, key=lambda pk: -len(self.behind[pk]) - len(self.ahead[pk]))


def graph_of(folder: str = "") -> Graph:
    """How the notes for the reader hang together, or those of a folder and the folders in it; five queries.

    Of many those are drawn to which most lead.
    """
    language = readers_language()
    inside = _inside(folder)
    ((number, links),) = _totals(*inside, language=language) or [(0, 0)]
    rows = _most_led(*inside, language=language, most=MOST_DRAWN)
    graph = Graph({row[0]: Node(*row) for row in rows}, number, links or 0)
    return _linked(graph, folder, language)


def graph_around(note: Note) -> Graph:
    """A note with those up to two links away from it: of very many the first; of the further ones the most reached."""
    language = readers_language()
    near = {one for way in _both_ways([note.pk], language, NEAR) for one in way[note.pk]}
    reached: dict[int, int] = defaultdict(int)
    for way in _both_ways(sorted(near), language, FURTHER):
        for ones in way.values():
            for one in ones:
                reached[one] += 1
    further = sorted(reached.keys() - near - {note.pk}, key=lambda pk: (-reached[pk], pk))
    pks = [note.pk, *sorted(near), *further]
    nodes = nodes_of(pks[:MOST_DRAWN])
    close = sorted(near & nodes.keys(), key=lambda pk: -nodes[pk].led)
    order = [note.pk, *close, *(pk for pk in further if pk in nodes)]
    graph = Graph({pk: nodes[pk] for pk in order}, len(pks), sum(nodes[pk].led for pk in order), centre=nodes[note.pk])
    return _linked(graph, "", language)


def in_order(folder: str, begin: int, end: int) -> list[int]:
    """The ids of some of the notes of a graph, those to which most lead first."""
    rows = _by_led(*_inside(folder), language=readers_language())
    return list(rows.values_list("pk", flat=True)[begin:end])


def without_links(folder: str) -> QuerySet[Note, int]:
    """The ids of the notes without any link."""
    out = NoteLink.objects.filter(source=OuterRef("pk"), target__isnull=False).exclude(target=OuterRef("pk"))
    rows = _by_led(*_inside(folder), language=readers_language())
    return rows.filter(~Exists(out), led=0).values_list("pk", flat=True)


def nodes_of(pks: Iterable[int]) -> dict[int, Node]:
    """The notes of these ids."""
    known = [*pks]
    room = MOST_DRAWN if len(known) > 20 else 20
    return {row[0]: Node(*row) for row in _nodes(known + [0] * (room - len(known)))}


@prepared
def _nodes(pks: list[int]) -> QuerySet[Note, tuple[int, str, str, str, int]]:
    return Note.objects.filter(pk__in=pks).order_by().values_list("pk", "title", "slug", "folder", "led")


def _inside(folder: str) -> list[str]:
    """A folder and how those in it begin; nothing for all of them."""
    return [folder, f"{folder}/"] if folder else []


def _both_ways(pks: list[int], language: str, most: int) -> Iterable[dict[int, list[int]]]:
    return (first_links(pks, language, most=most, behind=behind) for behind in (True, False))


def _shown(*folder: str, language: str) -> QuerySet[Note]:
    shown = Note.objects.filter(readable(language))
    if not folder:
        return shown
    # Something is added so that the notes are gone through by the index of the order.
    beneath = Exact(StrIndex("folder", Value(folder[1])), 1)
    inside = Note.objects.filter(Q(folder=folder[0]) | Q(beneath)).order_by().values("pk")
    return shown.annotate(own=F("pk") + 0).filter(own__in=inside)


@prepared
def _totals(*folder: str, language: str) -> QuerySet[Note, tuple[int, int]]:
    """How many notes there are, and how many notes lead to them in all."""
    # Both are of one group, so that one row comes.
    shown = _shown(*folder, language=language).annotate(all=Value(1)).order_by().values("all")
    return shown.annotate(number=Count("pk"), led_to=Sum("led")).values_list("number", "led_to")


def _by_led(*folder: str, language: str) -> QuerySet[Note]:
    return _shown(*folder, language=language).order_by("-led", "sort_key", "pk")


@prepared
def _most_led(*folder: str, language: str, most: int) -> QuerySet[Note, tuple[int, str, str, str, int]]:
    rows = _by_led(*folder, language=language)
    return rows.values_list("pk", "title", "slug", "folder", "led")[:most]


def _linked(graph: Graph, folder: str, language: str) -> Graph:
    """With the links between the drawn notes, and the names that nobody has written to which they lead."""
    drawn = [*graph.notes] + [0] * (MOST_DRAWN - len(graph.notes))
    for source, target in _between(drawn, drawn):
        graph.ahead[source].add(target)
        graph.behind[target].add(source)
    lost = lost_names(language, folder=folder, most=MOST_WANTED, files=False)
    graph.not_written = lost.number
    keys = [key for key, _number in lost.names]
    sources: dict[str, set[int]] = {key: set() for key in keys}
    names: dict[str, str] = {}
    for key, name, source in _wanting(drawn, *keys, *[""] * (MOST_WANTED - len(keys))) if keys else []:
        if key not in sources:
            continue
        sources[key].add(source)
        names.setdefault(key, name)
    graph.wanted = [Wanted(names[key], frozenset(sources[key])) for key in keys if key in names]
    return graph


@prepared
def _between(drawn: list[int], same: list[int]) -> QuerySet[NoteLink, tuple[int, int]]:
    # Something is added so that the links of each are gone through: looked up would be every pair there could be.
    rows = NoteLink.objects.annotate(to=F("target") + 0).filter(source__in=drawn, to__in=same)
    return rows.exclude(source=F("target")).order_by().values_list("source_id", "target_id").distinct()


@prepared
def _wanting(drawn: list[int], *keys: str) -> QuerySet[NoteLink, tuple[str, str, int]]:
    """The links of the drawn notes to names that no note has, those names first that are so written."""
    rows = NoteLink.objects.filter(target=None, key__in=keys, source__in=drawn)
    return rows.order_by("key", "name", "source_id").values_list("key", "name", "source_id").distinct()
