"""How many people there are, kept by the database (`kept_rows.py`): those who are not archived, those without a day.

They belong to no month, and stand in one that never was.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler

from contacts.kept_rows import KeptRows, Number

ACTIVE, UNDATED = 1, 2

KEPT = KeptRows(
    word="headcount",
    source="contacts_contact",
    day={"sqlite": "'0001-01-01'", "postgresql": "DATE '0001-01-01'"},
    columns=("archived_on", "met_on", "trash_id"),
    numbers=(Number(ACTIVE, "{row}.archived_on IS NULL"), Number(UNDATED, "{row}.met_on IS NULL")),
)
TRIGGERS = KEPT.triggers


class Headcount(Func):
    """One of the numbers of the owner of a row, as a part of a query; `of` is where the owner stands."""

    output_field = IntegerField()

    def __init__(self, what: int, of: str = "owner") -> None:
        super().__init__(F(of))
        self.what = what

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        owner, _values = compiler.compile(self.get_source_expressions()[0])
        return (
            f"(SELECT CAST(COALESCE(SUM(k.number), 0) AS bigint) FROM {KEPT.table.name} k "
            f"WHERE k.owner_id = {owner} AND k.what = {self.what})",
            (),
        )
