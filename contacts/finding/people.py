"""The one way in which people are found: the list, the pickers and the palette ask here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Case, IntegerField, Q, Value, When

from contacts.finding.query import Query
from contacts.finding.typos import one_typo_away
from contacts.models.contact import Contact, ContactQuerySet
from contacts.owned import AnyUser

# Notes are read only when the surer ways find fewer people than this.
FEW = 5


class Why(IntEnum):
    """What the query was found in, the surest first."""

    WHOLE_NAME = 0
    NAME = 1
    FORM = 2
    WORK = 3
    NOTES = 4
    TYPO = 5


@dataclass(frozen=True)
class Found:
    """A person, and why they are among the found."""

    contact: Contact
    why: Why

    @property
    def in_notes(self) -> bool:
        return self.why == Why.NOTES

    @property
    def maybe(self) -> bool:
        return self.why == Why.TYPO


def find(people: ContactQuerySet, owner: AnyUser, text: str, *, limit: int, notes: bool = False) -> list[Found]:
    """The first people that a query means, the surest first; in at most six queries, and never more than `limit`.

    Bolder ways are tried only as long as the surer ones leave room: the other keyboard layout when nothing
    else is found, notes when they are asked for and few are found, a typing error last of all.
    """
    query = Query.read(text)
    if not query:
        query = Query.in_other_layout(text)
    if not query:
        return []
    found = _ranked(people, query.begins_names(), (query.whole_names(), Why.WHOLE_NAME), Why.NAME, limit)
    if len(found) < limit:
        others = people.exclude(pk__in=[one.contact.pk for one in found])
        found += _ranked(others, query.anywhere(owner), (query.names(), Why.FORM), Why.WORK, limit - len(found))
    turned = Query.in_other_layout(text)
    if not found and turned.words not in ((), query.words):
        found = _ranked(people, turned.anywhere(owner), (turned.begins_names(), Why.NAME), Why.FORM, limit)
    if notes and len(found) < min(limit, FEW) and max(map(len, query.words)) > 2:
        others = people.exclude(pk__in=[one.contact.pk for one in found])
        rows = others.filter(query.with_notes(owner)).order_by("name_key", "pk")[: limit - len(found)]
        found += [Found(one, Why.NOTES) for one in rows]
    return found or [Found(one, Why.TYPO) for one in one_typo_away(people, query, limit)]


def _ranked(people: ContactQuerySet, condition: Q, best: tuple[Q, Why], rest: Why, limit: int) -> list[Found]:
    """People under a condition, those of a stronger one first."""
    stronger, why = best
    rank = Case(When(stronger, then=Value(int(why))), default=Value(int(rest)), output_field=IntegerField())
    rows = people.filter(condition).annotate(rank=rank).order_by("rank", "name_key", "pk")[:limit]
    return [Found(one, Why(one.rank)) for one in rows]  # type: ignore[attr-defined]  # annotated above
