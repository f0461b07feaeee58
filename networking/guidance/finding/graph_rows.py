"""The lines of the table of the graph: what leads to a note and what it leads to, for the notes of one page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import DenseRank

from networking.guidance.finding.graph import Inside, Node
from networking.guidance.models import NoteLink

NAMED = 6
Named = dict[int, list[int]]


@dataclass(frozen=True)
class Row:
    """A line of the table of the graph."""

    note: Node
    behind: list[Node]
    ahead: list[Node]
    more_behind: int
    more_ahead: int


def rows_of(inside: Inside, pks: list[int]) -> list[Row]:
    """The lines of these notes, each with the first that lead there and how many more do; five queries."""
    behind, led = _named(inside.links.filter(target__in=pks), "target_id", "source_id")
    ahead, leads = _named(inside.links.filter(source__in=pks), "source_id", "target_id")
    nodes = inside.nodes({*pks, *(pk for named in (*behind.values(), *ahead.values()) for pk in named)})
    return [
        Row(
            nodes[pk],
            [nodes[one] for one in behind[pk]],
            [nodes[one] for one in ahead[pk]],
            led.get(pk, 0) - len(behind[pk]),
            leads.get(pk, 0) - len(ahead[pk]),
        )
        for pk in pks
    ]


def _named(links: QuerySet[NoteLink], here: str, there: str) -> tuple[Named, dict[int, int]]:
    """The first notes at the other end of these links by the notes at this end, and how many there are."""
    numbers: dict[int, int] = dict(links.values_list(here).annotate(number=Count(there, distinct=True)))
    place = Window(DenseRank(), partition_by=F(here), order_by=F(there).asc())
    rows = links.annotate(place=place).filter(place__lte=NAMED).values_list(here, there).distinct()
    named: Named = defaultdict(list)
    for one, other in sorted(rows):
        named[one].append(other)
    return named, numbers
