from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from contacts.http import Request, answer
from networking.home.palette import palette_of

LONGEST = 200


@require_GET
def palette(request: Request) -> HttpResponse:
    """Everything by its name: a page of its own without JavaScript, a dialog that answers as one types with it."""
    query = request.GET.get("q", "")[:LONGEST]
    typing = request.htmx.target == "palette-results"
    context = {"query": query, "groups": palette_of(request.user, query), "page": False}
    fragment = "home/_palette_results.html" if typing else "home/_palette.html"
    return answer(request, "home/palette.html", context, fragment=fragment)
