from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from contacts.http import Request, answer, moment_of, today
from contacts.mentions.backlinks import backlinks
from contacts.models import Contact


@require_GET
def mentions(request: Request, pk: int) -> HttpResponse:
    """Where a person is mentioned: a page, and a part of the person's page."""
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    found = backlinks(request.user, person, before=moment_of(request.GET.get("before", "")))
    context = {"person": person, "found": found, "today": today(request)}
    fragment = "contacts/_mention_rows.html" if "before" in request.GET else "contacts/_mentions.html"
    return answer(request, "contacts/mentions.html", context, fragment=fragment)
