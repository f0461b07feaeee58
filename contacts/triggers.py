"""Numbers and days that the database itself keeps, by triggers: they follow their facts in the same transaction.

SQLite rebuilds a table to change it, and would trip over a trigger that names the old one. So triggers are taken away
before `migrate` and made after it; what was there before them is filled in then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Triggers:
    """The triggers that keep something.

    `names` gives each trigger of a kind of database (`connection.vendor`) with its table, `statements` what makes them.
    They are made where every table of `needs` has those columns: a `migrate` to an earlier state has none of this.
    `recount` works out anew, in a database, all that they keep, and returns how much was wrong. It runs before the
    triggers are there, which would follow each of its changes, unless it leaves the work `to_them`.
    """

    names: Callable[[str], Mapping[str, str]]
    statements: Callable[[str], Iterable[str]]
    needs: Mapping[str, Collection[str]]
    recount: Callable[[str], int]
    to_them: bool = False

    def drop(self, using: str = DEFAULT_DB_ALIAS) -> None:
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

    def make(self, using: str) -> None:
        """Fill in what was there before, and make the triggers, if the tables are as new as that."""
        if not self._can_stand(connections[using]):
            return
        with transaction.atomic(using):
            self._keep_writers_out(connections[using])
            if not self.to_them:
                self.recount(using)
            self.install(using)
        if self.to_them:
            self.recount(using)

    def _keep_writers_out(self, connection: BaseDatabaseWrapper) -> None:
        """Nobody writes between a recount and the triggers; SQLite has one writer anyway."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {', '.join(self.needs)} IN SHARE ROW EXCLUSIVE MODE")

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


# What keeps something, each behind those from which it works it out.
_ranked: list[tuple[int, Triggers]] = []


def register(triggers: Triggers, *, rank: int) -> None:
    """Have triggers made at each `migrate`, after those of a lower rank."""
    _ranked.append((rank, triggers))
    _ranked.sort(key=itemgetter(0))


def drop_before_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    for _rank, triggers in _ranked:
        triggers.drop(using)


def make_after_migrate(sender: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Runs once a `migrate`, after the last application has said that it is done."""
    if is_last(sender):
        for _rank, triggers in _ranked:
            triggers.make(using)


def is_last(sender: Any) -> bool:
    """Whether an application is the last of those that say after a `migrate` that they are done."""
    return bool(sender is [config for config in apps.get_app_configs() if config.models_module][-1])
