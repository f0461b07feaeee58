"""The database itself keeps when a person is due, in the columns of `contacts.models.kept_rhythm`.

They follow their facts in the same transaction, whatever changes them: a talk, the person, a rest, a community and who
is in it, the rhythm of a tie, the owner's time zone. What is kept was worked out for a day (`reckoned_on`) and says on
which days it holds, because memberships begin and end and planned talks come to pass without anybody writing anything.
`contacts.overdue.bring_to` works the few people out anew for whom a day is outside of those; no scheduler is needed.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections

from contacts.triggers import Triggers
from networking.home.rhythm.kept_sql import ON, PERSON, POSTGRES, RECKONED, SQLITE, reckoning


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work everything out again, each person for the day they were worked out for; returns how many were wrong."""
    connection = connections[using]
    vendor = connection.vendor
    today = "date('now')" if vendor == "sqlite" else "(now() AT TIME ZONE 'UTC')::date"
    right = reckoning("one", f"COALESCE(one.reckoned_on, {today})", vendor)
    kept = ", ".join(f"one.{name}" for name in RECKONED)
    found = f"SELECT one.id FROM {PERSON} one WHERE ({kept}) IS NOT ({right})"
    if vendor != "sqlite":
        differ = " OR ".join(f"one.{name} IS DISTINCT FROM two.{name}" for name in RECKONED)
        found = f"SELECT one.id FROM {PERSON} one, LATERAL ({right}) two WHERE {differ}"
    with connection.cursor() as cursor:
        cursor.execute(found)
        ids = [row[0] for row in cursor.fetchall()]
        for begin in range(0, len(ids), 500):
            some = ids[begin : begin + 500]
            cursor.execute(f"UPDATE {PERSON} SET pace = pace WHERE id IN ({', '.join(['%s'] * len(some))})", some)
    return len(ids)


def _statements(vendor: str) -> tuple[str, ...]:
    if vendor == "sqlite":
        return tuple(f"CREATE TRIGGER {name} {body}" for name, body in SQLITE.items())
    return tuple(POSTGRES)


TRIGGERS = Triggers(
    names=lambda vendor: dict.fromkeys(SQLITE, "") if vendor == "sqlite" else ON,
    statements=_statements,
    needs={table: RECKONED if table == PERSON else () for table in ON.values()},
    recount=recount,
    to_them=True,
)
