"""Columns of many rows written at once, each row with values of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def write_columns(rows: Sequence[models.Model], columns: Sequence[str]) -> None:
    """What `bulk_update` does, without its branch for each row: that takes longer to write than to carry out.

    The rows are of one model and in the database; call it in a transaction.
    """
    if not rows or not columns:
        return
    meta, quote = type(rows[0])._meta, connection.ops.quote_name
    fields: list[Any] = [meta.get_field(name) for name in columns]
    set_to = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    key: Any = meta.pk
    statement = f"UPDATE {quote(meta.db_table)} SET {set_to} WHERE {quote(key.column)} = %s"  # noqa: S608  # names of ours
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[*_values(row, fields), row.pk] for row in rows])


def _values(row: models.Model, fields: Sequence[Any]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
