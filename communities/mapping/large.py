"""The map of more people and communities than it has room for: the nearest people, and whole tables page by page.

Nothing here reads all rows: people come off an index, links are those of the people shown, and how communities stand
is asked of the database for those whose numbers are said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.paginator import Page, Paginator

from communities.ids import filled
from communities.kept_standing import standing_on
from communities.mapping.facts import Days, Facts, Person, Spot, person_of
from communities.mapping.judging import Map, Place, bridges_of, thinnest
from communities.mapping.links import Links, links_of
from communities.mapping.nearest import MOST_PEOPLE, Narrowed, crowd_of, fitting, nearest, part_of
from communities.mapping.rows import PersonRow, rows_by
from communities.mapping.standing import counted, judged_places, places_of

PAGE = 30
# Of more people than have room, so many of the nearest make a picture that can still be read.
DRAWN = 300
_NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Everybody:
    """People in the order of names, however many: their number is known, a page of them is read when it is asked."""

    owner: AbstractBaseUser
    days: Days
    narrowed: Narrowed
    number: int

    def count(self) -> int:
        return self.number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: slice) -> list[Person]:
        return [*map(person_of, part_of(self.owner, self.days, self.narrowed, part))]


@dataclass(frozen=True)
class Tables:
    """The pages of both tables that were asked for, how the communities stand, and the links of the people."""

    places: Page[Any]
    standing: list[Place]
    people: Page[Person]
    rows: list[PersonRow]


def large_picture(owner: AbstractBaseUser, days: Days, narrowed: Narrowed, number: int) -> Map:
    """The map of the nearest people; `number` is that of all active ones."""
    near, everybody = _nearest(owner, days, narrowed, number)
    known = {one.pk: one for one in judged_places(owner, days)}
    links = links_of(owner, days, narrowed, near=near, listed=[], places={*known})
    return _bridged(_map(near, links, known, _judged(owner, days, _of_kinds(known, narrowed)), everybody))


def large_tables(
    owner: AbstractBaseUser, days: Days, narrowed: Narrowed, number: int, *,
    marked: str, page: Any, places: Any, thin: bool = False,
) -> Tables:  # fmt: skip
    """A page of either table; `page` and `places` are their numbers as they stand in the address. `thin`: of the
    communities only the thin spots, the thinnest first."""
    known = {one.pk: one for one in (judged_places(owner, days) if thin else places_of(owner))}
    shown = _of_kinds(known, narrowed)
    asked = None if marked else _people(owner, days, narrowed, number, page)
    listed = _nearest(owner, days, narrowed, number)[0] if asked is None else [*asked]
    links = links_of(owner, days, narrowed, near=[], listed=listed, places={*known})
    # Communities where nobody of them is are in no row.
    theirs = [one for one in shown if one.pk in links.members]
    if asked is None:
        # Who has a mark is known once the map of the nearest is made.
        found = _bridged(_map(listed, links, known, [Place.enough(one) for one in theirs], number))
        asked = Paginator(of_mark(found, marked), PAGE).get_page(page)
    rows = rows_by(links, theirs, asked)
    if thin:
        spots = thinnest(_judged(owner, days, shown))
        of_spots = Paginator(spots, PAGE).get_page(places)
        return Tables(of_spots, [*of_spots], asked, rows)
    of_places = Paginator(shown, PAGE).get_page(places)
    return Tables(of_places, _counted(owner, days, [*of_places]), asked, rows)


def _people(owner: AbstractBaseUser, days: Days, narrowed: Narrowed, number: int, page: Any) -> Page[Person]:
    """A page of all people to whom the map is narrowed."""
    if narrowed != Narrowed():
        number = fitting(owner, days, narrowed).count()
    in_all = Everybody(owner, days, narrowed, number)
    found: Page[Person] = Paginator(in_all, PAGE).get_page(page)  # type: ignore[arg-type]  # a slice and a count are all that it asks
    return found


def _nearest(owner: AbstractBaseUser, days: Days, narrowed: Narrowed, number: int) -> tuple[list[Person], int]:
    """People for whom there is room, in the order of names, and how many there are in all."""
    if narrowed == Narrowed():
        rows = crowd_of(owner, most=DRAWN if number > MOST_PEOPLE else MOST_PEOPLE)
    else:
        rows = nearest(owner, days, narrowed)
        number = rows[0][-1] if rows else 0
    room = DRAWN if number > MOST_PEOPLE else MOST_PEOPLE
    return [person_of(row) for row in sorted(rows[:room], key=lambda row: (row[7], row[0]))], number


def of_mark(found: Map, marked: str) -> list[Person]:
    """People of the map with a mark, or all of them."""
    if marked == "bridges":
        return [found.facts.people[one.person] for one in found.bridges]
    return found.alone if marked == "alone" else found.people


def _map(near: list[Person], links: Links, known: dict[int, Spot], places: list[Place], everybody: int) -> Map:
    facts = Facts(known, links.people, links.members, links.introductions, links.relationships, talked=frozenset())
    members = {pk: links.members.get(pk, _NOBODY) for pk in sorted(one.community.pk for one in places)}
    return Map(
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


def _bridged(found: Map) -> Map:
    """The same map with who bridges communities, said of those that are drawn."""
    drawn = frozenset(one.pk for one in found.people)
    among = [pair for pair in found.introductions | found.relationships if drawn.issuperset(pair)]
    of_the_drawn = {one.community.pk: found.of_the_picture[one.community.pk] for one in found.drawn}
    return replace(found, bridges=bridges_of(found.facts, dict(sorted(of_the_drawn.items())), among))


def _of_kinds(known: dict[int, Spot], narrowed: Narrowed) -> list[Spot]:
    return [one for one in known.values() if narrowed.kinds is None or one.kind in narrowed.kinds]


def _judged(owner: AbstractBaseUser, days: Days, shown: list[Spot]) -> list[Place]:
    """Communities as the database judged them; thin ones are counted exactly."""
    thin = [one for one in shown if not (one.enough and one.deep)]
    counted_ones = {one.community.pk: one for one in _counted(owner, days, thin)}
    return [counted_ones.get(one.pk) or Place.enough(one) for one in shown]


def _counted(owner: AbstractBaseUser, days: Days, shown: list[Spot]) -> list[Place]:
    places = filled(sorted(one.pk for one in shown))
    # What is kept is kept of single days, and of talks at any time before.
    numbers = standing_on(owner, days.last, places) if shown and days.are_one else None
    if shown and numbers is None:
        rows = counted(owner, *days, places)
        numbers = {place: (there, reached, deepest or 0) for place, there, reached, deepest in rows}
    return [Place.counted(one, *(numbers or {}).get(one.pk, (0, 0, 0))) for one in shown]
