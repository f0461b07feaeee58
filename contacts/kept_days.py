"""The database itself keeps `Participant.counted_on`: the day of the interaction while it counts, else nothing.

The last contact of thousands of people is then one step down an index for each. The column follows its facts in the
same transaction, whatever changes them: a form, a bulk statement, the trash, an import. Like the guard of owners, the
triggers are taken away before `migrate` and made after it, and what was there before is filled in then.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_PART, _TALK = "contacts_participant", "contacts_interaction"
_DAY = f"(SELECT day FROM {_TALK} WHERE id = %s.interaction_id AND answered AND trash_id IS NULL)"
_SQLITE = {
    "kept_day_of_new": f"AFTER INSERT ON {_PART} BEGIN UPDATE {_PART} "
    f"SET counted_on = {_DAY % 'NEW'} WHERE id = NEW.id; END",
    "kept_day_of_changed": f"AFTER UPDATE OF interaction_id, counted_on ON {_PART} "
    f"WHEN NEW.counted_on IS NOT {_DAY % 'NEW'} BEGIN UPDATE {_PART} "
    f"SET counted_on = {_DAY % 'NEW'} WHERE id = NEW.id; END",
    "kept_day_of_talk": f"AFTER UPDATE OF day, answered, trash_id ON {_TALK} BEGIN UPDATE {_PART} "
    "SET counted_on = CASE WHEN NEW.answered AND NEW.trash_id IS NULL THEN NEW.day END "
    "WHERE interaction_id = NEW.id; END",
}
_POSTGRES: tuple[str, ...] = (
    f"""
CREATE OR REPLACE FUNCTION kept_day_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.counted_on := {_DAY % "NEW"};
  RETURN NEW;
END $$
""",
    f"""
CREATE OR REPLACE FUNCTION kept_day_of_talk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE {_PART} SET counted_on = NULL WHERE interaction_id = NEW.id;
  RETURN NULL;
END $$
""",
    f"CREATE TRIGGER kept_day_of_part BEFORE INSERT OR UPDATE OF interaction_id, counted_on ON {_PART} "
    "FOR EACH ROW EXECUTE FUNCTION kept_day_of_part()",
    f"CREATE TRIGGER kept_day_of_talk AFTER UPDATE OF day, answered, trash_id ON {_TALK} "
    "FOR EACH ROW EXECUTE FUNCTION kept_day_of_talk()",
)


def drop_before_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    connection = connections[using]
    names = [*_SQLITE] if connection.vendor == "sqlite" else ["kept_day_of_part", "kept_day_of_talk"]
    with connection.cursor() as cursor:
        for name in names:
            table = _TALK if name.endswith("talk") else _PART
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            elif table in connection.introspection.table_names(cursor):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def install_after_migrate(sender: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Runs once a `migrate`, after the last application has said that it is done."""
    if sender is not [config for config in apps.get_app_configs() if config.models_module][-1]:
        return
    connection = connections[using]
    if not _has_column(connection):
        return
    drop_before_migrate(using)
    with connection.cursor() as cursor:
        statements = _POSTGRES
        if connection.vendor == "sqlite":
            statements = tuple(f"CREATE TRIGGER {name} {body}" for name, body in _SQLITE.items())
        for statement in statements:
            cursor.execute(statement)
    recount(using)


def _has_column(connection: BaseDatabaseWrapper) -> bool:
    """Whether the tables are as new as the models: a `migrate` to an earlier state has none of this."""
    with connection.cursor() as cursor:
        if _PART not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, _PART)
    return any(column.name == "counted_on" for column in columns)


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every day out again from the facts; returns how many were wrong."""
    connection = connections[using]
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    day = _DAY % _PART
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_PART} SET counted_on = {day} WHERE counted_on {differs} {day}")
        return int(cursor.rowcount)
