"""Django's way to SQLite, with the marks of values of each statement rewritten once.

Django writes `%s` where a value goes, SQLite wants `?`; Django looks each statement through for them at every question,
which takes a page of ten questions as long as the answer to one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.db.backends.sqlite3 import base

# Statements that write many rows are longer, and come once.
LONGEST = 30_000


# What Django does looks at the statement alone, and not at the cursor.
_convert: Callable[[Any, str], str] = base.SQLiteCursorWrapper.convert_query
_kept = lru_cache(maxsize=512)(partial(_convert, None))


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is not None or len(query) > LONGEST:
            return super().convert_query(query, param_names=param_names)
        return _kept(query)


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: Any = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor
