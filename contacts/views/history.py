from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contacts.actions.changed_since import ChangedSince, ListChanged
from contacts.actions.put_back import put_back
from contacts.history_words import in_words, list_in_words, names_in
from contacts.http import STALE, Request, answer, done, moment_of, today
from contacts.models import Change, Contact, Merge
from contacts.person_history import NOT_PUT_BACK, field_in_words, person_history


@require_GET
def history(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    before = moment_of(request.GET.get("before", ""))
    context: dict[str, Any] = {"person": person, "history": person_history(request.user, person, before=before)}
    context["merges"] = Merge.objects.for_owner(request.user).into(person)
    return answer(request, "contacts/history.html", context)


@require_POST
def change_put_back(request: Request, pk: int) -> HttpResponse:
    """Put one field of a change back; when it has changed since, ask first."""
    change = get_object_or_404(Change.objects.for_owner(request.user).select_related("contact"), pk=pk)
    field, over = request.POST.get("field", ""), request.POST.get("over", "")
    if field not in change.fields or field in NOT_PUT_BACK:
        raise Http404
    try:
        made = put_back(owner=request.user, change=change, field=field, today=today(request), over=over)
    except ChangedSince as since:
        return answer(request, "contacts/put_back.html", _asked(request, change, field, since), status=STALE)
    except ValidationError as error:
        messages.error(request, _("This cannot be put back: %(why)s") % {"why": " ".join(error.messages)})
    else:
        messages.success(request, _("Put back.") if made else _("It stands so already."))
    return done(request, reverse("contacts:history", args=[change.contact_id]))


def _asked(request: Request, change: Change, field: str, since: ChangedSince) -> dict[str, Any]:
    names = names_in(request.user, [change, Change(fields={field: [since.now, None]})])
    told = field_in_words(field, change.fields[field][0], change.fields[field][1], names)
    is_list = isinstance(since, ListChanged)
    now = list_in_words(field, since.now) if is_list else in_words(field, since.now, names)
    return {"person": change.contact, "change": change, "told": told, "now": now, "seal": since.seal}
