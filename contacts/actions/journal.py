"""What a merge did to the database, step by step, as plain data that can be played backwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from contacts.actions.setting_back import pack, set_back, unpack
from contacts.actions.writing import write_columns
from contacts.columns import field_of
from contacts.models.mention import Mentioning

Changes = dict[str, tuple[Any, Any]]


def values_of(row: models.Model) -> dict[str, Any]:
    """The stored columns of a row, by attribute, as they go into JSON."""
    return {field.attname: pack(field.value_from_object(row)) for field in row._meta.concrete_fields}


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

    def set_each(self, model: type[models.Model], rows: Sequence[tuple[models.Model, Changes]]) -> None:
        """Give rows new values, each its own; the columns are the same in all."""
        for row, changes in rows:
            for column, (_before, after) in changes.items():
                setattr(row, column, after)
            self.steps.append(["set", model._meta.label, [row.pk], {name: [*pair] for name, pair in changes.items()}])
        if rows:
            write_columns([row for row, _changes in rows], [*rows[0][1]])

    def save(self, row: models.Model, before: dict[str, Any]) -> None:
        """Save a row that was changed in memory; `before` is what `values_of` said of it earlier."""
        if isinstance(row, Mentioning):
            row.keeps = False
        if hasattr(row, "tells"):
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
    there: set[tuple[type[models.Model], Any]] = set()
    for run in _runs(steps):
        kind, label, *rest = run[0]
        model = apps.get_model(label)
        if kind == "delete":
            _put_back(model, rest[0], there)
        else:
            set_back(model, [(pks, changes) for _kind, _label, pks, changes in run])


def _runs(steps: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    """The steps from the last to the first; neighbours that change one model's rows, and cannot clash, together."""
    run: list[list[Any]] = []
    for step in reversed([*steps]):
        if run and not (_may_join(run[-1]) and _may_join(step) and run[-1][1] == step[1]):
            yield run
            run = []
        run.append(step)
    if run:
        yield run


def _may_join(step: list[Any]) -> bool:
    if step[0] != "set":
        return False
    model = apps.get_model(step[1])
    names = {name for names in unique_sets(model) for name in names}
    return names.isdisjoint({*step[3]} | {name.removesuffix("_id") for name in step[3]})


def _put_back(model: type[models.Model], row: dict[str, Any], there: set[tuple[type[models.Model], Any]]) -> None:
    """Insert a deleted row with its old id; one whose other end is gone for good stays away.

    `there` gathers the ends that were found: while steps are undone, none goes.
    """
    values = {column: unpack(model, column, value) for column, value in row.items()}
    emptied = False
    for field in model._meta.concrete_fields:
        pk = values[field.attname]
        if not isinstance(field, models.ForeignKey) or pk is None:
            continue
        end = (field.remote_field.model, pk)
        if end in there or end[0]._base_manager.filter(pk=pk).exists():
            there.add(end)
        elif not field.null:
            return
        else:
            values[field.attname], emptied = None, True
    made = model(**values)
    if (emptied and not _may_stand(made)) or _is_there(made):
        return
    model._base_manager.bulk_create([made])
    # Columns that fill themselves on insert get back what they held.
    model._base_manager.filter(pk=made.pk).update(**values)


def _may_stand(row: models.Model) -> bool:
    """Whether the row holds its model's conditions, with links that had to be emptied."""
    return _hold(row, [one for one in row._meta.constraints if isinstance(one, models.CheckConstraint)])


def _hold(row: models.Model, constraints: Iterable[models.BaseConstraint]) -> bool:
    try:
        for one in constraints:
            one.validate(type(row), row)
    except ValidationError:
        return False
    return True


def _is_there(row: models.Model) -> bool:
    """Whether what may stand only once, everywhere or under a condition, stands there again."""
    conditional = [
        one for one in row._meta.constraints if isinstance(one, models.UniqueConstraint) and one.condition is not None
    ]
    everywhere = {*unique_sets(type(row))} - {one.fields for one in conditional}
    return any(_is_taken(row, names) for names in everywhere) or not _hold(row, conditional)


def _is_taken(row: models.Model, names: tuple[str, ...]) -> bool:
    wanted = {name: getattr(row, field_of(row, name).attname) for name in names}
    return None not in wanted.values() and type(row)._base_manager.filter(**wanted).exists()


def unique_sets(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The sets of fields of which the database allows each combination once, in every row."""
    return _unique_sets(model._meta.label)


@cache
def _unique_sets(label: str) -> list[tuple[str, ...]]:
    model = apps.get_model(label)
    constraints = [one.fields for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    single = [(field.name,) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    return [*(tuple(fields) for fields in (*constraints, *model._meta.unique_together) if fields), *single]
