"""The database itself refuses a row that joins two owners: one trigger for every link between owned rows.

The triggers are made from the models after every `migrate`, and taken away before it, because SQLite
rebuilds tables to change them and would trip over a trigger that names the old one.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from contacts.owned import Owned, owned_links

PREFIX = "one_owner_"
_FUNCTION = """
CREATE OR REPLACE FUNCTION one_owner_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE linked bigint; theirs bigint;
BEGIN
  linked := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
  IF linked IS NOT NULL THEN
    EXECUTE format('SELECT owner_id FROM %I WHERE id = $1', TG_ARGV[1]) INTO theirs USING linked;
    IF theirs IS NOT NULL AND theirs <> NEW.owner_id THEN
      RAISE EXCEPTION 'one owner: %.% points at another owner''s row', TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$
"""


def links() -> list[tuple[str, str, str]]:
    """(table, column, table it points at) of every link between two owned models."""
    return sorted(
        (model._meta.db_table, field.column, field.remote_field.model._meta.db_table)
        for model in apps.get_models()
        if issubclass(model, Owned)
        for field in owned_links(model)
    )


def drop_before_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    _drop(connections[using])


def install_after_migrate(sender: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Runs once a `migrate`, after the last application has said that it is done."""
    if sender is not [config for config in apps.get_app_configs() if config.models_module][-1]:
        return
    connection = connections[using]
    if MigrationRecorder(connection).has_table() and _names(connection) != {_name(*link) for link in links()}:
        _drop(connection)
        _install(connection)


def _name(table: str, column: str, target: str) -> str:
    return f"{PREFIX}{table}_{column}"[:63]


def _names(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'one_owner_%%'"
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
            cursor.execute(_FUNCTION)
        for table, column, target in links():
            for statement in _statements(connection, table, column, target):
                cursor.execute(statement)


def _statements(connection: BaseDatabaseWrapper, table: str, column: str, target: str) -> list[str]:
    name = _name(table, column, target)
    if connection.vendor == "postgresql":
        return [
            f'CREATE TRIGGER "{name}" BEFORE INSERT OR UPDATE OF "{column}", owner_id ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION one_owner_check('{column}', '{target}')"
        ]
    return [
        f'CREATE TRIGGER "{name}_{event[0].lower()}" BEFORE {event} ON "{table}" '
        f'WHEN NEW."{column}" IS NOT NULL AND NEW.owner_id <> '
        f'(SELECT owner_id FROM "{target}" WHERE id = NEW."{column}") '
        f"BEGIN SELECT RAISE(ABORT, 'one owner: {table}.{column} points at another owner''s row'); END"
        for event in ("INSERT", f'UPDATE OF "{column}", owner_id')
    ]
