"""Many new rows of one model from plain values, in few statements.

The rows are those that `bulk_create` would make of objects: defaults, moments, what is kept from other columns and the
mentions in a text are all there. But most of a big import would be the making of objects, and the asking of every
field about every value of every row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from contacts.finding.fields import Folded, NoteText
from contacts.models.mention import Mentioning

# Values that a database takes as they are.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.FileField)
_MOST_VALUES = 10_000
Row = Sequence[Any]


@dataclass(frozen=True)
class _Plan:
    """How rows are written: columns, the SQL of one row, and what makes the values of one row of what was given."""

    columns: list[str]
    template: list[str]
    always: list[Any]
    values: Callable[[Row], Row]


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> list[int]:
    """Make a row of each some values, which stand in the order of the names of columns; returns their ids in order."""
    rows = [*rows]
    if not rows:
        return []
    plan = _plan(model, names)
    write = _copied if connection.vendor == "postgresql" else _inserted
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        ids = write(cursor, model, plan, rows)
        _keep_mentions(model, names, rows, ids)
    return ids


def _inserted(cursor: Any, model: type[models.Model], plan: _Plan, rows: list[Row]) -> list[int]:
    # SQLite's own cursor and its own mark: else every one of ten thousand marks would be looked for and turned.
    columns, one = _quoted(plan.columns), f"({', '.join(plan.template)})".replace("%s", "?")
    execute = partial(sqlite3.Cursor.execute, cursor.cursor)
    most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    at_once = max(1, min(most, _MOST_VALUES) // max(1, plan.template.count("%s")))
    ids: list[int] = []
    for start in range(0, len(rows), at_once):
        some = rows[start : start + at_once]
        given: list[Any] = []
        for row in some:
            given += plan.always
            given += plan.values(row)
        with connection.wrap_database_errors:
            found = execute(
                f"INSERT INTO {_quoted([model._meta.db_table])} ({columns}) VALUES {', '.join([one] * len(some))} "
                f"RETURNING {_quoted([_pk(model)])}",
                given,
            )
            ids += [pk for (pk,) in found]
    return ids


def _copied(cursor: Any, model: type[models.Model], plan: _Plan, rows: list[Row]) -> list[int]:
    """COPY of PostgreSQL, with ids that are taken before: no statement of thousands of values has to be written."""
    table = _quoted([model._meta.db_table])
    taken = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    cursor.execute(taken, [table, _pk(model), len(rows)])
    ids = [found[0] for found in cursor.fetchall()]
    statement = f"COPY {table} ({_quoted([_pk(model), *plan.columns])}) FROM STDIN"
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for pk, row in zip(ids, rows, strict=True):
            copy.write_row((pk, *plan.always, *plan.values(row)))
    return ids


def _pk(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, names))


def _plan(model: type[models.Model], names: Sequence[str]) -> _Plan:
    now = timezone.now()
    fixed: list[tuple[str, str]] = []
    always: list[tuple[str, Any]] = []
    taken: list[tuple[str, int]] = []
    makers: list[tuple[str, Callable[[Row], Any]]] = []
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        sources, column = _sources(field), str(field.column)
        if field.attname in names:
            place = [*names].index(field.attname)
            if make := _given(field, place):
                makers.append((column, make))
            else:
                taken.append((column, place))
        elif any(source in names for source in sources):
            makers.append((column, _kept(field, names, sources)))
        else:
            moment = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
            value = field.get_db_prep_save(now if moment else field.get_default(), connection)
            if isinstance(field, models.JSONField) and value is not None:
                value = json.dumps(field.get_default(), cls=field.encoder)
            literal = _literal(value)
            if connection.vendor == "postgresql":
                # A column that is left out is empty; rows that are copied know no SQL.
                always += [] if value is None else [(column, value)]
            elif literal is None:
                always.append((column, value))
            else:
                fixed.append((column, literal))
    return _Plan(
        columns=[column for column, *_rest in (*always, *taken, *makers, *fixed)],
        template=["%s"] * (len(always) + len(taken) + len(makers)) + [literal for _column, literal in fixed],
        always=[value for _column, value in always],
        values=_maker([place for _column, place in taken], [make for _column, make in makers]),
    )


def _maker(places: list[int], makers: list[Callable[[Row], Any]]) -> Callable[[Row], Row]:
    # With two places or more a getter gives a tuple of them.
    take = itemgetter(*places) if len(places) > 1 else lambda row: tuple(row[place] for place in places)
    return lambda row: (*take(row), *[make(row) for make in makers])


def _given(field: models.Field[Any, Any], place: int) -> Callable[[Row], Any] | None:
    """What makes a value fit for the database; None when it is so already."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, _PLAIN):
        return None
    if isinstance(target, models.JSONField):
        return lambda row: None if row[place] is None else json.dumps(row[place], cls=target.encoder)
    return lambda row: None if row[place] is None else field.get_db_prep_save(row[place], connection)


def _sources(field: models.Field[Any, Any]) -> tuple[str, ...]:
    if isinstance(field, Folded):
        return (field.source,)
    return field.sources if isinstance(field, NoteText) else ()


def _kept(field: Any, names: Sequence[str], sources: tuple[str, ...]) -> Callable[[Row], Any]:
    places = [[*names].index(source) for source in sources if source in names]
    return lambda row: field.kept(*(row[place] for place in places))


def _literal(value: Any) -> str | None:
    """A value as SQL, where it is one that needs no care."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(int(value))
    return "''" if value == "" else None


def _keep_mentions(model: type[models.Model], names: Sequence[str], rows: list[Row], ids: list[int]) -> None:
    if not issubclass(model, Mentioning) or model.mentions_in not in names:
        return
    place = [*names].index(model.mentions_in)
    said = [pk for pk, row in zip(ids, rows, strict=True) if "@[" in row[place]]
    for start in range(0, len(said), 500):
        model.were_written([*model._base_manager.filter(pk__in=said[start : start + 500])], fields=None)
