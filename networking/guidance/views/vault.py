"""Bringing a vault in and taking it out again: for admins."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contacts.http import INVALID, Request, answer, done, now, today
from networking.guidance.forms import VaultForm
from networking.guidance.models import Attachment, Note, VaultUpload
from networking.guidance.vault.exporting import export_to_zip
from networking.guidance.vault.reasons import said
from networking.guidance.vault.uploading import carry_out, look_into
from networking.guidance.views.edit import admins_only

IN_MEMORY = 8 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def vault(request: Request) -> HttpResponse:
    """Send a zip to be looked at, take the notes out, see what came before."""
    admins_only(request)
    form = VaultForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return done(request, look_into(form.cleaned_data["file"], by=request.user, now=now(request)))
        except ValueError as error:
            form.add_error("file", _("This zip cannot be read: %(reason)s.") % {"reason": said(str(error))})
    context = {
        "form": form,
        "uploads": VaultUpload.objects.select_related("made_by").defer("report")[:20],
        "notes": Note.objects.count(),
        "trashed": Note.every.exclude(trashed_at=None).count() + Attachment.objects.exclude(trashed_at=None).count(),
        "today": today(request),
    }
    return answer(request, "guidance/vault.html", context, status=INVALID if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def upload(request: Request, pk: int) -> HttpResponse:
    """What a zip would change, or changed; a POST imports it."""
    admins_only(request)
    row = get_object_or_404(VaultUpload.objects.select_related("made_by"), pk=pk)
    if request.method == "POST":
        try:
            carry_out(row, now=now(request))
        except (ValueError, FileNotFoundError):
            messages.error(request, _("The zip is no longer here or cannot be read. Please send it again."))
            return done(request, "guidance:vault")
        messages.success(request, _("The notes are in."))
        return done(request, row)
    return answer(request, "guidance/upload.html", {"upload": row, "today": today(request), **_shown(row.report)})


@require_GET
def export(request: Request) -> FileResponse:
    """Every note and file as a zip that imports again without a change."""
    admins_only(request)
    made = cast("IO[bytes]", SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115  # the answer closes it
    export_to_zip(made, starters="starter" in request.GET)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename="notes.zip", content_type="application/zip")


def _shown(report: dict[str, Any]) -> dict[str, Any]:
    counts = report.get("counts", {})
    names = {
        "imported": _("new"),
        "changed": _("will change"),
        "renamed": _("renamed"),
        "removed": _("go to the trash"),
        "kept": _("edited here, stay as they are"),
        "unchanged": _("unchanged"),
        "files": _("pictures and documents"),
        "links": _("links"),
        "unresolved": _("lead nowhere"),
    }
    problems = [{**row, "reason": said(row["reason"])} for row in report.get("skipped", [])]
    look_at = [{**row, "reason": said(row["reason"])} for row in report.get("problems", [])]
    # What would be gone stands first.
    order = ["removed", "renamed", "kept", "changed", "imported"]
    notes = sorted(report.get("notes", []), key=lambda note: (order.index(note["status"]), note["path"]))
    return {
        "report": {**report, "skipped": problems, "problems": look_at, "notes": notes},
        "figures": [(label, counts.get(name, 0)) for name, label in names.items() if counts.get(name)],
        "changes": sum(counts.get(name, 0) for name in order if name != "kept"),
        "words": names,
    }
