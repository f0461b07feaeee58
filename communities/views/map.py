from __future__ import annotations

import json

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from communities.forms.map import MapForm
from communities.mapping.facts import Person, facts_of
from communities.mapping.judging import Map, map_of
from communities.mapping.picture import drawn, picture
from communities.mapping.rows import rows_of
from communities.mapping.words import bridge_said, thin_said
from contacts.http import Request, answer, today

PAGE = 30
SAID = 8


@require_GET
def map(request: Request) -> HttpResponse:  # the route is map:map
    """People and communities as a graph, and the same in words and tables."""
    day = today(request)
    form = MapForm(request.GET, today=day)
    chosen = form.chosen()
    facts = facts_of(request.user, day, chosen.since, chosen.until, chosen.talks_since)
    found = map_of(facts, kinds=chosen.kinds, tie=chosen.tie, talks=chosen.talks)
    marked = request.GET.get("people", "")
    page = Paginator(_marked(found, marked), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "nothing": not facts.people and not facts.places,
        "found": found,
        "picture": (drawing := picture(found)),
        # In plain words of the page: htmx takes scripts out of what it fetches, data among them.
        "data": json.dumps(drawing, ensure_ascii=False, separators=(",", ":")),
        "not_drawn": len(found.people) - len(drawn(found)),
        "bridges": [bridge_said(found, one) for one in found.bridges[:SAID]],
        "thin": [(one, thin_said(one)) for one in found.thin[:SAID]],
        "alone": found.alone[:SAID],
        "said": SAID,
        "marked": marked,
        "page": page,
        "rows": rows_of(found, page),
    }
    return answer(request, "communities/map.html", context, fragment="communities/_map.html")


def _marked(found: Map, marked: str) -> list[Person]:
    if marked == "bridges":
        return [found.facts.people[one.person] for one in found.bridges]
    return found.alone if marked == "alone" else found.people
