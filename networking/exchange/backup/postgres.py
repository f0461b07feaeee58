"""A copy of a PostgreSQL database by its own programs, as it is at one moment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

FILE = "database.dump"
Counts = dict[str, int]
_COPY = re.compile(rb'COPY public\.("?)([^" ]+)\1 \(')
_EMPTY = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


class ProgramFailed(Exception):
    """A program of PostgreSQL is missing or said no; the text is its own."""


_NAMES = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
_VARIABLES = {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
              "sslkey": "PGSSLKEY"}  # fmt: skip


def _address(database: dict[str, Any]) -> dict[str, str]:
    """How the database is reached, in the words of its own library."""
    found = {theirs: str(database[ours]) for ours, theirs in _NAMES.items() if database.get(ours)}
    options = database.get("OPTIONS", {})
    return found | {name: str(options[name]) for name in _VARIABLES if name in options}


def _run(database: dict[str, Any], program: str, *arguments: str) -> None:
    """Run a program; the address goes by variables, so that no password stands in the list of processes."""
    said = {_VARIABLES.get(name, f"PG{name.upper()}"): value for name, value in _address(database).items()}
    environment = {"PATH": os.defpath, "HOME": str(Path.home()), "LC_ALL": "C"} | said
    command = [_program(program), *arguments]
    try:
        subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603  # our own words
    except subprocess.CalledProcessError as error:
        raise ProgramFailed(f"{program}: {error.stderr.decode(errors='replace').strip()[:500]}") from None


def _program(name: str) -> str:
    if found := shutil.which(name):
        return found
    raise ProgramFailed(f"{name} is not installed: take the client programs of PostgreSQL")


def copy(database: dict[str, Any], target: Path) -> Counts:
    """Dump a database into a new file; returns its rows by table at the very moment of the dump."""
    conninfo = make_conninfo(**_address(database))
    with psycopg.connect(conninfo, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        [snapshot] = cursor.execute("SELECT pg_export_snapshot()").fetchone() or [""]
        names = cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        counts = {}
        for (name,) in names:
            counted = cursor.execute(sql.SQL("SELECT COUNT(*) FROM public.{}").format(sql.Identifier(name))).fetchone()
            counts[name] = counted[0] if counted else 0
        _run(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public",
             f"--snapshot={snapshot}", f"--file={target}")  # fmt: skip
        cursor.execute("ROLLBACK")
    return counts


def problem(file: Path, counts: Counts) -> str:
    """What is wrong with a dump; an empty string when it can be read to its end and holds these rows."""
    try:
        command = [_program("pg_restore"), "--data-only", "--file=-", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603  # as above
            found = _counted(process)
            told = process.stderr.read().decode(errors="replace").strip() if process.stderr else ""
    except ProgramFailed as failed:
        return str(failed)
    if process.returncode:
        return told[:500] or "pg_restore cannot read it"
    differing = sorted(name for name in {*found, *counts} if found.get(name) != counts.get(name))
    return f"other numbers of rows in {', '.join(differing)}" if differing else ""


def _counted(process: subprocess.Popen[bytes]) -> Counts:
    found: Counts = {}
    name = ""
    for line in process.stdout or ():
        if name:
            if line == b"\\.\n":
                name = ""
            else:
                found[name] += 1
        elif match := _COPY.match(line):
            name = match[2].decode()
            found[name] = 0
    return found


def put_back(database: dict[str, Any], file: Path, folder: Path) -> None:
    """Put a dump in the place of everything in a database, in one transaction; `folder` takes the scripts for it."""
    emptying, script = folder / "empty.sql", folder / "restore.sql"
    emptying.write_text(_EMPTY, "ascii")
    try:
        _run(database, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
        text = script.read_bytes()
        # The schema is made anew just before; its own line in the dump would find it there.
        script.write_bytes(re.sub(rb"^CREATE SCHEMA public;\n", b"", text, count=1, flags=re.M))
        _run(database, "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
             f"--file={emptying}", f"--file={script}")  # fmt: skip
    finally:
        emptying.unlink(missing_ok=True)
        script.unlink(missing_ok=True)
