"""Pages that look across the notes, and what a link shows of its note before one goes there."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from contacts.http import Request, answer
from networking.guidance.edition import latest
from networking.guidance.finding.graph import Graph, Node, graph_around, graph_of, in_order, nodes_of, without_links
from networking.guidance.finding.graph_rows import rows_of
from networking.guidance.finding.listing import IN_FOLDER, all_folders, folders_of
from networking.guidance.finding.passages import sections
from networking.guidance.finding.picture import picture as picture_of
from networking.guidance.finding.tags import all_tags
from networking.guidance.models import Note

PAGE = 20
PREVIEW = 420


@require_GET
def tags(request: Request) -> HttpResponse:
    """Every tag of the reader's notes with how many notes have it, those beneath another after it."""
    return answer(request, "guidance/tags.html", {"tags": latest().keep("tags", all_tags)})


@require_GET
def folders(request: Request) -> HttpResponse:
    """The folders in their order, each with its first notes, some on a page."""
    number = request.GET.get("page")
    page, shown = latest().keep(("folders", number), lambda: folders_of(number))
    return answer(request, "guidance/folders.html", {"folders": shown, "most": IN_FOLDER, "page": page})


@require_GET
def graph(request: Request) -> HttpResponse:
    """Which note leads to which, drawn, and the same as a table: of all notes, of a folder, or around one note."""
    slug = request.GET.get("note", "").replace("\x00", "")[:220]
    folder = "" if slug else request.GET.get("folder", "").replace("\x00", "")[:700]
    marked = "" if slug else request.GET.get("notes", "")
    number = request.GET.get("page")
    shown = latest().keep(("graph", slug, folder, marked, number), lambda: _graph(slug, folder, marked, number))
    return answer(request, "guidance/graph.html", {**shown, "folder": folder, "marked": marked})


def _graph(slug: str, folder: str, marked: str, number: str | None) -> dict[str, Any]:
    # What a note says is no part of the graph.
    found = graph_around(get_object_or_404(Note.objects.only("pk"), slug=slug)) if slug else graph_of(folder)
    notes: Any = without_links(folder) if marked == "alone" else range(len(found.notes) if slug else found.number)
    page = Paginator(notes, PAGE).get_page(number)
    return {
        "found": found,
        "folders": [] if slug else all_folders(),
        "data": json.dumps(picture_of(found), ensure_ascii=False, separators=(",", ":")),
        "page": page,
        "rows": rows_of(_on(page, found, folder, marked)),
    }


def _on(page: Page[Any], found: Graph, folder: str, marked: str) -> list[Node]:
    """The notes of a page of the table; of all, those that are drawn come first and are known."""
    if marked == "alone":
        pks = list(page)
    else:
        begin = page.paginator.per_page * (page.number - 1)
        end = min(begin + page.paginator.per_page, page.paginator.count)
        if end <= len(found.notes):
            return list(found.notes.values())[begin:end]
        pks = in_order(folder, begin, end)
    nodes = nodes_of(pks)
    return [nodes[pk] for pk in pks]


@require_GET
def preview(request: Request, slug: str) -> HttpResponse:
    """How a note, or the section at `at`, begins; whoever comes here by an address of their own is sent on to it."""
    note = get_object_or_404(Note.objects.only("title", "slug", "html", "excerpt"), slug=slug)
    at = request.GET.get("at", "").replace("\x00", "")[:200]
    if not request.htmx:
        return redirect(note.get_absolute_url() + (f"#{at}" if at else ""))
    text = next((one.text for one in sections(note.html) if at and one.anchor == at), "") or note.excerpt
    return answer(request, "guidance/_preview.html", {"note": note, "text": text[:PREVIEW], "cut": len(text) > PREVIEW})
