"""The map in words: the same that the picture marks, for lists and for those who do not see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.mapping.bridges import Bridge
from communities.mapping.facts import Person
from communities.mapping.judging import Map, Place

NAMED = 2


@dataclass(frozen=True)
class Said:
    """Somebody who bridges communities, and which ones."""

    person: Person
    parts: str


def bridge_said(found: Map, bridge: Bridge) -> Said:
    """Such as "“PyMoscow” — “QA Guild”, “Go” — 9 others"; the largest part stands last."""
    parts = [_part(found, part, last=part is bridge.parts[-1]) for part in bridge.parts]
    return Said(found.facts.people[bridge.person], " — ".join(parts))


def _part(found: Map, part: tuple[int, ...], *, last: bool) -> str:
    if len(part) <= NAMED:
        names = sorted((found.facts.places[-pk] for pk in part), key=lambda one: one.name_key)
        return ", ".join(_("“%(name)s”") % {"name": one.name} for one in names)
    if last:
        return ngettext("%(n)d other community", "%(n)d other communities", len(part)) % {"n": len(part)}
    return ngettext("%(n)d community", "%(n)d communities", len(part)) % {"n": len(part)}


def thin_said(place: Place) -> str:
    """Why a community is a thin spot."""
    reasons = []
    if not place.there:
        return _("you know nobody there")
    if place.few:
        values: dict[str, Any] = {"n": place.reached, "all": place.there}
        reasons.append(_("you reach %(n)d of %(all)d") % values)
    if place.shallow:
        reasons.append(_("with nobody is the tie as deep as “talking”"))
    return ", ".join(reasons)
