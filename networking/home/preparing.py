"""What an installation needs before it can be served. Each step does nothing when nothing is to be done."""

from __future__ import annotations

import fcntl
import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from communities.actions.catalogue import load_catalogue
from networking.config import FIRST_SQLITE_WITH_SAFE_WAL, journal_mode
from networking.guidance.actions import load_starter_notes


def why_not_served(bind: str) -> str:
    """Why nothing can listen at an address, or an empty string when it is free."""
    host, _, port = bind.rpartition(":")
    host = host.strip("[]")
    try:
        kind, _type, _proto, _name, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.strerror or str(error)
    return ""


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Two starts at once on one machine go one after the other."""
    with (folder / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def reach_database() -> None:
    """Connect without the pool, which would only say that it waited; raises OperationalError with the reason."""
    connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.ensure_connection()


def migrate() -> bool:
    """Bring the tables up to date; whether anything was to be done."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)
        return True
    return bool(pending)


def load_what_is_shipped() -> None:
    """The catalogue of communities and the starter notes; what an admin changed stays as it is."""
    load_catalogue()
    load_starter_notes()


def collect_static_files() -> bool:
    """Gather and compress the static files when one of them changed; whether that was so."""
    root = Path(settings.STATIC_ROOT)
    stamp = root.parent / "static-digest"
    wanted = _digest_of_static_files()
    if root.is_dir() and stamp.exists() and stamp.read_text("ascii") == wanted:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted, "ascii")
    return True


def _digest_of_static_files() -> str:
    """Names, sizes and times of all static files: reading them would take as long as gathering them."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            found.update(f"{name}:{stat.st_size}:{stat.st_mtime_ns}\n".encode())
    return found.hexdigest()


def about_database() -> str:
    """Which database this is, in a line."""
    if connection.vendor != "sqlite":
        said = connection.settings_dict
        return f"PostgreSQL, {said['NAME']} at {said['HOST'] or 'the local socket'}"
    mode = journal_mode()
    least = ".".join(map(str, FIRST_SQLITE_WITH_SAFE_WAL))
    why = "" if mode == "WAL" else f", as WAL is safe from SQLite {least} on"
    return f"SQLite, {connection.settings_dict['NAME']} (journal mode {mode}{why})"
