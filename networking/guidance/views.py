"""The pages of the notes. Reading only: notes come in through the import."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contacts.http import Request, answer, now, today
from networking.guidance.checklists import checklists
from networking.guidance.files import names_a_file
from networking.guidance.front_matter import names
from networking.guidance.list_forms import TakeForm, came_from
from networking.guidance.models import Note, NoteLink, NoteTag
from networking.guidance.passages import found
from networking.guidance.placing import notes_for
from networking.guidance.related import beside
from networking.guidance.searching import search, tag_key

PAGE = 60
RECENT = 5
# So many found notes are weighed by what they say, and so many of them shown.
LIKELY, SHOWN = 45, 30


def index(request: Request) -> HttpResponse:
    """All notes or those found, by name; labels to go by beside them."""
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    folder = request.GET.get("folder", "").replace("\x00", "")[:700]
    notes = search(query)
    if folder:
        notes = notes.filter(folder=folder)
    context = {"query": query, "folder": folder, **(_found(notes, query) if query.strip() else _listed(request, notes))}
    if request.htmx and not request.htmx.boosted:
        return answer(request, "guidance/_list.html", context)
    return answer(request, "guidance/index.html", {**context, **_beside(request)})


def note(request: Request, slug: str) -> HttpResponse:
    """A note with its contents list, its labels, and the sentences of others that lead to it."""
    page = get_object_or_404(Note.objects.only("title", "slug", "folder", "html", "toc", "front_matter"), slug=slug)
    lists = checklists(page)
    take = None
    if lists:
        initial = {"where": came_from(request.META.get("HTTP_REFERER", ""))}
        take = TakeForm(owner=request.user, moment=now(request), checklists=lists, initial=initial)
    context = {
        "note": page,
        "take": take,
        "beside": beside(page),
        "aliases": [name for name in names(page.front_matter, "aliases", "alias") if name != page.title],
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
    notes = Note.objects.filter(tags__in=rows).only("title", "slug", "excerpt", "sort_key", "path").distinct()
    return answer(request, "guidance/tag.html", {"tag": name, "notes": notes})


def missing(request: Request) -> HttpResponse:
    """Names that notes link to and that no note has, the most wanted first."""
    wanted: dict[str, list[NoteLink]] = {}
    for link in (
        NoteLink.objects.filter(target=None)
        .select_related("source")
        .only("name", "key", "text", "line", "before", "after", "source__title", "source__slug")
        .order_by("key", "source__sort_key", "line")
    ):
        wanted.setdefault(link.key, []).append(link)
    groups = sorted(wanted.values(), key=lambda links: (-len(links), links[0].key))
    page = Paginator(groups, PAGE).get_page(request.GET.get("page"))
    rows = [{"name": links[0].name, "links": links, "write": _to_write(request, links[0].name)} for links in page]
    return answer(request, "guidance/missing.html", {"groups": rows, "page": page})


def _to_write(request: Request, name: str) -> str:
    """Where an admin writes the note that a link waits for; no note can stand for a picture that is not there."""
    if names_a_file(name) or not request.user.has_perm("guidance.change_note"):
        return ""
    return f"{reverse('guidance:new')}?{urlencode({'name': name})}"


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


def _listed(request: Request, notes: QuerySet[Note]) -> dict[str, Any]:
    page = Paginator(notes, PAGE).get_page(request.GET.get("page"))
    return {"notes": list(page), "page": page}


def _found(notes: QuerySet[Note], query: str) -> dict[str, Any]:
    """The likeliest notes with their passages; those that say most of what is asked come first."""
    likely = list(notes.defer(None).defer("body", "toc", "front_matter", "search_text")[: LIKELY + 1])
    results = sorted((found(note, query) for note in likely[:LIKELY]), key=lambda one: -one.score)
    return {"results": results[:SHOWN], "more": len(likely) > SHOWN}


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
