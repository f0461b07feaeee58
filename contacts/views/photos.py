from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from contacts.http import Request
from contacts.models import Contact


@require_GET
def photo(request: Request, pk: int) -> HttpResponse:
    """A person's photo, for their owner alone; its address changes with the picture, so a browser may keep it."""
    person = get_object_or_404(Contact.objects.for_owner(request.user).exclude(photo=""), pk=pk)
    try:
        with person.photo.open("rb") as file:
            jpeg = file.read()
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(
        jpeg, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=604800", "Vary": "Cookie"}
    )
