"""How long something lasts, as both databases work it out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler

from communities.event_days import LONGEST_NIGHT


class Lasts(Func):
    """The days between two moments, the later one first."""

    output_field: models.Field[Any, Any] = models.FloatField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="(julianday(%(expressions)s))", arg_joiner=") - julianday(")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(EXTRACT(EPOCH FROM (%(expressions)s)) / 86400)", arg_joiner=" - "
        )


class LastsDays(Lasts):
    """Whether something goes on for longer than a night; written the same in the index and where it is looked for."""

    output_field = models.BooleanField()
    _LEAST = LONGEST_NIGHT / timedelta(days=1)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        sql, params = super().as_sqlite(compiler, connection, **extra)
        return f"({sql} >= {self._LEAST})", params

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        sql, params = super().as_postgresql(compiler, connection, **extra)
        return f"({sql} >= {self._LEAST})", params
