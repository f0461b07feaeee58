"""Reads the settings of an installation from the environment, and refuses nonsense by name.

Every variable that exists is read here and described in README; `tests/test_docs.py` compares the two.
"""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Older SQLite can corrupt a write-ahead log when it is reset while a reader looks at it.
FIRST_SQLITE_WITH_SAFE_WAL = (3, 51, 3)


@dataclass(frozen=True)
class Config:
    """What the environment says about this installation."""

    data_dir: Path
    secret_key: str
    debug: bool
    bind: str
    allowed_hosts: list[str]
    https: bool
    database: dict[str, Any]
    time_zone: str
    language: str
    email_url: dict[str, Any]
    email_from: str


def read_config() -> Config:
    """Read and check every variable; raises ImproperlyConfigured that names the one at fault."""
    env = Env()
    try:
        data_dir = Path(env.str("SVYAZI_DATA", str(BASE_DIR / "data"))).expanduser().resolve()
        bind = _bind(env.str("SVYAZI_BIND", "127.0.0.1:8000"))
        return Config(
            data_dir=data_dir,
            secret_key=_given_secret(env.str("SVYAZI_SECRET_KEY", "")) or _kept_secret(data_dir),
            debug=env.bool("SVYAZI_DEBUG", False),
            bind=bind,
            allowed_hosts=_hosts(env.list("SVYAZI_HOSTS", [*LOOPBACK, "[::1]"])),
            https=env.bool("SVYAZI_HTTPS", False),
            database=_database(env, data_dir),
            time_zone=_time_zone(env.str("SVYAZI_TIME_ZONE", "Europe/Moscow")),
            language=_language(env.str("SVYAZI_LANGUAGE", "ru")),
            email_url=_email(env),
            email_from=_email_from(env.str("SVYAZI_EMAIL_FROM", "svyazi@localhost")),
        )
    except EnvError as error:
        name = next(iter(re.findall(r"[A-Z]+_[A-Z_]+", str(error))), "A setting")
        raise ImproperlyConfigured(f"{name}: {str(error).rpartition('invalid: ')[2]}") from error


def is_loopback(bind: str) -> bool:
    """Whether an address such as `127.0.0.1:8000` can be reached from this machine alone."""
    return bind.rpartition(":")[0].strip("[]") in LOOPBACK


def url_of(bind: str) -> str:
    """What to type into a browser on this machine."""
    host, _, port = bind.rpartition(":")
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '[::]') else host}:{port}/"  # noqa: S104  # only compared


def _bind(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ImproperlyConfigured(f"SVYAZI_BIND: expected HOST:PORT such as 127.0.0.1:8000, got {value!r}")
    return value


def _hosts(values: list[str]) -> list[str]:
    hosts = [value.strip() for value in values if value.strip()]
    if not hosts or any("/" in host or " " in host for host in hosts):
        raise ImproperlyConfigured(f"SVYAZI_HOSTS: expected names such as crm.example.org,localhost, got {values!r}")
    return hosts


def _given_secret(value: str) -> str:
    if value and len(value) < 50:
        raise ImproperlyConfigured("SVYAZI_SECRET_KEY: too short to be a secret, 50 characters or more are needed")
    return value


def _email_from(value: str) -> str:
    if "@" not in value or "\n" in value:
        raise ImproperlyConfigured(f"SVYAZI_EMAIL_FROM: expected an e-mail address, got {value!r}")
    return value


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ImproperlyConfigured(f"SVYAZI_TIME_ZONE: no such time zone: {value!r}")
    return value


def _language(value: str) -> str:
    if value not in ("ru", "en"):
        raise ImproperlyConfigured(f"SVYAZI_LANGUAGE: expected ru or en, got {value!r}")
    return value


def _email(env: Env) -> dict[str, Any]:
    url = env.str("SVYAZI_EMAIL_URL", "console://")
    expected = "expected submission://user:password@host, smtps://… or console://"  # what was given holds a password
    try:
        if urlsplit(url).scheme not in ("console", "smtp", "smtps", "submission", "dummy"):
            raise ImproperlyConfigured(f"SVYAZI_EMAIL_URL: {expected}")
        return dict(dj_email_url.parse(url))
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"SVYAZI_EMAIL_URL: {expected}") from error


def _kept_secret(data_dir: Path) -> str:
    """The secret key of this installation, made on first use and readable by its user alone."""
    path = data_dir / "secret-key"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        key = path.read_text("ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"SVYAZI_DATA: cannot use the folder {data_dir}: {error.strerror}") from error
    if len(key) < 50:
        raise ImproperlyConfigured(f"SVYAZI_DATA: the file {path} is damaged; remove it to make a new key")
    return key


def _write_once(path: Path, text: str) -> None:
    """Make a private file with its text in one step: of two starts at once, one wins and both read the same."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # readable by its user alone
    try:
        with open(handle, "w", encoding="ascii") as file:
            file.write(text)
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)


def _database(env: Env, data_dir: Path) -> dict[str, Any]:
    url = env.str("DATABASE_URL", "")
    if not url:
        return _sqlite(data_dir / "svyazi.sqlite3")
    expected = "expected postgres://user:password@host:5432/name or sqlite:///path"  # as above
    try:
        parts = urlsplit(url)
        if parts.scheme == "sqlite":
            return _sqlite(Path(parts.path.removeprefix("/") or "svyazi.sqlite3").resolve())
        if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
            raise ImproperlyConfigured(f"DATABASE_URL: {expected}")
        database: dict[str, Any] = dict(env.dj_db_url("DATABASE_URL"))
    except (ValueError, KeyError, EnvError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL: {expected}") from error
    database["CONN_HEALTH_CHECKS"] = True
    database["OPTIONS"] = {
        "connect_timeout": 5,
        # Compiling a query of a page takes PostgreSQL longer than answering it.
        "options": "-c jit=off",
        **database.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
    }
    return database


def journal_mode() -> str:
    """WAL where this SQLite is known to be safe with it, else the rollback journal."""
    return "WAL" if sqlite3.sqlite_version_info >= FIRST_SQLITE_WITH_SAFE_WAL else "DELETE"


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "networking.sqlite",
        "NAME": str(path),
        # To open the file is to read the whole schema, which takes longer than most pages need for their queries.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # The pages have some hundreds of statements; of those that come again SQLite keeps how to answer them.
            "cached_statements": 512,
            "init_command": (
                f"PRAGMA journal_mode={journal_mode()};PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY"
            ),
        },
    }
