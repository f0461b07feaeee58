"""The map as the script draws it: names and numbers only, short, because it stands in the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.mapping.judging import Map
from communities.mapping.words import thin_said
from communities.models.kinds import Kind
from contacts.models import Tie

MOST_DRAWN = 600


def drawn(found: Map) -> list[int]:
    """Whom the picture has room for: everybody, or those who bridge and then those with the deepest ties."""
    if len(found.people) <= MOST_DRAWN:
        return [one.pk for one in found.people]
    bridging = {one.person for one in found.bridges}
    ranked = sorted(found.people, key=lambda one: (one.pk not in bridging, -one.tie))
    return [one.pk for one in ranked[:MOST_DRAWN]]


def _links(found: Map, people: set[int]) -> Iterator[tuple[int, int, int]]:
    """Pairs between communities (their ids with a minus) and people who are drawn; 1 for an introduction."""
    for place, there in found.members.items():
        for one in there & people:
            yield -place, one, 0
    for one, other in found.introductions:
        if one in people and other in people:
            yield one, other, 1
    for one, other in found.relationships - found.introductions:
        if one in people and other in people:
            yield one, other, 0


def picture(found: Map) -> dict[str, Any]:
    """Nodes with the communities first, then people, and links as pairs of their places in that order."""
    people = drawn(found)
    marks = {one.person: 1 for one in found.bridges} | {one.pk: 2 for one in found.alone}
    order = {node: number for number, node in enumerate([*(-one.community.pk for one in found.places), *people])}
    known = found.facts.people
    kinds = {str(kind): str(kind.label) for kind in Kind}
    places = [
        [one.community.name, kinds[one.community.kind], len(one.there), one.reached,
         thin_said(one) if one.thin else "", one.community.pk]
        for one in found.places
    ]  # fmt: skip
    return {
        "places": places,
        "people": [[known[pk].name, known[pk].tie, marks.get(pk, 0), pk] for pk in people],
        "links": [[order[a], order[b], introduced] for a, b, introduced in sorted(_links(found, {*people}))],
        "addresses": [reverse("communities:community", args=[0]), reverse("contacts:contact", args=[0])],
        "ties": [_("depth of the tie is not known"), *(str(tie.label) for tie in Tie)],
        "marks": ["", _("bridges communities"), _("stands alone")],
        "words": {"people": _("people you know there"), "reached": _("you reach")},
    }
