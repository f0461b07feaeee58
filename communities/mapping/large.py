"""The map of more people and communities than it has room for: the nearest people, and whole tables page by page.

Nothing here reads all rows: people come off an index, links are those of the people shown, and how communities stand
is asked of the database for those whose numbers are said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from communities.ids import filled
from communities.mapping.facts import Days, Facts, Person, Row, columns, person_of
from communities.mapping.judging import FEW, Map, Place, bridges_of
from communities.mapping.links import Links, links_of
from communities.mapping.nearest import MOST_PEOPLE, Narrowed, fitting, nearest
from communities.mapping.standing import counted, judged_places
from communities.models import Community
from contacts.models import Contact

PAGE = 30
# Of more people than have room, so many of the nearest make a picture that can still be read.
DRAWN = 300


@dataclass(frozen=True)
class Everybody:
    """People in the order of names, however many: their number is known, a page of them is read when it is asked."""

    rows: QuerySet[Contact, Row]
    number: int

    def count(self) -> int:
        return self.number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: slice) -> list[Person]:
        return [person_of(row) for row in self.rows[part]]


def large_map(
    owner: AbstractBaseUser, days: Days, narrowed: Narrowed, crowd: list[Row], *, marked: str, page: Any, places: Any
) -> tuple[Map, Page[Person]]:
    """The map of the nearest people, and the page of the table that was asked for.

    `crowd` is what `crowd_of` found; `page` and `places` are pages of both tables as they stand in the address.
    """
    rows = crowd if narrowed == Narrowed() else nearest(owner, days, narrowed)
    everybody = rows[0][-1] if rows else 0
    room = DRAWN if everybody > MOST_PEOPLE else MOST_PEOPLE
    near = [person_of(row) for row in sorted(rows[:room], key=lambda row: (row[7], row[0]))]
    in_all = Everybody(fitting(owner, days, narrowed).values_list(*columns()), everybody)
    shown: Page[Person] = Paginator(in_all, PAGE).get_page(page)  # type: ignore[arg-type]  # a slice and a count are all that it asks
    known = {one.pk: one for one in judged_places(owner, *days)}
    in_kinds = [one for one in known.values() if narrowed.kinds is None or one.kind in narrowed.kinds]
    judged = _places(owner, days, in_kinds, places)

    def made(listed: list[Person]) -> Map:
        links = links_of(owner, days, narrowed, near=near, listed=listed, places={*known})
        return _map(near, links, known, judged, everybody)

    if not marked:
        return made([*shown]), shown
    # Who has a mark is known once the map is made; the table tells all of their links.
    page_of_marked = Paginator(of_mark(made([]), marked), PAGE).get_page(page)
    return made([*page_of_marked]), page_of_marked


def of_mark(found: Map, marked: str) -> list[Person]:
    """People of the map with a mark, or all of them."""
    if marked == "bridges":
        return [found.facts.people[one.person] for one in found.bridges]
    return found.alone if marked == "alone" else found.people


def _map(near: list[Person], links: Links, known: dict[int, Community], places: list[Place], everybody: int) -> Map:
    facts = Facts(known, links.people, links.members, links.introductions, links.relationships, talked=frozenset())
    drawn = frozenset(one.pk for one in near)
    members = {pk: links.members[pk] for pk in sorted(one.community.pk for one in places)}
    among = [pair for pair in links.introductions | links.relationships if drawn.issuperset(pair)]
    found = Map(
        facts=facts,
        places=places,
        people=near,
        members=members,
        introductions=links.introductions,
        relationships=links.relationships,
        bridges=[],
        alone=[one for one in near if one.pk not in links.linked],
        everybody=everybody,
    )
    # Who bridges communities is said of those that are drawn.
    of_the_drawn = {one.community.pk: found.of_the_picture[one.community.pk] for one in found.drawn}
    return replace(found, bridges=bridges_of(facts, dict(sorted(of_the_drawn.items())), among))


def _places(owner: AbstractBaseUser, days: Days, shown: list[Community], page: Any) -> list[Place]:
    """Communities as the database judged them; thin ones and those of the table's page are counted exactly."""
    asked = {one.pk for one in shown if not (one.enough and one.deep)}  # type: ignore[attr-defined]  # judged_places adds them
    asked.update(one.pk for one in Paginator(shown, PAGE).get_page(page))
    rows = counted(owner, *days, filled(sorted(asked))) if asked else []
    numbers = {place: (there, reached, deepest or 0) for place, there, reached, deepest in rows}
    return [
        Place.counted(one, *numbers.get(one.pk, (0, 0, 0)))
        if one.pk in asked
        else Place(one, FEW + 1, FEW + 1, 0, few=False, shallow=False)
        for one in shown
    ]
