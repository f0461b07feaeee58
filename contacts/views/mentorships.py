from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.forms.mentorship import MentorshipForm
from contacts.http import Request, done, next_address, today
from contacts.models import Contact, Mentorship
from contacts.views.saving import save_and_answer


def mentorship_add(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    day = today(request)
    new = Mentorship(owner_id=request.user.pk, contact=person, started_on=day)
    form = MentorshipForm(request.POST or None, instance=new, owner=request.user, today=day)
    context = {"person": person, "next": next_address(request)}
    said = _("The mentorship is written down.")
    return save_and_answer(request, form, "contacts/mentorship_add.html", context, to=person, said=said)


def mentorship_edit(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Mentorship.objects.for_owner(request.user).select_related("contact"), pk=pk)
    form = MentorshipForm(request.POST or None, instance=row, owner=request.user, today=today(request))
    context = {"mentorship": row, "person": row.contact, "next": next_address(request)}
    return save_and_answer(request, form, "contacts/mentorship_edit.html", context, to=row.contact)


@require_POST
def mentorship_delete(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(Mentorship.objects.for_owner(request.user).select_related("contact"), pk=pk)
    trash = row.throw_away(f"{row.contact}: {row}")
    messages.success(request, _("The mentorship is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, row.contact)
