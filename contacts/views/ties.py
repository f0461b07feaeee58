from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from contacts.dates import dates_of
from contacts.http import Request, answer, today
from contacts.models import Contact


@require_GET
def ties_panel(request: Request, contact_pk: int) -> HttpResponse:
    """What stands around a person, the dates and the people: a part of the person's page."""
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=contact_pk)
    day = today(request)
    context: dict[str, Any] = {"person": person, "today": day, "dates": dates_of(request.user, person, day)}
    return answer(request, "contacts/ties_panel.html", context, fragment="contacts/_ties_panel.html")
