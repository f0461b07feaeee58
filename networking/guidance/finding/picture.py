"""The graph of notes as the script of the map draws it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networking.guidance.finding.graph import Graph

FEW_LINKS = 40


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
    return [node.title, node.folder, graph.notes[pk].led, len(graph.ahead[pk]), "", node.slug]


def _size(graph: Graph, pk: int) -> int:
    return min(5, graph.notes[pk].led)


def _led_here(number: int) -> str:
    return ngettext("%(n)d note leads here", "%(n)d notes lead here", number) % {"n": number}
