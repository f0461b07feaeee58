from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from contacts.http import Request, answer
from contacts.models import Contact
from contacts.person_history import person_history


@require_GET
def history(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Contact.objects.for_owner(request.user), pk=pk)
    context = {"person": person, "changes": person_history(request.user, person)}
    return answer(request, "contacts/history.html", context)
