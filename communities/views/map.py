from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from communities.forms.map import MapForm
from communities.mapping.facts import Days, Spot, facts_of
from communities.mapping.judging import MOST_PLACES, Map, map_of
from communities.mapping.large import PAGE, Tables, large_picture, large_tables, of_mark
from communities.mapping.nearest import MOST_PEOPLE, Narrowed, crowd_of, how_many
from communities.mapping.picture import picture
from communities.mapping.rows import rows_of
from communities.mapping.standing import places_of
from communities.mapping.words import bridge_said, thin_said
from contacts.http import Request, answer, today

SAID = 8
MARKS = ("bridges", "alone")
# What an address says of the tables.
OF_TABLES = ("tables", "people", "page", "places", "spots")


@dataclass(frozen=True)
class _Asked:
    """What the address asks for, and how many active people there are."""

    request: Request
    form: MapForm
    days: Days
    narrowed: Narrowed
    marked: str
    number: int

    @property
    def in_tables(self) -> bool:
        """Whether the address asks for something of the tables."""
        return any(name in self.request.GET for name in OF_TABLES)

    @classmethod
    def by(cls, request: Request) -> Self:
        day = today(request)
        form = MapForm(request.GET, today=day)
        chosen = form.chosen()
        days = Days.of(day, chosen.since, chosen.until, chosen.talks_since)
        marked = request.GET.get("people", "")
        narrowed = Narrowed(chosen.kinds, chosen.tie, chosen.talks)
        number = next((found for (found,) in how_many(request.user)), 0)
        return cls(request, form, days, narrowed, marked if marked in MARKS else "", number)

    @property
    def said(self) -> dict[str, Any]:
        """What the tables are narrowed to."""
        return {"marked": self.marked, "thin_only": self.thin}

    @property
    def alone(self) -> bool:
        """Whether only the tables are asked for."""
        return bool(self.request.htmx) and "tables" in self.request.GET

    @property
    def thin(self) -> bool:
        """Whether of the communities only the thin spots are asked for."""
        return self.request.GET.get("spots") == "thin"

    @cached_property
    def places(self) -> list[Spot]:
        """All communities, where the people have room."""
        return places_of(self.request.user) if self.number <= MOST_PEOPLE else []

    @property
    def large(self) -> bool:
        """Whether there is more than the map has room for."""
        return self.number > MOST_PEOPLE or len(self.places) > MOST_PLACES

    @cached_property
    def found(self) -> Map:
        """The map, or when it is large that of the nearest people."""
        owner = self.request.user
        if self.large:
            return large_picture(owner, self.days, self.narrowed, self.number)
        return map_of(facts_of(owner, self.days, self.places, crowd_of(owner)), self.narrowed)

    @cached_property
    def tables(self) -> Tables:
        """The pages of the tables that are asked for."""
        asked = self.request.GET
        if self.alone or self.large:
            pages: dict[str, Any] = {"page": asked.get("page"), "places": asked.get("places"), "thin": self.thin}
            return large_tables(self.request.user, self.days, self.narrowed, self.number, marked=self.marked, **pages)
        people = Paginator(of_mark(self.found, self.marked), PAGE).get_page(asked.get("page"))
        places = Paginator(self.found.thin if self.thin else self.found.places, PAGE).get_page(asked.get("places"))
        return Tables(places, [*places], people, rows_of(self.found, people))


@require_GET
def map(request: Request) -> HttpResponse:  # the route is map:map
    """People and communities as a graph, and the same in words and tables.

    The tables of a large map come apart from it: htmx gets them alone by `tables`, a browser on a page without the map.
    """
    asked = _Asked.by(request)
    if asked.alone:
        return answer(request, "communities/_map_tables.html", {"tables": asked.tables, **asked.said})
    context: dict[str, Any] = {
        "form": asked.form,
        **asked.said,
        "alone_tables": asked.large and asked.in_tables,
    }
    if asked.in_tables or not asked.large:
        context["tables"] = asked.tables
    if not context["alone_tables"]:
        context |= _drawn(asked.found) | {"nothing": not asked.number and not asked.places}
    return answer(request, "communities/map.html", context, fragment="communities/_map.html")


def _drawn(found: Map) -> dict[str, Any]:
    """The picture and its words."""
    drawing = picture(found)
    return {
        "found": found,
        "picture": drawing,
        # In plain words of the page: htmx takes scripts out of what it fetches, data among them.
        "data": json.dumps(drawing, ensure_ascii=False, separators=(",", ":")),
        "bridges": [bridge_said(found, one) for one in found.bridges[:SAID]],
        "thin": [(one, thin_said(one)) for one in found.thin[:SAID]],
        "alone": found.alone[:SAID],
        "said": SAID,
    }
