"""Notes that are made here, and those that are renamed or moved: for admins."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contacts.http import INVALID, Request, answer, done, now
from networking.guidance.forms import MoveForm, NewNoteForm, PlaceForm
from networking.guidance.models import Note
from networking.guidance.views.edit import admins_only
from networking.guidance.writing import editing
from networking.guidance.writing.making import make, unsaved
from networking.guidance.writing.moving import move as move_note
from networking.guidance.writing.paths import parted


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A note that begins here; its name may come from a link that waits for it."""
    admins_only(request)
    wanted = request.GET.get("name", "").replace("\x00", "")[:600]
    folder, name = parted(wanted)
    folder = folder or request.GET.get("folder", "").replace("\x00", "")[:600]
    form = NewNoteForm(request.POST or None, initial={"name": name, "folder": folder})
    context = {"form": form, "wanted": wanted}
    if not form.is_bound:
        return answer(request, "guidance/new.html", context)
    if not form.is_valid():
        return answer(request, "guidance/new.html", context, status=INVALID)
    text = form.cleaned_data["text"]
    if "preview" in request.POST:
        context["preview"] = editing.preview(unsaved(form.path), text)
        return answer(request, "guidance/new.html", context)
    try:
        note = make(form.path, text, by=request.user, now=now(request))
    except IntegrityError:
        _taken(form)
        return answer(request, "guidance/new.html", context, status=INVALID)
    if led := note.links_here.exclude(source=note).count():
        said = ngettext("Written. %(n)d link leads to it now.", "Written. %(n)d links lead to it now.", led)
        messages.success(request, said % {"n": led})
    else:
        messages.success(request, _("Written."))
    return done(request, note)


@require_http_methods(["GET", "POST"])
def move(request: Request, slug: str) -> HttpResponse:
    """Another name or folder for a note; its address and the links of other notes follow."""
    admins_only(request)
    note = get_object_or_404(Note, slug=slug)
    form = MoveForm(request.POST or None, note=note)
    context = {"note": note, "form": form}
    if not form.is_bound:
        others = note.links_here.exclude(source=note).values("source").distinct().count()
        return answer(request, "guidance/move.html", {**context, "others": others})
    if not form.is_valid():
        return answer(request, "guidance/move.html", context, status=INVALID)
    if form.path == note.path:
        return done(request, note)
    try:
        told = move_note(note, form.path, by=request.user, now=now(request))
    except IntegrityError:
        _taken(form)
        return answer(request, "guidance/move.html", context, status=INVALID)
    if told:
        said = ngettext(
            "Moved. Its links in %(n)d other note were written anew, which stands in the history there.",
            "Moved. Its links in %(n)d other notes were written anew, which stands in their histories.",
            told,
        )
        messages.success(request, said % {"n": told})
    else:
        messages.success(request, _("Moved. The old address leads here."))
    return done(request, Note.objects.get(pk=note.pk))


def _taken(form: PlaceForm) -> None:
    """Somebody else was quicker by a moment."""
    form.add_error("name", _("There is a note of this name in this folder already."))
