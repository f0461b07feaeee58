"""Full-text indexes over the kept texts, so that finding need not read them all.

SQLite keeps them in tables of its own (FTS5), which triggers hold in step with every statement; PostgreSQL in
indexes on an expression. Both split at spaces only: what a piece is, `contacts/finding/keys.py` says. They are made
after `migrate`, and made anew when a migration has changed anything: while it runs there are no triggers.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

INDEXED = [
    ("contacts_contact", "search_text"),
    ("contacts_contact", "about_text"),
    ("contacts_channel", "find_text"),
    ("contacts_interaction", "note_text"),
    ("contacts_participant", "own_text"),
]
# Every sign belongs to its piece: only spaces part them.
_TOKENIZER = "ascii tokenchars '{}'".format(string.punctuation.replace("'", "''"))
# Above so many rows it is quicker to walk along an order than to read and sort them all.
MANY = 1_000
_OF_LONG_TEXTS: set[str] = set()
_SQLITE = {
    "new": "AFTER INSERT ON {table} BEGIN {add}; END",
    "gone": "AFTER DELETE ON {table} BEGIN {remove}; END",
    "changed": "AFTER UPDATE OF {column} ON {table} WHEN OLD.{column} IS NOT NEW.{column} BEGIN {remove}; {add}; END",
}


def index(table: str, column: str) -> None:
    """Let an upper floor have an index of its own over a kept text; said once, before the first `migrate`.

    On SQLite only, where it keeps which rows have a piece, and finds beginnings of two or three letters as quickly as
    words: long texts have hundreds of words that begin so. PostgreSQL would rather make pieces of every long text again
    than use an index on them, and looks through the texts as they are in less time.
    """
    if (table, column) not in INDEXED:
        INDEXED.append((table, column))
        _OF_LONG_TEXTS.add(name_of(table, column))


def name_of(table: str, column: str) -> str:
    return f"{table}_{column}_pieces"


def holds_many(table: str, column: str, said: str) -> bool:
    """Whether very many rows, whosever they are, hold what is said in the words of SQLite's index.

    Never on PostgreSQL, which reckons itself how it reads them.
    """
    if connection.vendor != "sqlite":
        return False
    name = name_of(table, column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {name} WHERE {name} MATCH %s LIMIT 1 OFFSET %s", [said, MANY])
        return cursor.fetchone() is not None


def vector_of(column: str) -> str:
    """A text as PostgreSQL indexes it: its pieces as they are, without a dictionary."""
    return f"array_to_tsvector(string_to_array(btrim({column}), ' '))"


def drop_before_migrate(using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        for table, column in INDEXED:
            for trigger in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name_of(table, column)}_{trigger}")
            cursor.execute(f"DROP TABLE IF EXISTS {name_of(table, column)}")


def install_after_migrate(sender: Any, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Runs after this application's own part of a `migrate`."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table, column in INDEXED:
            if not _has_column(connection, cursor, table, column):
                continue
            if connection.vendor == "sqlite":
                _install_sqlite(cursor, table, column)
            elif name_of(table, column) not in _OF_LONG_TEXTS:
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {name_of(table, column)} ON {table} USING gin ({vector_of(column)})"
                )


def _has_column(connection: BaseDatabaseWrapper, cursor: Any, table: str, column: str) -> bool:
    if table not in connection.introspection.table_names(cursor):
        return False
    columns = connection.introspection.get_table_description(cursor, table)
    return any(one.name == column for one in columns)


def _install_sqlite(cursor: Any, table: str, column: str) -> None:
    name = name_of(table, column)
    cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{name}%"])
    there = {row[0] for row in cursor.fetchall()}
    if {name, *(f"{name}_{trigger}" for trigger in _SQLITE)} <= there:
        return
    tokenizer = _TOKENIZER.replace("'", "''").replace("%", "%%")
    if name not in there:
        kept = ", detail='none', prefix='2 3'" if name in _OF_LONG_TEXTS else ""
        cursor.execute(
            f"CREATE VIRTUAL TABLE {name} USING fts5("
            f"{column}, content='{table}', content_rowid='id', tokenize='{tokenizer}'{kept})"
        )
    add = f"INSERT INTO {name}(rowid, {column}) VALUES (NEW.id, NEW.{column})"
    remove = f"INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column})"
    for trigger, body in _SQLITE.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}_{trigger}")
        statement = body.format(table=table, column=column, add=add, remove=remove)
        cursor.execute(f"CREATE TRIGGER {name}_{trigger} {statement}")
    cursor.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
