from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.forms.relationship import RelationshipForm
from contacts.http import Request, done, next_address, today
from contacts.models import Contact, Relationship
from contacts.views.saving import save_and_answer


def relationship_add(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    form = RelationshipForm(request.POST or None, owner=request.user, person=person, today=today(request))
    context = {"person": person, "next": next_address(request)}
    said = _("The relationship is on both pages.")
    return save_and_answer(request, form, "contacts/relationship_add.html", context, to=person, said=said)


def relationship_edit(request: Request, pk: int) -> HttpResponse:
    row = _row(request, pk)
    person = _seen_from(request, row)
    form = RelationshipForm(request.POST or None, instance=row, owner=request.user, person=person, today=today(request))
    context = {"relationship": row, "person": person, "next": next_address(request)}
    return save_and_answer(request, form, "contacts/relationship_edit.html", context, to=person)


def _row(request: Request, pk: int) -> Relationship:
    rows = Relationship.objects.for_owner(request.user).select_related("contact", "other", "own_kind")
    return get_object_or_404(rows, pk=pk)


def _seen_from(request: Request, row: Relationship) -> Contact:
    """The person of the two from whose page the form was opened."""
    return row.contact if request.GET.get("from") == str(row.contact_id) else row.other


@require_POST
def relationship_delete(request: Request, pk: int) -> HttpResponse:
    row = _row(request, pk)
    person = _seen_from(request, row)
    trash = row.throw_away()
    messages.success(request, _("The relationship is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, person)
