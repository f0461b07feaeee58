"""The map as the script draws it: names and numbers only, short, because it stands in the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.mapping.judging import Map, Place
from communities.mapping.words import thin_said
from communities.models.kinds import Kind
from contacts.models import Tie


def picture(found: Map) -> dict[str, Any]:
    """Nodes with the communities first, then people, by their places in that order: who is in each community, and
    pairs of people, with 1 for an introduction."""
    marks = {one.person: 1 for one in found.bridges} | {one.pk: 2 for one in found.alone}
    order = {one.pk: number for number, one in enumerate(found.people, len(found.drawn))}
    kinds = {str(kind): str(kind.label) for kind in Kind}
    there = [found.of_the_picture[one.community.pk] for one in found.drawn]
    return {
        "places": [
            [one.community.name, kinds[one.community.kind], *_numbers(found, one), thin_said(one) if one.thin else "",
             one.community.pk]
            for one in found.drawn
        ],
        "people": [[one.name, one.tie, marks.get(one.pk, 0), one.pk] for one in found.people],
        "members": [sorted(map(order.__getitem__, of_one)) for of_one in there],
        "links": sorted(_links(found, order)),
        "addresses": [reverse("communities:community", args=[0]), reverse("contacts:contact", args=[0])],
        "ties": [_("depth of the tie is not known"), *(str(tie.label) for tie in Tie)],
        "words": {"people": _("people you know there"), "reached": _("you reach")}
        if found.whole
        else {"people": _("people on the map"), "reached": ""},
        "marks": ["", _("bridges communities"), _("stands alone")],
    }  # fmt: skip


def _links(found: Map, order: dict[int, int]) -> Iterator[list[int]]:
    """Pairs of people of the picture; 1 for an introduction."""
    for pairs, introduced in ((found.introductions, 1), (found.relationships - found.introductions, 0)):
        for one, other in pairs:
            if one in order and other in order:
                yield [order[one], order[other], introduced]


def _numbers(found: Map, place: Place) -> tuple[int, int]:
    """How many people a community is drawn for, and how many of them I reach, where that is known of each of them."""
    return (place.there, place.reached) if found.whole else (len(found.of_the_picture[place.community.pk]), 0)
