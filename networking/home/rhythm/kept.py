"""The database itself keeps when a person is due, in the columns of `contacts.models.kept_rhythm`.

They follow their facts in the same transaction, whatever changes them: a talk, the person, a rest, a community and who
is in it, the rhythm of a tie, the owner's time zone. What is kept was worked out for a day (`reckoned_on`) and says on
which days it holds, because memberships begin and end and planned talks come to pass without anybody writing anything.
`bring_to` works the few people out anew for whom a day is outside of those; no scheduler is needed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from networking.accounts.models import User
from networking.home.rhythm.kept_sql import ON, PERSON, POSTGRES, RECKONED, SQLITE, reckoning

_STALE = """
SELECT EXISTS (SELECT 1 FROM contacts_contact WHERE owner_id = %s AND stands_until <= %s)
    OR EXISTS (SELECT 1 FROM contacts_contact WHERE owner_id = %s AND stands_from > %s)
"""
_BRING = """
UPDATE contacts_contact SET reckoned_on = %s WHERE owner_id = %s AND (stands_until <= %s OR stands_from > %s)
"""


def bring_to(owner: User, today: date) -> None:
    """See to it that what is kept of an owner's people holds on a day; one query, and nearly never a second one."""
    day = connection.ops.adapt_datefield_value(today)
    with connection.cursor() as cursor:
        cursor.execute(_STALE, [owner.pk, day, owner.pk, day])
        if cursor.fetchone()[0]:
            cursor.execute(_BRING, [day, owner.pk, day, day])


def drop_before_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            return
        there = connection.introspection.table_names(cursor)
        for name, table in ON.items():
            if table in there:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def install_after_migrate(sender: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Runs once a `migrate`, after the last application has said that it is done."""
    if sender is not [config for config in apps.get_app_configs() if config.models_module][-1]:
        return
    if _has_columns(connections[using]):
        install(using)
        recount(using)


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the triggers, anew where they are there already."""
    connection = connections[using]
    drop_before_migrate(using)
    with connection.cursor() as cursor:
        statements = POSTGRES
        if connection.vendor == "sqlite":
            statements = tuple(f"CREATE TRIGGER {name} {body}" for name, body in SQLITE.items())
        for statement in statements:
            cursor.execute(statement)


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


def _has_columns(connection: BaseDatabaseWrapper) -> bool:
    """Whether the tables are as new as the models: a `migrate` to an earlier state has none of this."""
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)
        if not {*ON.values()} <= {*there}:
            return False
        columns = connection.introspection.get_table_description(cursor, PERSON)
        return {*RECKONED} <= {one.name for one in columns}
