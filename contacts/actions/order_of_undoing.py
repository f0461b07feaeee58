"""Which merge must be taken apart before which: those that changed the same places, the later one first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models

Row = tuple[str, int]


@dataclass
class Trace:
    """What a merge left behind: single columns that it wrote, rows that it took away, and rows these lean on."""

    written: set[tuple[Row, str]] = field(default_factory=set)
    gone: set[Row] = field(default_factory=set)
    united: set[Row] = field(default_factory=set)
    needed: set[Row] = field(default_factory=set)

    @property
    def rows(self) -> set[Row]:
        return {row for row, _column in self.written}


def trace(steps: Iterable[list[Any]]) -> Trace:
    """Read the steps of a journal."""
    found = Trace()
    for kind, label, *rest in steps:
        if kind == "delete":
            found.gone.add((label, rest[0]["id"]))
            found.united |= {(label, rest[1])} if rest[1] else set()
            found.needed |= {*_links(label, rest[0])}
            continue
        pks, changes = rest
        found.written |= {((label, pk), column) for pk in pks for column in changes}
        found.needed |= {*_links(label, {column: before for column, (before, _after) in changes.items()})}
    return found


def _links(label: str, values: dict[str, Any]) -> Iterator[Row]:
    """The rows to which stored columns lead."""
    for one in apps.get_model(label)._meta.concrete_fields:
        if isinstance(one, models.ForeignKey) and values.get(one.attname) is not None:
            yield one.remote_field.model._meta.label, values[one.attname]


def must_wait(earlier: Trace, later: Trace) -> bool:
    """Whether the earlier merge cannot be taken apart as long as the later one stands."""
    same_place = bool(earlier.written & later.written)
    moved_away = bool(earlier.rows & (later.gone | later.united))
    return same_place or moved_away or bool(earlier.needed & later.gone)
