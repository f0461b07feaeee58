"""The pages of the notes. Reading only: notes come in through the import."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext

from contacts.http import Request, answer, now, today
from contacts.prepared import prepared
from networking.guidance.edition import latest
from networking.guidance.finding.aside import aside
from networking.guidance.finding.listing import all_notes, wanted
from networking.guidance.finding.passages import found, marked
from networking.guidance.finding.related import beside
from networking.guidance.finding.searching import MOST_RANKED, ids_found, tag_key
from networking.guidance.finding.tags import tagged_as
from networking.guidance.finding.typos import meant_by
from networking.guidance.leading.twins import twin_of
from networking.guidance.lists.checklists import tasks_of
from networking.guidance.lists.forms import came_from
from networking.guidance.lists.offering import offer
from networking.guidance.models import Note, address_of
from networking.guidance.placing import notes_for
from networking.guidance.vault.files import names_a_file
from networking.guidance.vault.front_matter import names

# So many found notes are weighed by what they say, and shown.
RESULTS = 10
_ON_PAGE = (
    "title", "slug", "folder", "path", "sort_key", "html", "contents", "tasks", "front_matter", "language",
)  # fmt: skip
_OF_TWIN = ("title", "slug", "excerpt", "language", "trashed_at")


def index(request: Request) -> HttpResponse:
    """All notes or those found, by name; labels to go by beside them."""
    query = request.GET.get("q", "").replace("\x00", "")[:200]
    folder = request.GET.get("folder", "").replace("\x00", "")[:700]
    vault, number = latest(), request.GET.get("page")
    if query.strip():
        shown = vault.keep(("found", query, folder, number), lambda: _found(query, folder, number))
    else:
        shown = vault.keep(("notes", folder, number), lambda: _listed(folder, number))
    context = {"query": query, "folder": folder, **shown}
    if request.htmx and not request.htmx.boosted:
        return answer(request, "guidance/_list.html", context)
    day = today(request)
    # The days on which notes changed are those of the reader's clock.
    beside_it = vault.keep(("aside", day, get_current_timezone_name()), lambda: aside(day))
    return answer(request, "guidance/index.html", {**context, "aside": beside_it})


def note(request: Request, slug: str) -> HttpResponse:
    """A note with its contents list, its labels, and the sentences of others that lead to it."""
    vault = latest()
    page = next(iter(_with_twin(slug)), None)
    if page is None:
        raise Http404
    tasks = tasks_of(page)
    take = None
    if tasks:
        where = came_from(request.META.get("HTTP_REFERER", ""))
        take = offer(page, tasks, owner=request.user, moment=now(request), where=where)
    around = vault.keep(("beside", page.pk), lambda: beside(page))
    aliases = [name for name in names(page.front_matter, "aliases", "alias") if name != page.title]
    context = {
        "note": page,
        "take": take,
        "beside": around,
        "tags": around.tags,
        "twin": twin_of(page),
        "also": gettext("also: %(names)s") % {"names": ", ".join(aliases)} if aliases else "",
        "previews": address_of("0", "guidance:preview"),
    }
    return answer(request, "guidance/note.html", context)


@prepared
def _with_twin(slug: str) -> QuerySet[Note]:
    """The note of an address and, with it, the same note in the other language."""
    columns = (*_ON_PAGE, "twin", *(f"twin__{name}" for name in _OF_TWIN))
    return Note.objects.filter(slug=slug).select_related("twin").only(*columns).order_by()


@prepared
def _shown(pks: list[int]) -> QuerySet[Note]:
    return Note.objects.filter(pk__in=pks).only("title", "slug", "html", "excerpt").order_by()


def tag(request: Request, tag: str) -> HttpResponse:
    """The reader's notes with a tag or with one beneath it."""
    key, number = tag_key(tag.replace("\x00", "")), request.GET.get("page")
    found = latest().keep(("tag", key, number), lambda: tagged_as(key, number))
    if found is None:
        raise Http404
    context = {"tag": found.name or tag, "notes": found.lines, "page": found.page}
    return answer(request, "guidance/tag.html", context)


def missing(request: Request) -> HttpResponse:
    """Names that notes link to and that no note has, the most wanted first."""
    number = request.GET.get("page")
    page, groups = latest().keep(("wanted", number), lambda: wanted(number))
    shown = [(group, _to_write(request, group.name)) for group in groups]
    return answer(request, "guidance/missing.html", {"groups": shown, "page": page})


def _to_write(request: Request, name: str) -> str:
    """Where an admin writes the note that a link waits for; no note can stand for a picture that is not there."""
    # Who is no admin is not asked for permissions, which is two queries.
    if names_a_file(name) or not (request.user.is_staff and request.user.has_perm("guidance.change_note")):
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


def _listed(folder: str, number: str | None) -> dict[str, Any]:
    page, lines = all_notes(folder, number)
    return {"notes": lines, "page": page}


def _found(query: str, folder: str, number: str | None) -> dict[str, Any]:
    """A page of what was found with its passages; those that say most of what is asked come first on it.

    Where the reader's language has nothing, what the other one has is shown; where neither has, what was meant.
    """
    own, elsewhere = _ids(query, folder)
    meant = "" if own or elsewhere else meant_by(query)
    if meant:
        own, elsewhere = _ids(meant, folder)
        query = meant
    page = Paginator(own or elsewhere, RESULTS).get_page(number)
    pks = list(page.object_list)
    notes = {note.pk: note for note in _shown(pks + [0] * (RESULTS - len(pks)))} if pks else {}
    results = sorted((found(notes[pk], query) for pk in pks), key=lambda one: -one.score)
    lines = [(one.address, marked(one.title), marked(one.passage)) for one in results]
    more = not page.has_next() and page.paginator.count >= MOST_RANKED
    return {"results": lines, "page": page, "more": more, "elsewhere": bool(elsewhere), "meant": meant}


def _ids(query: str, folder: str) -> tuple[list[int], list[int]]:
    """What is found in the reader's language, and, where that is nothing, in the other one."""
    own = ids_found(query, folder)
    return own, [] if own else ids_found(query, folder, elsewhere=True)
