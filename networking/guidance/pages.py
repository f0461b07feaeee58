"""Pages that look across the notes, and what a link shows of its note before one goes there."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from contacts.http import Request, answer
from networking.guidance.graph import Graph, Node, graph_of
from networking.guidance.graph import picture as picture_of
from networking.guidance.models import Note, NoteTag
from networking.guidance.passages import sections

PAGE = 30
# So many notes of a folder stand in the list of folders; the rest is one touch away.
IN_FOLDER = 30
NAMED = 6
PREVIEW = 420


@dataclass(frozen=True)
class Row:
    """A line of the table of the graph."""

    note: Node
    behind: list[Node]
    ahead: list[Node]
    more_behind: int
    more_ahead: int


@require_GET
def tags(request: Request) -> HttpResponse:
    """Every tag with how many notes have it, those beneath another after it."""
    rows = NoteTag.objects.values_list("key").annotate(name=Min("name"), notes=Count("note", distinct=True))
    # A tag beneath another stands right after it, whatever stands between them in the order of letters.
    ordered = sorted(rows, key=lambda row: row[0].split("/"))
    shown = [{"name": name, "notes": notes, "depth": min(4, key.count("/"))} for key, name, notes in ordered]
    return answer(request, "guidance/tags.html", {"tags": shown})


@require_GET
def folders(request: Request) -> HttpResponse:
    """The folders in their order, each with its first notes."""
    inside: dict[str, list[Note]] = defaultdict(list)
    for note in Note.objects.order_by("sort_key", "path").only("title", "slug", "folder"):
        inside[note.folder].append(note)
    shown = [
        {"name": name, "notes": inside[name][:IN_FOLDER], "count": len(inside[name])}
        for name in sorted(inside, key=lambda name: (name.casefold().split("/"), name))
    ]
    return answer(request, "guidance/folders.html", {"folders": shown, "most": IN_FOLDER})


@require_GET
def graph(request: Request) -> HttpResponse:
    """Which note leads to which, drawn, and the same as a table."""
    folder = request.GET.get("folder", "").replace("\x00", "")[:700]
    found = graph_of(folder)
    marked = request.GET.get("notes", "")
    drawing = picture_of(found)
    page = Paginator(_marked(found, marked), PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "folder": folder,
        "folders": Note.objects.exclude(folder="").order_by("folder").values_list("folder", flat=True).distinct(),
        "data": json.dumps(drawing, ensure_ascii=False, separators=(",", ":")),
        "links": sum(len(ahead) for ahead in found.ahead.values()),
        "not_drawn": len(found.notes) - len(found.drawn()),
        "marked": marked,
        "page": page,
        "rows": [_row(found, pk) for pk in page],
    }
    return answer(request, "guidance/graph.html", context)


@require_GET
def preview(request: Request, slug: str) -> HttpResponse:
    """How a note, or the section at `at`, begins; whoever comes here by an address of their own is sent on to it."""
    note = get_object_or_404(Note.objects.only("title", "slug", "html", "excerpt"), slug=slug)
    at = request.GET.get("at", "").replace("\x00", "")[:200]
    if not request.htmx:
        return redirect(note.get_absolute_url() + (f"#{at}" if at else ""))
    text = next((one.text for one in sections(note.html) if at and one.anchor == at), "") or note.excerpt
    return answer(request, "guidance/_preview.html", {"note": note, "text": text[:PREVIEW], "cut": len(text) > PREVIEW})


def _marked(found: Graph, marked: str) -> list[int]:
    if marked == "alone":
        return found.alone
    return sorted(found.notes, key=lambda pk: -len(found.behind[pk]))


def _row(found: Graph, pk: int) -> Row:
    behind = [found.notes[one] for one in sorted(found.behind[pk])]
    ahead = [found.notes[one] for one in sorted(found.ahead[pk])]
    return Row(found.notes[pk], behind[:NAMED], ahead[:NAMED], max(0, len(behind) - NAMED), max(0, len(ahead) - NAMED))
