"""A database and a server for the time of a measurement; both are gone afterwards, whatever happens."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management import CommandError
from django.db import connection

from networking.benchmark.pages import Account
from networking.config import BASE_DIR

_READY_WITHIN = 30.0


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """The environment of a throw-away installation: a folder, and on PostgreSQL a database of its own."""
    with tempfile.TemporaryDirectory(prefix="svyazi-benchmark-") as folder, _database() as url:
        yield _environ(folder, url)


@contextmanager
def kept_environment(name: str) -> Iterator[dict[str, str]]:
    """The environment of an installation that stays for later runs, in a folder beside the data, or a database."""
    folder = Path(settings.SVYAZI_DATA) / "benchmark" / name
    folder.mkdir(parents=True, exist_ok=True)
    url = ""
    if connection.vendor == "postgresql":
        database = f"svyazi_{name.replace('-', '_')}"
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{database}"')
        url = _address_of(database)
    yield _environ(str(folder), url)


def _environ(folder: str, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SVYAZI_", "DATABASE_"))}
    return kept | {
        "SVYAZI_DATA": folder,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "networking.benchmark.settings",
        "PYTHONPATH": str(BASE_DIR),
    }


@contextmanager
def _database() -> Iterator[str]:
    """The address of an empty PostgreSQL database beside the installation's own; none for SQLite."""
    if connection.vendor != "postgresql":
        yield ""
        return
    name = f"svyazi_benchmark_{os.getpid()}"
    with connection._nodb_cursor() as cursor:  # how Django makes its test databases
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield _address_of(name)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _address_of(name: str) -> str:
    """The address of a database on the installation's own server."""
    said = connection.settings_dict
    who = quote(said["USER"] or "", safe="") + (":" + quote(said["PASSWORD"], safe="") if said["PASSWORD"] else "")
    where = {key: str(said[key.upper()]) for key in ("host", "port") if said[key.upper()]}
    host = quote(where.get("host", ""), safe="")
    return f"postgres://{who}@{host}{':' + where['port'] if 'port' in where else ''}/{name}"


def fill(environ: dict[str, str], sizes: list[int]) -> list[Account]:
    """Generate the accounts in a process that sees nothing of the installation's own data."""
    return [Account.from_json(one) for one in said_by("networking.benchmark", environ, sizes)]


def said_by(module: str, environ: dict[str, str], sizes: list[int]) -> Any:
    """What a module of ours said as JSON, run in that environment."""
    command = [sys.executable, "-m", module, *map(str, sizes)]
    done = subprocess.run(command, env=environ, cwd=environ["SVYAZI_DATA"], capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise CommandError(f"The data cannot be generated:\n{done.stderr.strip()}")
    return json.loads(done.stdout)


@contextmanager
def server(environ: dict[str, str]) -> Iterator[int]:
    """The port of one gunicorn with one worker, ended by its id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # What a page is measured beside may take longer than gunicorn would wait for a page.
    command = [sys.executable, "-m", "gunicorn", "--workers=1", "--timeout=600", f"--bind=127.0.0.1:{port}"]
    command += ["--log-level=warning", "networking.wsgi"]
    folder = Path(environ["SVYAZI_DATA"])
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environ, cwd=folder, stderr=log)  # noqa: S603
    try:
        _wait(process, port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + _READY_WITHIN
    while process.poll() is None and monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.05)
    raise CommandError("The server did not start.")
