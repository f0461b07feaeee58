"""The one way in which people are found: the list, the pickers and the palette ask here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TypeAlias

from django.db.models import Case, IntegerField, Q, Value, When

from contacts.finding.query import Query, Tags, tags_of
from contacts.finding.reasons import Place, places
from contacts.finding.typos import one_typo_away
from contacts.models.contact import WORK, Contact, ContactQuerySet
from contacts.owned import AnyUser

# Notes are read only when the surer ways find fewer people than this.
FEW = 5
# Queries of fewer letters are read for what begins so first.
SHORT = 4
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
Level: TypeAlias = tuple[Q, Why]


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


def find(
    people: ContactQuerySet, owner: AnyUser, text: str, *, limit: int, notes: bool = False, tags: Tags | None = None
) -> list[Found]:
    """The first people that a query means, the surest first; in at most five queries, and never more than `limit`.

    Who has read the owner's tags already passes them as `tags`.

    Bolder ways are tried only as long as the surer ones leave room: the other keyboard layout when nothing
    else is found, notes when they are asked for and few are found, a typing error last of all.
    """
    query = Query.read(text) or Query.in_other_layout(text)
    if not query:
        return []
    found: list[Found] = []
    tags = tags_of(owner) if tags is None else tags
    if sum(map(len, query.words)) < SHORT:
        # So much begins with two or three letters that the first page is mostly full with that.
        found = _ranked(people, query.begins_names(), [(query.whole_names(), Why.WHOLE_NAME)], Why.NAME, limit)
    if len(found) < limit:
        found += _ranked(_without(people, found), query.anywhere(tags), _levels(query), Why.WORK, limit - len(found))
    if len(found) < min(limit, FEW):
        found += _bolder(people, text, query, tags, found, limit=limit, notes=notes)
    return found or [Found(one, Why.TYPO) for one in one_typo_away(people, query, limit)]


def _levels(query: Query) -> list[Level]:
    return [
        (query.whole_names(), Why.WHOLE_NAME),
        (query.begins_names(), Why.NAME),
        (query.names(), Why.FORM),
    ]


def _bolder(
    people: ContactQuerySet, text: str, query: Query, tags: Tags, found: list[Found], *, limit: int, notes: bool
) -> list[Found]:
    """In the other keyboard layout, when nothing was found; and in notes, when they are asked for. One query."""
    turned, levels, condition = Query.in_other_layout(text), [], Q()
    if not found and turned.words not in ((), query.words):
        condition = turned.anywhere(tags)
        levels = [(turned.begins_names(), Why.NAME)] + ([(condition, Why.FORM)] if notes else [])
    if notes and max(map(len, query.words)) > 2:
        condition |= query.with_notes()
        return _ranked(_without(people, found), condition, levels, Why.NOTES, limit - len(found))
    return _ranked(people, condition, levels, Why.FORM, limit) if condition else []


def _without(people: ContactQuerySet, found: list[Found]) -> ContactQuerySet:
    return people.exclude(pk__in=[one.contact.pk for one in found]) if found else people


def with_places(owner: AnyUser, found: Iterable[Found], text: str) -> list[Found]:
    """The same people, each with the `place` that shows why, where the name does not; one query at most."""
    found = [*found]
    known = [one.contact for one in found if one.why in (Why.FORM, Why.WORK)]
    seen = places(owner, known, [one.contact for one in found if one.in_notes], text)
    return [replace(one, place=seen.get(one.contact.pk)) for one in found]


def _ranked(people: ContactQuerySet, condition: Q, levels: list[Level], rest: Why, limit: int) -> list[Found]:
    """People under a condition, those of a stronger one first."""
    cases = [When(stronger, then=Value(int(why))) for stronger, why in levels]
    rank = Case(*cases, default=Value(int(rest)), output_field=IntegerField())
    # What shows why they are found is read with those whose names may not show it.
    read = () if rest == Why.NAME else REASONS
    rows = people.filter(condition).for_rows(*read).annotate(rank=rank).order_by("rank", "name_key", "pk")[:limit]
    return [Found(one, Why(one.rank)) for one in rows]  # type: ignore[attr-defined]  # annotated above
