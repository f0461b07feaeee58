"""How many communities there are, kept by the database (`contacts/kept_rows.py`): the frame of every page says it.

They belong to no month, and stand in one that never was.
"""

from __future__ import annotations

from contacts.kept_rows import KeptRows, Number

ALL = 1

KEPT = KeptRows(
    word="places",
    source="communities_community",
    day={"sqlite": "'0001-01-01'", "postgresql": "DATE '0001-01-01'"},
    columns=("trash_id",),
    numbers=(Number(ALL),),
)
