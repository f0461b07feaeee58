from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.actions.congratulations import congratulate, take_back
from contacts.forms.important_date import ImportantDateForm
from contacts.http import Request, done, next_address, today
from contacts.models import Congratulation, Contact, ImportantDate
from contacts.views.saving import save_and_answer


def date_add(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    new = ImportantDate(owner_id=request.user.pk, contact=person)
    form = ImportantDateForm(request.POST or None, instance=new, owner=request.user, today=today(request))
    context = {"person": person, "next": next_address(request)}
    return save_and_answer(
        request, form, "contacts/date_add.html", context, to=person, said=_("The date is written down.")
    )


def date_edit(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(ImportantDate.objects.for_owner(request.user).select_related("contact"), pk=pk)
    form = ImportantDateForm(request.POST or None, instance=row, owner=request.user, today=today(request))
    context = {"date": row, "person": row.contact, "next": next_address(request)}
    return save_and_answer(request, form, "contacts/date_edit.html", context, to=row.contact)


@require_POST
def date_delete(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(ImportantDate.objects.for_owner(request.user).select_related("contact"), pk=pk)
    trash = row.throw_away(f"{row.contact}: {row}")
    messages.success(request, _("The date is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, row.contact)


@require_POST
def date_congratulate(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(ImportantDate.objects.for_owner(request.user).select_related("contact"), pk=pk)
    made = congratulate(owner=request.user, date=row, today=today(request))
    said = _("%(name)s: the congratulation is written down.") % {"name": row.contact.name}
    messages.success(request, said, extra_tags=f"congratulated:{made.pk}")
    return done(request, row.contact)


@require_POST
def congratulation_undo(request: Request, pk: int) -> HttpResponse:
    made = get_object_or_404(Congratulation.objects.for_owner(request.user), pk=pk)
    take_back(congratulation=made)
    messages.success(request, _("Taken back: the date waits again."))
    return done(request, made.date.contact)
