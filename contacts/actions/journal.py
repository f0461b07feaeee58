"""What a merge did to the database, step by step, as plain data that can be played backwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from contacts.finding.fields import Folded, NoteText
from contacts.models import Contact, ImportantDate
from contacts.models.mention import Mentioning

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
        if isinstance(row, Mentioning):
            row.keeps = False
        if isinstance(row, Contact | ImportantDate):
            row.tells = False
        row.save()
        after = values_of(row)
        changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        self.steps.append(["set", row._meta.label, [row.pk], changes])

    def delete(self, row: models.Model, *, into: models.Model | None = None) -> None:
        """Delete one row and nothing else: whatever still leaned on it makes the database refuse.

        `into` is the row that stands for it now.
        """
        self.steps.append(["delete", row._meta.label, values_of(row), into.pk if into else None])
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
    emptied = False
    for field in model._meta.concrete_fields:
        pk = values[field.attname]
        if not isinstance(field, models.ForeignKey) or pk is None:
            continue
        if not field.remote_field.model._base_manager.filter(pk=pk).exists():
            if not field.null:
                return
            values[field.attname], emptied = None, True
    made = model(**values)
    if (emptied and not _may_stand(made)) or any(_is_taken(made, names) for names in unique_sets(model)):
        return
    model._base_manager.bulk_create([made])
    # Columns that fill themselves on insert get back what they held.
    model._base_manager.filter(pk=made.pk).update(**values)


def _may_stand(row: models.Model) -> bool:
    """Whether the row holds its model's conditions, with links that had to be emptied."""
    conditions = [one for one in row._meta.constraints if isinstance(one, models.CheckConstraint)]
    try:
        for one in conditions:
            one.validate(type(row), row)
    except ValidationError:
        return False
    return True


def _is_taken(row: models.Model, names: tuple[str, ...]) -> bool:
    wanted = {name: getattr(row, row._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]
    return None not in wanted.values() and type(row)._base_manager.filter(**wanted).exists()


# Columns that are right only together: when one was changed again since, the others keep their newer value too.
_TOGETHER = [{"cadence_ideal", "cadence_at_most"}]


def _set_back(model: type[models.Model], pks: list[int], changes: dict[str, list[Any]]) -> None:
    for row in model._base_manager.filter(pk__in=pks):
        now = values_of(row)
        old = {name: before for name, (before, after) in changes.items() if now[name] == after}
        for together in _TOGETHER:
            if not together & {*changes} <= {*old}:
                old = {name: value for name, value in old.items() if name not in together}
        if "version" in changes and len(old) < len(changes):
            # Edited since: a form that was opened before the merge must not pass for fresh.
            old["version"] = now["version"] + 1
        new = {name: _unpack(model, name, value) for name, value in old.items() if _stands(model, name, value)}
        for name, value in new.items():
            setattr(row, name, value)
        if new:
            model._base_manager.filter(pk=row.pk).update(**{**new, **_worked_out(row)})


def _stands(model: type[models.Model], column: str, value: Any) -> bool:
    """Whether a link can be set back: the row that it led to may be gone for good."""
    field = model._meta.get_field(column)
    if value is None or not isinstance(field, models.ForeignKey):
        return True
    return bool(field.remote_field.model._base_manager.filter(pk=value).exists())


def _worked_out(row: models.Model) -> dict[str, Any]:
    """What is kept beside the columns of a row, from the columns as they are now."""
    found = {
        field.attname: field.pre_save(row, add=False)
        for field in row._meta.concrete_fields
        if isinstance(field, NoteText | Folded)
    }
    if isinstance(row, Contact):
        row.refresh_keys()
        found |= {"name_key": row.name_key, "search_text": row.search_text}
    return found


def unique_sets(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The sets of fields of which the database allows each combination once, in every row."""
    constraints = [one.fields for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    single = [(field.name,) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    return [*(tuple(fields) for fields in (*constraints, *model._meta.unique_together) if fields), *single]
