"""Everything goes out, and comes back into an empty account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contacts.http import INVALID, Request, answer, done, today
from networking.exchange.archive.restoring import is_empty
from networking.exchange.archive.writing import Writing
from networking.exchange.forms.archive import RestoreForm
from networking.exchange.outgoing.sending import file_response
from networking.exchange.vault.writing import vault


@require_http_methods(["GET", "POST"])
def archive(request: Request) -> HttpResponse:
    """What can be taken out as a whole; an empty account is offered to bring an archive in."""
    form = RestoreForm(request.POST or None, request.FILES or None, owner=request.user)
    if form.is_valid():
        # The archive may have brought another language.
        with translation.override(request.user.language):
            messages.success(request, _("The archive is in: everything is where it was."))
        return done(request, "contacts:list")
    context = {"form": form, "empty": form.is_bound or is_empty(request.user)}
    return answer(request, "exchange/archive.html", context, status=INVALID if form.is_bound else 200)


@require_GET
def archive_export(request: Request) -> HttpResponseBase:
    """The archive itself, written while it is sent."""
    name = f"svyazi-{today(request):%Y-%m-%d}.zip"
    return file_response(Writing(request.user).pieces(), name=name, content="application/zip")


@require_GET
def notes_export(request: Request) -> HttpResponseBase:
    """The network as a folder of notes."""
    name = f"svyazi-notes-{today(request):%Y-%m-%d}.zip"
    return file_response(vault(request.user), name=name, content="application/zip")
