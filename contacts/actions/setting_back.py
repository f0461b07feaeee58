"""Columns of many rows get back what stood there before, in a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import models

from contacts.actions.writing import write_columns
from contacts.columns import field_of
from contacts.finding.fields import Folded, NoteText
from contacts.mentions.tokens import without_ids
from contacts.models import Contact

# Column → [before, after], as it stands in a journal.
Written = dict[str, list[Any]]
# Columns that are right only together: when one was changed again since, the others keep their newer value too.
_TOGETHER = [{"cadence_ideal", "cadence_at_most"}]


def pack(value: Any) -> Any:
    """A column's value as it goes into JSON."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, models.fields.files.FieldFile):
        return value.name or ""
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def unpack(model: type[models.Model], column: str, value: Any) -> Any:
    field = model._meta.get_field(column)
    return field.to_python(value) if value is not None and isinstance(field, models.Field) else value


def set_back(model: type[models.Model], steps: Sequence[tuple[list[int], Written]]) -> None:
    """Undo changes of one model's rows, in the order given; what was changed again since keeps its newer value."""
    rows = model._base_manager.in_bulk({pk for pks, _changes in steps for pk in pks})
    stands, written = _Standing(model), defaultdict[int, set[str]](set)
    for pks, changes in steps:
        for row in filter(None, map(rows.get, pks)):
            older = {name: value for name, value in _older(row, changes).items() if stands(name, value)}
            beside = _leaning(row, older)
            for name, value in older.items():
                setattr(row, name, unpack(model, name, value))
            written[row.pk] |= {*older, *_work_out(row, beside)}
    alike: dict[frozenset[str], list[models.Model]] = defaultdict(list)
    for pk, columns in written.items():
        alike[frozenset(columns)].append(rows[pk])
    for together, some in alike.items():
        if together:
            write_columns(some, sorted(together))


def _older(row: models.Model, changes: Written) -> dict[str, Any]:
    """What goes back into a row: the columns in which still stands what the change wrote."""
    old = {name: before for name, (before, after) in changes.items() if _now(row, name) == after}
    for together in _TOGETHER:
        if not together & {*changes} <= {*old}:
            old = {name: value for name, value in old.items() if name not in together}
    if "version" in changes and len(old) < len(changes):
        # Edited since: a form that was opened before the merge must not pass for fresh.
        old["version"] = _now(row, "version") + 1
    return old


def _now(row: models.Model, column: str) -> Any:
    return pack(field_of(row, column).value_from_object(row))


class _Standing:
    """Whether a link can be set back: the row that it led to may be gone for good. Each is asked for once."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model, self.known = model, dict[tuple[str, Any], bool]()

    def __call__(self, column: str, value: Any) -> bool:
        field = self.model._meta.get_field(column)
        if value is None or not isinstance(field, models.ForeignKey):
            return True
        if (column, value) not in self.known:
            there = field.remote_field.model._base_manager.filter(pk=value)
            self.known[column, value] = there.exists()
        return self.known[column, value]


def _leaning(row: models.Model, older: dict[str, Any]) -> list[NoteText | Folded]:
    """What is kept beside the columns that get other words; who is meant by a mention is no matter of words."""
    other = {name for name, value in older.items() if _words(getattr(row, name)) != _words(value)}
    fields = [field for field in row._meta.concrete_fields if isinstance(field, NoteText | Folded)]
    return [one for one in fields if other & ({*one.sources} if isinstance(one, NoteText) else {one.source})]


def _words(value: Any) -> Any:
    return without_ids(value) if isinstance(value, str) else value


def _work_out(row: models.Model, beside: list[NoteText | Folded]) -> set[str]:
    """Work out anew what is kept beside the columns; says which columns that is."""
    for field in beside:
        field.pre_save(row, add=False)
    found = {field.attname for field in beside}
    if isinstance(row, Contact):
        before = (row.name_key, row.search_text)
        row.refresh_keys()
        found |= {"name_key", "search_text"} if (row.name_key, row.search_text) != before else set()
    return found
