"""Days and moments as the database keeps them, where hundreds are read and few are looked at.

SQLite keeps them as texts, and Django takes each to pieces: that costs more than finding the row.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TypeAlias

from django.db import connection
from django.db.models import CharField, F
from django.db.models.functions import Cast

Day: TypeAlias = date | str | None
Moment: TypeAlias = datetime | str


def as_kept(name: str) -> Cast | F:
    """A column of days or moments for a prepared `values_list`: texts on SQLite, moments there in UTC."""
    return Cast(F(name), CharField()) if connection.vendor == "sqlite" else F(name)


def day_of(kept: Day) -> date | None:
    return date.fromisoformat(kept) if isinstance(kept, str) else kept


def moment_of(kept: Moment) -> datetime:
    return datetime.fromisoformat(kept).replace(tzinfo=UTC) if isinstance(kept, str) else kept
