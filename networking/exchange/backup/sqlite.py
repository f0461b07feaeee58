"""A copy of a SQLite database while others write, by SQLite's own online backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

FILE = "database.sqlite3"
Counts = dict[str, int]


def copy(source: str, target: Path) -> Counts:
    """Copy a database into a new file as it is at one moment; returns its rows by table."""
    with closing(sqlite3.connect(source, uri=source.startswith("file:"), isolation_level=None)) as here:
        # What is counted and what is copied is one and the same state.
        here.execute("BEGIN")
        counts = count(here)
        with closing(sqlite3.connect(target)) as there:
            here.backup(there)
    return counts


def count(connection: sqlite3.Connection) -> Counts:
    """Rows by table, but those that SQLite or its full-text indexes keep for themselves."""
    query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = sorted(name for (name,) in connection.execute(query))
    return {name: connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608  # the database's own names


def problem(file: Path, counts: Counts) -> str:
    """What is wrong with a copy; an empty string when it is whole and holds these rows."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copied:
            said = [row[0] for row in copied.execute("PRAGMA integrity_check(3)")]
            if said != ["ok"]:
                return f"integrity check: {'; '.join(said)}"
            if broken := copied.execute("PRAGMA foreign_key_check").fetchone():
                return f"a row of {broken[0]} leads to none of {broken[2]}"
            found = count(copied)
    except sqlite3.Error as error:
        return str(error)
    differing = sorted(name for name in {*found, *counts} if found.get(name) != counts.get(name))
    return f"other numbers of rows in {', '.join(differing)}" if differing else ""
