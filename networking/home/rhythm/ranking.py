"""Who has gone longest without a talk for their cadence: the first few of any number of people."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import connection

from networking.accounts.models import User

# Within one cadence the longest over is whoever was due first, which stands in an index: so the first few of each
# cadence are read, and there are never many cadences.
_PACES = """
WITH RECURSIVE paces(pace) AS (
  SELECT MIN(pace) FROM contacts_contact WHERE owner_id = %s AND pace > 0
  UNION ALL
  SELECT (SELECT MIN(pace) FROM contacts_contact WHERE owner_id = %s AND pace > paces.pace)
  FROM paces WHERE paces.pace IS NOT NULL
)
"""
_FIRST = """
FROM contacts_contact one
WHERE one.owner_id = %s AND one.pace = paces.pace AND one.ideal_on <= %s AND one.due_on <= %s
ORDER BY one.ideal_on, one.tie DESC NULLS LAST, one.id LIMIT %s
"""
_SQLITE = (
    f"{_PACES} SELECT person.id, person.tie, person.pace, person.ideal_on "
    f"FROM paces CROSS JOIN contacts_contact person WHERE person.id IN (SELECT one.id {_FIRST})"
)
_POSTGRES = (
    f"{_PACES} SELECT person.id, person.tie, person.pace, person.ideal_on FROM paces "
    f"CROSS JOIN LATERAL (SELECT one.id, one.tie, one.pace, one.ideal_on {_FIRST}) AS person"
)


class Ranked(NamedTuple):
    """Somebody who is due; `measure` is days since the clock began ÷ cadence, 1 on the day that they are due on."""

    pk: int
    tie: int | None
    measure: float


def longest_over(owner: User, today: date, limit: int) -> list[Ranked]:
    """The first by measure, then by tie; what is kept must hold on the day, see `kept.bring_to`. One query."""
    day = connection.ops.adapt_datefield_value(today)
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if lite else _POSTGRES, [owner.pk, owner.pk, owner.pk, day, day, limit])
        rows = cursor.fetchall()
    found = [Ranked(pk, tie, (pace + (today - ideal_on).days) / pace) for pk, tie, pace, ideal_on in rows]
    return sorted(found, key=lambda one: (-one.measure, -(one.tie or 0), one.pk))[:limit]
