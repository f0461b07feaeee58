"""What a merge did to the database, step by step, as plain data that can be played backwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.db import models

from contacts.models import Contact

Changes = dict[str, tuple[Any, Any]]


def values_of(row: models.Model) -> dict[str, Any]:
    """The stored columns of a row, by attribute, as they go into JSON."""
    return {field.attname: _pack(field.value_from_object(row)) for field in row._meta.concrete_fields}


def _pack(value: Any) -> Any:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, models.fields.files.FieldFile):
        return value.name or ""
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def _unpack(model: type[models.Model], column: str, value: Any) -> Any:
    field = model._meta.get_field(column)
    return field.to_python(value) if value is not None and isinstance(field, models.Field) else value


class Journal:
    """Writes down each change while making it."""

    def __init__(self) -> None:
        self.steps: list[list[Any]] = []

    def set(self, model: type[models.Model], pks: list[int], changes: Changes) -> None:
        """Give the same new values to rows that had the same old ones."""
        for start in range(0, len(pks), 500):
            part = pks[start : start + 500]
            new = {column: after for column, (_before, after) in changes.items()}
            model._base_manager.filter(pk__in=part).update(**new)
            self.steps.append(["set", model._meta.label, part, {name: [*pair] for name, pair in changes.items()}])

    def save(self, row: models.Model, before: dict[str, Any]) -> None:
        """Save a row that was changed in memory; `before` is what `values_of` said of it earlier."""
        row.save()
        after = values_of(row)
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        self.steps.append(["set", row._meta.label, [row.pk], changes])

    def delete(self, row: models.Model) -> None:
        """Delete one row and nothing else: whatever still leaned on it makes the database refuse."""
        self.steps.append(["delete", row._meta.label, values_of(row)])
        rows = type(row)._base_manager.filter(pk=row.pk)
        rows._raw_delete(rows.db)


def play_back(steps: Iterable[list[Any]]) -> None:
    """Undo the steps from the last to the first; what was changed again since keeps its newer value."""
    for kind, label, *rest in reversed([*steps]):
        model = apps.get_model(label)
        if kind == "delete":
            _put_back(model, rest[0])
        else:
            _set_back(model, *rest)


def _put_back(model: type[models.Model], row: dict[str, Any]) -> None:
    """Insert a deleted row with its old id; one whose other end is gone for good stays away."""
    values = {column: _unpack(model, column, value) for column, value in row.items()}
    for field in model._meta.concrete_fields:
        pk = values[field.attname]
        if not isinstance(field, models.ForeignKey) or pk is None:
            continue
        if not field.remote_field.model._base_manager.filter(pk=pk).exists():
            if not field.null:
                return
            values[field.attname] = None
    made = model(**values)
    if any(_is_taken(made, names) for names in unique_sets(model)):
        return
    model._base_manager.bulk_create([made])
    # Columns that fill themselves on insert get back what they held.
    model._base_manager.filter(pk=made.pk).update(**values)


def _is_taken(row: models.Model, names: tuple[str, ...]) -> bool:
    wanted = {name: getattr(row, row._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]
    return None not in wanted.values() and type(row)._base_manager.filter(**wanted).exists()


def _set_back(model: type[models.Model], pks: list[int], changes: dict[str, list[Any]]) -> None:
    for row in model._base_manager.filter(pk__in=pks):
        now = values_of(row)
        old = {name: before for name, (before, after) in changes.items() if now[name] == after}
        if "version" in changes and len(old) < len(changes):
            # Edited since: a form that was opened before the merge must not pass for fresh.
            old["version"] = now["version"] + 1
        old = {name: _unpack(model, name, value) for name, value in old.items()}
        if old:
            model._base_manager.filter(pk=row.pk).update(**old)


def unique_sets(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The sets of fields of which the database allows each combination once, in every row."""
    constraints = [one.fields for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    single = [(field.name,) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    return [*(tuple(fields) for fields in (*constraints, *model._meta.unique_together) if fields), *single]


def people_of(steps: Iterable[list[Any]]) -> set[int]:
    """The people on whom the deleted rows of the steps leaned."""
    found = set()
    for kind, label, *rest in steps:
        if kind != "delete":
            continue
        for field in apps.get_model(label)._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.remote_field.model is Contact:
                found.add(rest[0][field.attname])
    return found - {None}
