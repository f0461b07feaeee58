"""Changes of the catalogue in words, as the pages of the admin show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.models import CatalogueChange, CatalogueEntry
from communities.models.catalogue import State
from communities.models.catalogue_history import differences
from communities.models.kinds import Family, Kind
from contacts.columns import field_of
from contacts.models.channel import ChannelKind


@dataclass(frozen=True)
class Line:
    """A field with what it was and what it is."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """A change, and what it changed."""

    change: CatalogueChange
    lines: list[Line]


def label_of(name: str) -> str:
    """How a field of an entry is called."""
    if name == "channels":
        return str(_("Channels"))
    return capfirst(str(field_of(CatalogueEntry, name).verbose_name))


def shown(name: str, value: Any) -> str:
    """A value as people read it; several stand on lines of their own."""
    if value in (None, "", []):
        return "—"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name == "channels":
        return "\n".join(f"{_named(ChannelKind, kind)}: {address}" for kind, address in value)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if name in ("family", "kind"):
        return _named(Family if name == "family" else Kind, value)
    return str(value)


def _named(choices: type[ChannelKind] | type[Family] | type[Kind], value: Any) -> str:
    return str(choices(value).label) if value in choices else str(value)


def lines(before: State, after: State) -> list[Line]:
    return [Line(label_of(name), shown(name, was), shown(name, now)) for name, was, now in differences(before, after)]


def told(changes: Iterable[CatalogueChange]) -> list[Told]:
    return [Told(change, lines(change.before, change.after)) for change in changes]
