from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contacts.forms.interaction import InteractionForm
from contacts.http import Request, done, next_address, today
from contacts.mentions.names import names_of
from contacts.models import Interaction
from contacts.views.saving import save_and_answer

# So many of those with whom it was name an entry in the trash.
NAMED = 5


def interaction_edit(request: Request, pk: int) -> HttpResponse:
    talk = get_object_or_404(Interaction.objects.for_owner(request.user), pk=pk)
    form = InteractionForm(request.POST or None, instance=talk, owner=request.user, today=today(request))
    first = talk.contacts.filter(trash=None).order_by("participant__pk").first()
    day = today(request)
    # By the talk alone, which is theirs: asked for by the owner, too, SQLite would read all promises.
    made = talk.promises.filter(trash=None, contact__trash=None)
    promises = [*made.select_related("contact").order_by("pk")]
    context = {"interaction": talk, "next": next_address(request), "first": first, "promises": promises, "today": day}
    context["mentioned"] = names_of(request.user, [promise.text for promise in promises])
    return save_and_answer(request, form, "contacts/interaction_edit.html", context, to=first or "home:today")


@require_POST
def interaction_delete(request: Request, pk: int) -> HttpResponse:
    talk = get_object_or_404(Interaction.objects.for_owner(request.user), pk=pk)
    first = talk.contacts.filter(trash=None).order_by("participant__pk").first()
    names = ", ".join(one.name for one in talk.contacts.filter(trash=None).order_by("participant__pk")[:NAMED])
    what = f"{talk.get_kind_display()}, {date_format(talk.day, 'j E Y')}"
    trash = talk.throw_away(f"{names}: {what}" if names else what)
    messages.success(request, _("The entry is in the trash for 30 days."), extra_tags=f"undo:{trash.pk}")
    return done(request, first or "home:today")
