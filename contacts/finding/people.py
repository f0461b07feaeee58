"""The one way in which people are found: the list, the pickers and the palette ask here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, TypeAlias

from django.db.models import Case, IntegerField, QuerySet, Value, When

from contacts.finding import conditions
from contacts.finding.among import Among, AmongKind
from contacts.finding.conditions import Condition, In, as_q, shape_of, values_of
from contacts.finding.full_text import holds_many
from contacts.finding.query import Query, Tags, tags_of
from contacts.finding.reasons import Place, places
from contacts.finding.typos import one_typo_away
from contacts.models.contact import WORK, Contact
from contacts.owned import AnyUser
from contacts.prepared import prepared

# Notes are read only when the surer ways find fewer people than this.
FEW = 5
# Queries of fewer letters are read for what begins so first.
SHORT = 4
# With so few of them thousands of names may begin.
MOSTLY_MANY = 2
REASONS = ("search_text", *WORK, "about", "how_met")


class Why(IntEnum):
    """What the query was found in, the surest first."""

    WHOLE_NAME = 0
    NAME = 1
    FORM = 2
    WORK = 3
    NOTES = 4
    TYPO = 5


# People under a condition were found in this.
Level: TypeAlias = tuple[Condition, Why]


@dataclass(frozen=True)
class Found:
    """A person, and why they are among the found."""

    contact: Contact
    why: Why
    place: Place | None = None

    @property
    def in_notes(self) -> bool:
        return self.why == Why.NOTES

    @property
    def maybe(self) -> bool:
        return self.why == Why.TYPO


@dataclass(frozen=True)
class _Shape:
    """What the SQL of a ranked search is made from beside the values that stand in it."""

    among: AmongKind
    condition: conditions.Shape
    levels: tuple[tuple[conditions.Shape, Why], ...]
    rest: Why
    without: bool
    limit: int


def find(among: Among, text: str, *, limit: int, notes: bool = False, tags: Tags | None = None) -> list[Found]:
    """The first people that a query means, the surest first; in at most five queries, and never more than `limit`.

    Who has read the owner's tags already passes them as `tags`.

    Bolder ways are tried only as long as the surer ones leave room: the other keyboard layout when nothing
    else is found, notes when they are asked for and few are found, a typing error last of all.
    """
    query = Query.read(text) or Query.in_other_layout(text)
    if not query:
        return []
    found: list[Found] = []
    tags = tags_of(among.owner) if tags is None else tags
    if sum(map(len, query.words)) < SHORT:
        # So much begins with two or three letters that the first page is mostly full with that.
        found = _beginning(among, query, limit)
    if len(found) < limit:
        found += _ranked(among, query.anywhere(tags), _levels(query), Why.WORK, limit, without=found)
    if len(found) < min(limit, FEW):
        found += _bolder(among, text, query, tags, found, limit=limit, notes=notes)
    return found or [Found(one, Why.TYPO) for one in one_typo_away(among.people, query, limit)]


def _beginning(among: Among, query: Query, limit: int) -> list[Found]:
    """Those whose names begin so, whole names first; when very many do, they are met on the way along the names."""
    begins, whole = query.begins_names(), query.whole_names()
    rare = among.by_name is None or sum(map(len, query.words)) > MOSTLY_MANY
    if rare or not holds_many("contacts_contact", "search_text", *values_of(begins)):
        return _ranked(among, begins, [(whole, Why.WHOLE_NAME)], Why.NAME, limit)
    found = _ranked(among, whole, [], Why.WHOLE_NAME, limit)
    if among.by_name and len(found) < limit:
        found += _ranked(among.by_name, query.begins_names(In.WALKED), [], Why.NAME, limit, without=found)
    return found


def _levels(query: Query) -> list[Level]:
    return [
        (query.whole_names(), Why.WHOLE_NAME),
        (query.begins_names(), Why.NAME),
        (query.names(), Why.FORM),
    ]


def _bolder(
    among: Among, text: str, query: Query, tags: Tags, found: list[Found], *, limit: int, notes: bool
) -> list[Found]:
    """In the other keyboard layout, when nothing was found; and in notes, when they are asked for. One query."""
    turned, levels = Query.in_other_layout(text), []
    condition: Condition = ()
    if not found and turned.words not in ((), query.words):
        condition = turned.anywhere(tags)
        levels = [(turned.begins_names(), Why.NAME)] + ([(condition, Why.FORM)] if notes else [])
    if notes and max(map(len, query.words)) > 2:
        return _ranked(among, condition + query.with_notes(), levels, Why.NOTES, limit, without=found)
    return _ranked(among, condition, levels, Why.FORM, limit) if condition else []


def with_places(owner: AnyUser, found: Iterable[Found], text: str) -> list[Found]:
    """The same people, each with the `place` that shows why, where the name does not; one query at most."""
    found = [*found]
    known = [one.contact for one in found if one.why in (Why.FORM, Why.WORK)]
    seen = places(owner, known, [one.contact for one in found if one.in_notes], text)
    return [replace(one, place=seen.get(one.contact.pk)) for one in found]


def _ranked(
    among: Among, condition: Condition, levels: list[Level], rest: Why, limit: int, without: Sequence[Found] = ()
) -> list[Found]:
    """People under a condition, those of a stronger one first, as many as are missing to the limit."""
    asked = [condition, *(stronger for stronger, _why in levels)]
    shape = _Shape(
        among.kind,
        shape_of(condition),
        tuple((shape_of(stronger), why) for stronger, why in levels),
        rest,
        bool(without),
        limit,
    )
    values = [one for each in asked for one in values_of(each)]
    left_out = [_padded([one.contact.pk for one in without])] if without else []
    rows = _people(among.owner, *among.standing, *left_out, *values, shape=shape)
    return [Found(one, Why(one.rank)) for one in rows[: limit - len(without)]]  # type: ignore[attr-defined]  # annotated below


@prepared
def _people(owner: AnyUser, *values: Any, shape: _Shape) -> QuerySet[Contact]:
    people, values = shape.among.people(owner, values)
    if shape.without:
        people, values = people.exclude(pk__in=values[0]), values[1:]
    given = iter(values)
    people = people.filter(as_q(shape.condition, given))
    cases = [When(as_q(stronger, given), then=Value(int(why))) for stronger, why in shape.levels]
    rank = Case(*cases, default=Value(int(shape.rest)), output_field=IntegerField())
    # What shows why they are found is read with those whose names may not show it.
    read = () if shape.rest <= Why.NAME else REASONS
    # A rank that all have would only keep the database from reading the names in their order.
    order = ("rank", "name_key", "pk") if shape.levels else ("name_key", "pk")
    return people.for_rows(*read).annotate(rank=rank).order_by(*order)[: shape.limit]


def _padded(ids: list[int]) -> list[int]:
    """As long as the next power of two, so that one query serves for many lengths."""
    return ids + ids[:1] * ((1 << (len(ids) - 1).bit_length()) - len(ids))
