"""Many people at once: a sheet says for how many, and does it. Upper floors answer their own sheets with `sheet`.

What takes longer than a step goes on from a page that shows how far it is and can be left.
"""

from __future__ import annotations

from time import monotonic
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contacts.actions.bulk_run import begin, end, step, step_back
from contacts.bulk import action_named, action_of
from contacts.filtering.registry import Asked
from contacts.filtering.selection import select
from contacts.forms import bulk as forms
from contacts.http import INVALID, Request, answer, done, next_address, now, today
from contacts.models import BulkChange
from contacts.views.trash import undo as trash_undo

# A page that waits shows something new about as often.
SECONDS_A_REQUEST = 0.7
_sheet = require_http_methods(["GET", "POST"])


def sheet(
    request: Request, kind: type[forms.BulkForm], *, title: str, button: str, danger: bool = False
) -> HttpResponse:
    """Show a form for the people of the address, or begin it for them: a few at once, many step by step."""
    asked = Asked(request.user, today(request))
    try:
        selection = select(asked, request.GET)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return done(request, "contacts:list")
    form = kind(request.POST if request.method == "POST" else None, asked=asked)
    if form.is_valid():
        action = action_named(kind.action)
        run = begin(owner=request.user, action=action, people=selection.people, values=form.values())
        return _go_on(request, run)
    context = {"form": form, "count": selection.count, "title": title, "button": button, "danger": danger}
    context["next"] = next_address(request)
    status = INVALID if form.is_bound else 200
    return answer(request, "contacts/bulk.html", context, fragment="contacts/_bulk_sheet.html", status=status)


def _go_on(request: Request, run: BulkChange) -> HttpResponse:
    """Take some steps; at the end say what was done, else lead to the page that takes the next ones."""
    started = monotonic()
    run = step(change=run)
    while run.left and monotonic() - started < SECONDS_A_REQUEST:
        run = step(change=run)
    if not run.left:
        _say(request, run, end(change=run))
        return done(request, "contacts:list")
    if request.htmx:
        return _progress(request, run)
    address = reverse("contacts:bulk_run", args=[run.pk])
    return redirect(f"{address}?{urlencode({'next': next_address(request)})}")


def _say(request: Request, run: BulkChange, undo: str) -> None:
    if not undo:
        messages.info(request, _("Nothing had to be changed."))
        return
    what = run.what[:1].upper() + run.what[1:]
    said = ngettext("%(what)s: %(n)d person.", "%(what)s: %(n)d people.", run.count)
    said %= {"what": what, "n": run.count}
    messages.success(request, said, extra_tags=undo)


def _progress(request: Request, run: BulkChange) -> HttpResponse:
    title = _("To the trash") if run.trash_pk else run.what
    context = {"title": title, "address": reverse("contacts:bulk_run", args=[run.pk]), "percent": run.percent}
    context |= {"done": run.total - run.left, "total": run.total, "next": next_address(request)}
    context["stop"] = reverse("contacts:bulk_undo", args=[run.pk])
    return answer(request, "contacts/bulk_run.html", context, fragment="contacts/_bulk_run.html")


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


@_sheet
def bulk_run(request: Request, pk: int) -> HttpResponse:
    """How far a long change is; each POST takes a step, and htmx sends them by itself until the end."""
    run = get_object_or_404(BulkChange.objects.for_owner(request.user), pk=pk)
    if not run.left:
        return done(request, "contacts:list")
    return _go_on(request, run) if request.method == "POST" else _progress(request, run)


@require_POST
def bulk_undo(request: Request, pk: int) -> HttpResponse:
    """Put a change of many people back, a long one step by step; when all is undone, it is found no more."""
    change = get_object_or_404(BulkChange.objects.for_owner(request.user).undoable(now(request)), pk=pk)
    if action_of(change) is None:
        # Taken back elsewhere, or not any more.
        raise Http404
    started = monotonic()
    try:
        percent = step_back(change=change)
        while percent < 100 and monotonic() - started < SECONDS_A_REQUEST:
            percent = step_back(change=change)
    except BulkChange.DoesNotExist as error:
        raise Http404 from error
    if change.trash_pk:
        return trash_undo(request, change.trash_pk)
    if percent == 100:
        messages.success(request, _("Undone: %(what)s.") % {"what": change})
        return done(request, "contacts:list")
    context = {"title": change.what, "address": request.path, "percent": percent, "next": next_address(request)}
    return answer(request, "contacts/bulk_run.html", context, fragment="contacts/_bulk_run.html")
