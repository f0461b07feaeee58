"""Many people at once: a sheet says for how many, and does it. Upper floors answer their own sheets with `sheet`."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contacts.actions.bulk_undo import undo_bulk_change
from contacts.filtering.registry import Asked
from contacts.filtering.selection import select
from contacts.forms import bulk as forms
from contacts.http import INVALID, Request, answer, done, next_address, now, today
from contacts.models import BulkChange

_sheet = require_http_methods(["GET", "POST"])


def sheet(
    request: Request, kind: type[forms.BulkForm], *, title: str, button: str, danger: bool = False
) -> HttpResponse:
    """Show a form for the people of the address, or carry it out for them and offer the undo."""
    asked = Asked(request.user, today(request))
    try:
        selection = select(asked, request.GET)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return done(request, "contacts:list")
    form = kind(request.POST if request.method == "POST" else None, asked=asked)
    if form.is_valid():
        _say(request, form.carry_out(selection.people))
        return done(request, "contacts:list")
    context = {"form": form, "count": selection.count, "title": title, "button": button, "danger": danger}
    context["next"] = next_address(request)
    status = INVALID if form.is_bound else 200
    return answer(request, "contacts/bulk.html", context, fragment="contacts/_bulk_sheet.html", status=status)


def _say(request: Request, outcome: forms.Outcome | None) -> None:
    if outcome is None:
        messages.info(request, _("Nothing had to be changed."))
        return
    what = outcome.what[:1].upper() + outcome.what[1:]
    said = ngettext("%(what)s: %(n)d person.", "%(what)s: %(n)d people.", outcome.count)
    said %= {"what": what, "n": outcome.count}
    messages.success(request, said, extra_tags=outcome.undo)


@_sheet
def bulk_tag(request: Request) -> HttpResponse:
    return sheet(request, forms.TagForm, title=_("Add a tag"), button=_("Add"))


@_sheet
def bulk_untag(request: Request) -> HttpResponse:
    return sheet(request, forms.UntagForm, title=_("Take a tag away"), button=_("Take away"))


@_sheet
def bulk_cadence(request: Request) -> HttpResponse:
    return sheet(request, forms.CadenceForm, title=_("Set the cadence"), button=_("Set"))


@_sheet
def bulk_archive(request: Request) -> HttpResponse:
    return sheet(request, forms.ArchiveForm, title=_("Put into the archive"), button=_("To the archive"))


@_sheet
def bulk_unarchive(request: Request) -> HttpResponse:
    return sheet(request, forms.UnarchiveForm, title=_("Take out of the archive"), button=_("Take out of the archive"))


@_sheet
def bulk_delete(request: Request) -> HttpResponse:
    return sheet(request, forms.DeleteForm, title=_("Delete"), button=_("To the trash"), danger=True)


@require_POST
def bulk_undo(request: Request, pk: int) -> HttpResponse:
    """Put a change of many people back; a second press finds it no more."""
    change = get_object_or_404(BulkChange.objects.for_owner(request.user).undoable(now(request)), pk=pk)
    try:
        undo_bulk_change(change=change)
    except BulkChange.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("Undone: %(what)s.") % {"what": change})
    return done(request, "contacts:list")
