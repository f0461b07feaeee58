"""How many referrals there were, kept by the database by day and by month (`kept_rows.py`)."""

from __future__ import annotations

from contacts.kept_rows import KeptRows, Number
from contacts.kept_table import DAYS, MONTHS

RECEIVED, GIVEN, USEFUL, NOT_THANKED, UNASKED = range(1, 6)
_RECEIVED = "{row}.direction = 'received'"

KEPT = KeptRows(
    word="referrals",
    source="contacts_referral",
    day=dict.fromkeys(("sqlite", "postgresql"), "{row}.made_on"),
    when="{row}.made_on IS NOT NULL",
    columns=("direction", "made_on", "useful_on", "thanked_on", "asked_on", "trash_id"),
    numbers=(
        Number(RECEIVED, _RECEIVED, grains=(DAYS, MONTHS)),
        Number(GIVEN, "{row}.direction = 'given'", grains=(DAYS, MONTHS)),
        Number(USEFUL, f"{_RECEIVED} AND {{row}}.useful_on IS NOT NULL"),
        Number(NOT_THANKED, f"{_RECEIVED} AND {{row}}.thanked_on IS NULL"),
        Number(UNASKED, f"{_RECEIVED} AND {{row}}.asked_on IS NULL"),
    ),
)
TRIGGERS = KEPT.triggers
