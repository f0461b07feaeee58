"""The pages of the notes. Reading only: notes come in through the import."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from contacts.http import Request, answer, today
from networking.guidance.models import Note, NoteLink, NoteTag
from networking.guidance.placing import notes_for
from networking.guidance.searching import search, tag_key

PAGE = 100
RECENT = 5


def index(request: Request) -> HttpResponse:
    """All notes or those found, by name; labels to go by beside them."""
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    folder = request.GET.get("folder", "").replace("\x00", "")[:700]
    found = search(query)
    if folder:
        found = found.filter(folder=folder)
    notes = list(found[: PAGE + 1])
    context = {"query": query, "folder": folder, "notes": notes[:PAGE], "more": len(notes) > PAGE}
    if request.htmx and not request.htmx.boosted:
        return answer(request, "guidance/_list.html", context)
    return answer(request, "guidance/index.html", {**context, **_beside(request)})


def note(request: Request, slug: str) -> HttpResponse:
    """A note with its contents list, its labels, and the sentences of others that lead to it."""
    page = get_object_or_404(Note.objects.defer("body", "search_text"), slug=slug)
    context = {
        "note": page,
        "aliases": [alias.name for alias in page.aliases.all() if alias.name != page.title],
        "tags": page.tags.all(),
        "backlinks": page.links_here.exclude(source=page).select_related("source").order_by("source__sort_key", "line"),
    }
    return answer(request, "guidance/note.html", context)


def tag(request: Request, tag: str) -> HttpResponse:
    """The notes with a tag or with one beneath it."""
    key = tag_key(tag.replace("\x00", ""))
    rows = NoteTag.objects.filter(Q(key=key) | Q(key__startswith=f"{key}/"))
    first = rows.order_by("key", "pk").first()
    if first is None:
        raise Http404
    name = first.name if first.key == key else tag
    notes = Note.objects.filter(tags__in=rows).defer("html", "body", "search_text").distinct()
    return answer(request, "guidance/tag.html", {"tag": name, "notes": notes})


def missing(request: Request) -> HttpResponse:
    """Names that notes link to and that no note has, the most wanted first."""
    wanted: dict[str, list[NoteLink]] = {}
    for link in (
        NoteLink.objects.filter(target=None).select_related("source").order_by("key", "source__sort_key", "line")
    ):
        wanted.setdefault(link.key, []).append(link)
    groups = sorted(wanted.values(), key=lambda links: (-len(links), links[0].key))
    return answer(request, "guidance/missing.html", {"groups": groups})


def shown_on(request: Request, place: str) -> HttpResponse:
    """What the notes say for a place of the product: a panel for other pages, empty where they say nothing.

    A plain link that leads here, without JavaScript, goes on to the note itself.
    """
    pointers = notes_for(place.replace("\x00", ""))
    if not request.htmx:
        return redirect(pointers[0].address if pointers else "guidance:index")
    if not pointers:
        return HttpResponse()
    return render(request, "guidance/_shown_on.html", {"pointer": pointers[0], "others": pointers[1:4]})


def _beside(request: Request) -> dict[str, Any]:
    folders: QuerySet[Note, str] = Note.objects.exclude(folder="").order_by("folder").values_list("folder", flat=True)
    tags = NoteTag.objects.values("key").annotate(name=Min("name"), notes=Count("note"))
    return {
        "today": today(request),
        "tags": tags.order_by("-notes", "key")[:40],
        "folders": folders.distinct(),
        "recent": Note.objects.order_by("-changed_at", "sort_key").only("title", "slug", "changed_at")[:RECENT],
        "lost": NoteLink.objects.filter(target=None).count(),
    }
