"""How many people and communities an owner has, for the frame of every page; they are not counted one by one."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from communities import kept_places
from contacts import kept_headcount
from networking.accounts.models import User

# Beyond this the frame says only that there are more.
MOST = 10_000
_SUMS = [
    f"SELECT CAST(COALESCE(SUM(number), 0) AS bigint) FROM {table.name} WHERE owner_id = %s AND what = {what}"  # noqa: S608  # names of our own
    for table, what in (
        (kept_headcount.KEPT.table, kept_headcount.ACTIVE),
        (kept_places.KEPT.table, kept_places.ALL),
    )
]
_BOTH = f"SELECT ({_SUMS[0]}), ({_SUMS[1]})"


def counts_of(owner: User) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, [owner.pk, owner.pk])
        return as_said(*cursor.fetchone())


def counted(owner: User) -> list[RawSQL]:
    """The same two numbers as parts of a query."""
    return [RawSQL(one, [owner.pk]) for one in _SUMS]  # noqa: S611  # names of our own


def as_said(people: int, communities: int) -> dict[str, Any]:
    """What the frame says of the two numbers."""
    return {"people": min(people, MOST), "more": people > MOST, "communities": communities}
