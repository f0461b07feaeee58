"""The database itself refuses a row that joins two owners: a trigger for every link between owned rows.

Links are foreign keys of owned models, and the two sides of a many-to-many table, which has no owner of its own.

The triggers are made from the models after every `migrate`, and taken away before it, because SQLite
rebuilds tables to change them and would trip over a trigger that names the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from contacts.owned import Owned, owned_links
from contacts.triggers import is_last

PREFIX = "one_owner_"
# A function for each link: one for all would have to look up what it is asked about for every row.
_FUNCTION = """
CREATE OR REPLACE FUNCTION "{trigger}"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {mine} <> (SELECT owner_id FROM "{target}" WHERE id = NEW."{column}") THEN
    RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""


@dataclass(frozen=True, order=True)
class Link:
    """A column that leads to an owned table, and where the row's own owner stands: on itself, or behind a column."""

    table: str
    column: str
    target: str
    own_column: str = ""
    own_table: str = ""

    @property
    def trigger(self) -> str:
        return f"{PREFIX}{self.table}_{self.column}"[:63]


def links() -> list[Link]:
    """Every link between two owned rows."""
    found = []
    for model in apps.get_models():
        if not issubclass(model, Owned):
            continue
        table = model._meta.db_table
        found += [Link(table, one.column, one.remote_field.model._meta.db_table) for one in owned_links(model)]
        for many in model._meta.local_many_to_many:
            through = many.remote_field.through
            if through is not None and through._meta.auto_created and issubclass(many.remote_field.model, Owned):
                mine, theirs = f"{model._meta.model_name}_id", many.m2m_reverse_name()
                target = many.remote_field.model._meta.db_table
                found.append(Link(through._meta.db_table, theirs, target, mine, table))
    return sorted(found)


def drop_before_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    _drop(connections[using])


def install_after_migrate(sender: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Runs once a `migrate`, after the last application has said that it is done."""
    connection = connections[using]
    if not is_last(sender):
        return
    if MigrationRecorder(connection).has_table() and _names(connection) != {link.trigger for link in links()}:
        _drop(connection)
        _install(connection)


def _names(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid AND proname = tgname "
        "WHERE NOT tgisinternal AND tgname LIKE 'one_owner_%%'"
        if connection.vendor == "postgresql"
        else "SELECT DISTINCT substr(name, 1, length(name) - 2) FROM sqlite_master "
        "WHERE type = 'trigger' AND name LIKE 'one_owner_%%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def _drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
                "WHERE NOT tgisinternal AND tgname LIKE 'one_owner_%'"
            )
            for name, table in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON {table}')
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'one_owner_%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def _install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS one_owner_check()")
        for link in links():
            for statement in _statements(connection, link):
                cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper, link: Link) -> list[str]:
    own = link.own_column or "owner_id"
    mine = f'(SELECT owner_id FROM "{link.own_table}" WHERE id = NEW."{own}")' if link.own_table else "NEW.owner_id"
    refusal = f"one owner: {link.table}.{link.column} points at another owner''s row"
    if connection.vendor == "postgresql":
        said = {"trigger": link.trigger, "mine": mine, "target": link.target, "column": link.column}
        return [
            _FUNCTION.format(**said, refusal=refusal),
            f'CREATE TRIGGER "{link.trigger}" BEFORE INSERT OR UPDATE OF "{link.column}", "{own}" ON "{link.table}" '
            f'FOR EACH ROW WHEN (NEW."{link.column}" IS NOT NULL) EXECUTE FUNCTION "{link.trigger}"()',
        ]
    return [
        f'CREATE TRIGGER "{link.trigger}_{event[0].lower()}" BEFORE {event} ON "{link.table}" '
        f'WHEN NEW."{link.column}" IS NOT NULL AND {mine} <> '
        f'(SELECT owner_id FROM "{link.target}" WHERE id = NEW."{link.column}") '
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        for event in ("INSERT", f'UPDATE OF "{link.column}", "{own}"')
    ]
