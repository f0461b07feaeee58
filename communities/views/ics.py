from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from communities.ics import CONTENT_TYPE, calendar_file, event_entry
from communities.models import Event
from contacts.http import Request


@require_GET
def ics(request: Request, pk: int) -> HttpResponse:
    """One event as a file for the calendar of a phone or an office."""
    event = get_object_or_404(Event.objects.for_owner(request.user), pk=pk)
    file = calendar_file([event_entry(event, request.build_absolute_uri)])
    response = HttpResponse(file, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="event-{event.pk}.ics"'
    return response
