"""Filters with a name, and what the fields of a filter suggest."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.filtering.narrowing import normalised, read
from contacts.filtering.registry import Asked
from contacts.filtering.suggesting import SUGGESTED, commonest
from contacts.forms.saved_filter import SavedFilterForm
from contacts.http import Request, answer, done, today
from contacts.models import SavedFilter
from contacts.views.saving import save_and_answer


@require_GET
def filter_fields(request: Request) -> HttpResponse:
    """The fields of the list's form, which come when they are asked for; as a page of its own, the list with them."""
    narrowing = read(Asked(request.user, today(request)), request.GET)
    if not request.htmx:
        query = narrowing.query()
        return redirect(f"{reverse('contacts:list')}?{query}{'&' if query else ''}filters=open")
    return answer(request, "contacts/list.html", {"narrowing": narrowing}, fragment="contacts/_filter_fields.html")


def filter_save(request: Request) -> HttpResponse:
    """Keep the filter of the address under a name."""
    query = normalised(Asked(request.user, today(request)), request.GET.urlencode())
    if not query:
        messages.error(request, _("No filter is chosen yet."))
        return redirect("contacts:list")
    form = SavedFilterForm(
        request.POST or None, owner=request.user, instance=SavedFilter(owner=request.user, query=query)
    )
    return _answer(request, form, "contacts/filter_save.html", said=_("The filter is saved."))


def filter_edit(request: Request, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.for_owner(request.user), pk=pk)
    form = SavedFilterForm(request.POST or None, owner=request.user, instance=saved)
    return _answer(request, form, "contacts/filter_edit.html", said=_("The filter has its new name."))


def _answer(request: Request, form: SavedFilterForm, page: str, *, said: str) -> HttpResponse:
    context = {"saved": form.instance}
    try:
        with transaction.atomic():
            return save_and_answer(request, form, page, context, fragment="contacts/_filter_form.html", said=said)
    except IntegrityError:
        # Another tab took the name between the question and the answer.
        form.add_error("name", _("Another filter is called so already."))
        return answer(request, page, {**context, "form": form}, fragment="contacts/_filter_form.html", status=422)


@require_POST
def filter_delete(request: Request, pk: int) -> HttpResponse:
    saved = get_object_or_404(SavedFilter.objects.for_owner(request.user), pk=pk)
    trash = saved.throw_away()
    messages.success(request, _("The filter is deleted."), extra_tags=f"undo:{trash.pk}")
    return done(request, "contacts:list")


@require_GET
def filter_values(request: Request, name: str) -> HttpResponse:
    """What a typed filter suggests: the commonest values of the owner's people."""
    if name not in SUGGESTED:
        raise Http404
    values = commonest(request.user, name)
    return answer(request, "contacts/filter_values.html", {"values": values}, fragment="contacts/_filter_values.html")
