"""How many people there are, kept by the database (`kept_rows.py`): those who are not archived, those without a day.

They belong to no month, and stand in one that never was.
"""

from __future__ import annotations

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
