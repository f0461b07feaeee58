"""Changing notes in place, their history, and the trash: for admins."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contacts.http import INVALID, STALE, Request, answer, done, now, today
from networking.guidance.forms import NoteForm
from networking.guidance.models import Attachment, Note, NoteVersion
from networking.guidance.vault.reading import decode
from networking.guidance.vault.trashing import put_in_trash, restore_file, restore_note
from networking.guidance.writing import editing

VERSIONS = 100


def admins_only(request: Request) -> None:
    if not request.user.has_perm("guidance.change_note"):
        raise Http404


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str) -> HttpResponse:
    """The text of a note to be changed; looked at first, when so asked."""
    admins_only(request)
    note = get_object_or_404(Note, slug=slug)
    form = NoteForm(request.POST or None, note=note)
    context: dict[str, Any] = {"note": note, "form": form}
    if not form.is_bound:
        return answer(request, "guidance/edit.html", context)
    if not form.is_valid():
        return answer(request, "guidance/edit.html", context, status=INVALID)
    if "preview" in request.POST:
        context["preview"] = editing.preview(note, form.cleaned_data["text"])
        return answer(request, "guidance/edit.html", context)
    if form.is_overtaken:
        changes = list(editing.differences(form.now_says, form.cleaned_data["text"]))
        form.show_overtaken()
        context |= {"now_says": form.now_says, "changes": changes}
        return answer(request, "guidance/edit.html", context, status=STALE)
    if editing.edit(note, form.cleaned_data["text"], by=request.user, now=now(request)):
        messages.success(request, _("Saved. What it said before is in the history."))
    return done(request, note)


@require_GET
def history(request: Request, slug: str) -> HttpResponse:
    """Every version of a note, the latest first, with what each one changed."""
    admins_only(request)
    note = get_object_or_404(Note, slug=slug)
    rows = note.versions.defer("raw").select_related("made_by")[:VERSIONS]
    return answer(request, "guidance/history.html", {"note": note, "versions": rows, "today": today(request)})


@require_http_methods(["GET", "POST"])
def version(request: Request, slug: str, pk: int) -> HttpResponse:
    """One version beside what the note says now; a POST puts it back."""
    admins_only(request)
    note = get_object_or_404(Note, slug=slug)
    row = get_object_or_404(NoteVersion.objects.select_related("made_by"), note=note, pk=pk)
    if request.method == "POST":
        if editing.put_back(note, row, by=request.user, now=now(request)):
            messages.success(request, _("Put back. What it said in between is in the history, too."))
        return done(request, note)
    text = decode(bytes(row.raw))[0]
    changes = list(editing.differences(text, editing.text_of(note)))
    context = {"note": note, "version": row, "text": text, "changes": changes, "today": today(request)}
    return answer(request, "guidance/version.html", context)


@require_POST
def remove(request: Request, slug: str) -> HttpResponse:
    """Put a note into the trash."""
    admins_only(request)
    note = get_object_or_404(Note, slug=slug)
    put_in_trash([note], now(request))
    return done(request, note)


@require_http_methods(["GET", "POST"])
def trash(request: Request) -> HttpResponse:
    """Notes and files that were removed, here or by an import; a POST brings one back."""
    admins_only(request)
    if request.method == "POST":
        return _restore(request)
    notes = Note.every.exclude(trashed_at=None).only("title", "path", "origin", "trashed_at").order_by("-trashed_at")
    files = Attachment.objects.exclude(trashed_at=None).order_by("-trashed_at")
    context = {"notes": notes[:500], "files": files[:500], "today": today(request)}
    return answer(request, "guidance/trash.html", context)


def _restore(request: Request) -> HttpResponse:
    pk = request.POST.get("pk", "")
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        raise Http404
    if request.POST.get("what") == "file":
        restore_file(get_object_or_404(Attachment.objects.exclude(trashed_at=None), pk=pk))
        messages.success(request, _("The file is back."))
        return done(request, "guidance:trash")
    note = get_object_or_404(Note.every.exclude(trashed_at=None), pk=pk)
    restore_note(note, now(request))
    messages.success(request, _("The note is back at its address."))
    return done(request, note)
