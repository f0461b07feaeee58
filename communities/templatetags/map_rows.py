"""The tables of the map as lines, for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString

from communities.mapping.facts import Person
from communities.mapping.judging import Place
from communities.mapping.rows import PersonRow
from communities.models.kinds import kind_said
from contacts.addresses import around_id
from contacts.labels import labels
from contacts.models import Tie
from contacts.templatetags.ui import dots

register = template.Library()


class PlaceLine(NamedTuple):
    """A community of the table; a flag is a word or empty."""

    to: str
    name: str
    thin: str
    kind: str
    there: int
    reached: int
    deepest: str
    unknown: str


class PersonLine(NamedTuple):
    """Somebody of the table, with links to whom they are linked to."""

    to: str
    name: str
    tie: SafeString | str
    unknown: str
    places: str
    introducer: SafeString
    linked: SafeString


@register.simple_tag
def place_lines(places: Sequence[Place]) -> list[PlaceLine]:
    # What many of them share is said once.
    (before, after), ties = around_id("communities:community"), labels(Tie)
    kinds = {kind: kind_said(kind) for kind in {one.community.kind for one in places}}
    return [
        PlaceLine(
            to=f"{before}{one.community.pk}{after}",
            name=one.community.name,
            thin="thin" if one.thin else "",
            kind=kinds[one.community.kind],
            there=one.there,
            reached=one.reached,
            deepest=ties.get(one.deepest, ""),
            unknown="" if one.deepest else "unknown",
        )
        for one in places
    ]


@register.simple_tag
def person_lines(rows: Iterable[PersonRow]) -> list[PersonLine]:
    before, after = around_id("contacts:contact")
    ties = {mark: dots(mark) for mark in range(1, 6)}

    def link(one: Person) -> str:
        return f'<a href="{before}{one.pk}{after}">{escape(one.name)}</a>'

    return [
        PersonLine(
            to=f"{before}{row.person.pk}{after}",
            name=row.person.name,
            tie=ties.get(row.person.tie, ""),
            unknown="" if row.person.tie else "unknown",
            places=", ".join([place.name for place in row.places]),
            introducer=SafeString(link(row.introducer) if row.introducer else ""),
            linked=SafeString(", ".join(map(link, row.linked))),
        )
        for row in rows
    ]
