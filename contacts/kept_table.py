"""A table of numbers that triggers keep: made where it is missing, compared with the facts, and mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

# What one row of a table counts: what belongs to a day, or to the month that begins on the day.
DAYS, MONTHS = 0, 1
# Keeps our locks apart from those of others; one for all such tables, or two writers could wait for each other.
LOCK = 7421
_TYPES = {"what": "smallint", "grain": "smallint", "first": "date"}


@dataclass(frozen=True)
class KeptTable:
    """One number for each `key`, the owner first; a number of zero is the same as no row."""

    name: str
    key: tuple[str, ...]

    @property
    def columns(self) -> str:
        return ", ".join((*self.key, "number"))

    @property
    def added(self) -> str:
        """The end of an INSERT that adds its numbers to those which stand there."""
        return f"ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET number = {self.name}.number + excluded.number"

    def adding(self, found: str) -> str:
        """The statement that adds the numbers that a query finds to those which stand there."""
        return f"INSERT INTO {self.name} ({self.columns}) {found} {self.added}"

    def recount(self, facts: str, values: Sequence[Any] = (), using: str = DEFAULT_DB_ALIAS) -> int:
        """Make the table if need be, and have it hold the rows that `facts` selects; returns how many were wrong."""
        connection = connections[using]
        anew = f"{self.name}_anew"
        fields = ", ".join(f"{column} {_TYPES.get(column, 'bigint')} NOT NULL" for column in (*self.key, "number"))
        whole = " WITHOUT ROWID" if connection.vendor == "sqlite" else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {self.name} ({fields}, PRIMARY KEY ({', '.join(self.key)})){whole}"
            )
            cursor.execute(f"CREATE TEMPORARY TABLE {anew} ({fields})")
            try:
                cursor.execute(f"INSERT INTO {anew} ({self.columns}) {facts}", values)
                kept = f"SELECT {self.columns} FROM {self.name} WHERE number <> 0"
                right = f"SELECT {self.columns} FROM {anew}"
                cursor.execute(
                    f"SELECT COUNT(*) FROM (SELECT DISTINCT {', '.join(self.key)} FROM ("
                    f"SELECT * FROM ({kept} EXCEPT {right}) gone UNION ALL "
                    f"SELECT * FROM ({right} EXCEPT {kept}) missing) differing) wrong"
                )
                wrong = int(cursor.fetchone()[0])
                if wrong:
                    cursor.execute(f"DELETE FROM {self.name}")
                    cursor.execute(f"INSERT INTO {self.name} ({self.columns}) {right}")
            finally:
                cursor.execute(f"DROP TABLE {anew}")
        return wrong
