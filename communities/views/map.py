from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from communities.forms.map import MapForm
from communities.mapping.facts import Days, Person, Row, facts_of
from communities.mapping.judging import MOST_PLACES, Map, map_of
from communities.mapping.large import PAGE, large_map, of_mark
from communities.mapping.nearest import MOST_PEOPLE, Narrowed, crowd_of
from communities.mapping.picture import picture
from communities.mapping.rows import rows_of
from communities.mapping.standing import places_of
from communities.mapping.words import bridge_said, thin_said
from contacts.http import Request, answer, today

SAID = 8
MARKS = ("bridges", "alone")


@require_GET
def map(request: Request) -> HttpResponse:  # the route is map:map
    """People and communities as a graph, and the same in words and tables."""
    day = today(request)
    form = MapForm(request.GET, today=day)
    chosen = form.chosen()
    days = Days.of(day, chosen.since, chosen.until, chosen.talks_since)
    marked = request.GET.get("people", "")
    marked = marked if marked in MARKS else ""
    crowd = crowd_of(request.user)
    found, page = _made(request, crowd, days, Narrowed(chosen.kinds, chosen.tie, chosen.talks), marked)
    drawing = picture(found)
    context = {
        "form": form,
        "nothing": not crowd and not found.facts.places,
        "found": found,
        "picture": drawing,
        # In plain words of the page: htmx takes scripts out of what it fetches, data among them.
        "data": json.dumps(drawing, ensure_ascii=False, separators=(",", ":")),
        "bridges": [bridge_said(found, one) for one in found.bridges[:SAID]],
        "thin": [(one, thin_said(one)) for one in found.thin[:SAID]],
        "alone": found.alone[:SAID],
        "said": SAID,
        "marked": marked,
        "page": page,
        "rows": rows_of(found, page),
        "places": Paginator(found.places, PAGE).get_page(request.GET.get("places")),
    }
    return answer(request, "communities/map.html", context, fragment="communities/_map.html")


def _made(request: Request, crowd: list[Row], days: Days, narrowed: Narrowed, marked: str) -> tuple[Map, Page[Person]]:
    """The whole map, or when there is more than it has room for, that of the nearest people."""
    owner, asked = request.user, request.GET
    places = places_of(owner) if len(crowd) <= MOST_PEOPLE else []
    if len(crowd) > MOST_PEOPLE or len(places) > MOST_PLACES:
        tables: dict[str, Any] = {"page": asked.get("page"), "places": asked.get("places")}
        return large_map(owner, days, narrowed, crowd, marked=marked, **tables)
    found = map_of(facts_of(owner, days, places, crowd), narrowed)
    return found, Paginator(of_mark(found, marked), PAGE).get_page(asked.get("page"))
