"""How many rows of a table there are, kept by the database by day and by month.

Each row counts by itself, by its own columns, so that a change of many rows in one statement needs no care. The
numbers follow their facts in the same transaction, whatever changes those: a form, a bulk statement, the trash, a
merge, an import.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections

from contacts.kept_following import Followed, following
from contacts.kept_table import DAYS, MONTHS, KeptTable
from contacts.triggers import Triggers

_MONTH = {"sqlite": "date({day}, 'start of month')", "postgresql": "date_trunc('month', ({day})::timestamp)::date"}


@dataclass(frozen=True)
class Number:
    """Something that is counted, in SQL over the columns of `{row}`.

    `what` is its number in the table, NULL for rows that are not counted, `value` how much a row counts for.
    """

    what: int | str
    when: str = ""
    value: str = "1"
    grains: Sequence[int] = (MONTHS,)


@dataclass(frozen=True)
class KeptRows:
    """The kept numbers of the rows of a table that are not in the trash and fulfil `when`.

    `day` is the day of a row for each kind of database, `columns` are those on which anything of it depends.
    """

    word: str
    source: str
    day: dict[str, str]
    columns: Sequence[str]
    numbers: Sequence[Number]
    when: str = ""

    @property
    def table(self) -> KeptTable:
        return KeptTable(f"{self.source.split('_')[0]}_kept_{self.word}", ("owner_id", "what", "grain", "first"))

    @property
    def triggers(self) -> Triggers:
        return following(self.word, self.table, [Followed(self.source, self.columns, self._change)], self.recount)

    def recount(self, using: str = DEFAULT_DB_ALIAS) -> int:
        """Work every number out again, in a table that is made if need be; returns how many were wrong."""
        found = self._found("r", connections[using].vendor, "SUM({value})", f"FROM {self.source} r", " GROUP BY {keys}")
        whole = f"WITH found ({self.table.columns}) AS ({found}) SELECT * FROM found WHERE number <> 0"
        return self.table.recount(whole, using=using)

    def _found(self, row: str, vendor: str, number: str, source: str = "", end: str = "") -> str:
        """What is counted of a row, or of a table of rows, as rows of the kept table."""
        day = self.day[vendor].format(row=row)
        first = {DAYS: day, MONTHS: _MONTH[vendor].format(day=day)}
        pieces = []
        for one in self.numbers:
            what = str(one.what).format(row=row)
            value = number.format(value=one.value.format(row=row))
            said = [f"{row}.trash_id IS NULL", self.when.format(row=row), one.when.format(row=row)]
            counts = " AND ".join(filter(None, [*said, f"{what} IS NOT NULL" if isinstance(one.what, str) else ""]))
            for grain in one.grains:
                # A constant is the same for all, and no name of a column.
                keys = ", ".join(key for key in (f"{row}.owner_id", what, first[grain]) if f"{row}." in key)
                pieces.append(
                    f"SELECT {row}.owner_id, {what}, {grain}, {first[grain]}, {value} {source} "
                    f"WHERE {counts}{end.format(keys=keys)}"
                )
        return " UNION ALL ".join(pieces)

    def _change(self, row: str, sign: int, vendor: str) -> str:
        added = self._found(row, vendor, f"{sign} * ({{value}})")
        return f"INSERT INTO {self.table.name} ({self.table.columns}) {added} {self.table.added}"


def choices(column: str, numbers: dict[str, int]) -> str:
    """The number of a choice, or NULL for what is none of them."""
    return f"CASE {{row}}.{column} " + " ".join(f"WHEN '{one}' THEN {key}" for one, key in numbers.items()) + " END"
