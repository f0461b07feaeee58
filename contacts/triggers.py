"""Numbers and days that the database itself keeps, by triggers: they follow their facts in the same transaction.

SQLite rebuilds a table to change it, and would trip over a trigger that names the old one. So triggers are taken away
before `migrate` and made after it; what was there before them is filled in then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate


@dataclass(frozen=True)
class Triggers:
    """The triggers that keep something.

    `names` gives each trigger of a kind of database (`connection.vendor`) with its table, `statements` what makes them.
    They are made where every table of `needs` has those columns: a `migrate` to an earlier state has none of this.
    `recount` works out anew, in a database, all that they keep, and returns how much was wrong.
    """

    names: Callable[[str], Mapping[str, str]]
    statements: Callable[[str], Iterable[str]]
    needs: Mapping[str, Collection[str]]
    recount: Callable[[str], int]

    def connect(self) -> None:
        """Let every `migrate` take them away and make them; whoever connects keeps this object."""
        pre_migrate.connect(self.drop)
        post_migrate.connect(self.install_after_migrate)

    def drop(self, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
        connection = connections[using]
        with connection.cursor() as cursor:
            there = connection.introspection.table_names(cursor)
            for name, table in self.names(connection.vendor).items():
                if connection.vendor == "sqlite":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                elif table in there:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")

    def install(self, using: str = DEFAULT_DB_ALIAS) -> None:
        """Make the triggers, anew where they are there already."""
        self.drop(using)
        with connections[using].cursor() as cursor:
            for statement in self.statements(connections[using].vendor):
                cursor.execute(statement)

    def install_after_migrate(self, sender: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
        """Runs once a `migrate`, after the last application has said that it is done."""
        if is_last(sender) and self._can_stand(connections[using]):
            self.install(using)
            self.recount(using)

    def _can_stand(self, connection: BaseDatabaseWrapper) -> bool:
        with connection.cursor() as cursor:
            there = connection.introspection.table_names(cursor)
            for table, columns in self.needs.items():
                if table not in there:
                    return False
                found = connection.introspection.get_table_description(cursor, table)
                if not {*columns} <= {one.name for one in found}:
                    return False
        return True


def is_last(sender: Any) -> bool:
    """Whether an application is the last of those that say after a `migrate` that they are done."""
    return bool(sender is [config for config in apps.get_app_configs() if config.models_module][-1])
