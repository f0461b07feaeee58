"""A backup: database, photos and key in one folder, with a list of contents by which the copy is checked."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from networking.exchange.backup import postgres, sqlite

MANIFEST, MEDIA, KEY = "manifest.json", "media", "secret-key"
FORMAT, VERSION = "svyazi-backup", 1
PREFIX = "svyazi-"


class NotWhole(Exception):
    """A copy cannot be made or trusted; the text says why."""


@dataclass(frozen=True)
class Made:
    """A backup that was made and checked."""

    path: Path
    tables: int
    rows: int
    files: int


def make_backup(folder: Path, *, at: datetime, keep: int | None = None) -> Made:
    """Copy the installation into a new folder below `folder`; raises NotWhole, with the copy gone, when a check fails.

    `keep` is how many backups stay; the oldest go once the new one is whole.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{PREFIX}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    partial = folder / f".{name}.partial"
    partial.mkdir(mode=0o700)
    try:
        manifest = _copy_all(partial, at)
        check_backup(partial)
        os.replace(partial, folder / name)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    if keep is not None:
        for old in backups(folder)[:-keep]:
            shutil.rmtree(old)
    rows: dict[str, int] = manifest["rows"]
    return Made(folder / name, len(rows), sum(rows.values()), len(manifest["sha256"]))


def backups(folder: Path) -> list[Path]:
    """The whole backups of a folder, the oldest first."""
    found = folder.glob(f"{PREFIX}????????T??????Z")
    return sorted(path for path in found if (path / MANIFEST).is_file())


def _copy_all(target: Path, at: datetime) -> dict[str, Any]:
    # Photos first and once more after the database: none to which a row leads can be missing.
    _copy_media(target)
    try:
        rows = copy_database(target)
    except postgres.ProgramFailed as failed:
        raise NotWhole(str(failed)) from None
    _copy_media(target)
    key = Path(settings.SVYAZI_DATA) / KEY
    if key.is_file():
        shutil.copyfile(key, target / KEY)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "rows": rows,
        "sha256": {name: digest(target / name) for name in files_of(target)},
    }
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    for path in target.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return manifest


def copy_database(target: Path) -> dict[str, int]:
    """Copy the database of this installation into a folder; returns its rows by table."""
    if connection.vendor == "postgresql":
        return postgres.copy(connection.settings_dict, target / postgres.FILE)
    return sqlite.copy(str(connection.settings_dict["NAME"]), target / sqlite.FILE)


def _copy_media(target: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        copy = target / MEDIA / path.relative_to(root)
        if path.is_symlink() or not path.is_file() or copy.exists():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, copy)
        except FileNotFoundError:
            continue


def files_of(folder: Path) -> Iterator[str]:
    """Every file of a backup but its list of contents, by its path with forward slashes."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST:
            yield name


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def check_backup(path: Path) -> dict[str, Any]:
    """The list of contents of a backup that is whole: every file, every sum, every row; else raises NotWhole."""
    try:
        manifest: Any = json.loads((path / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise NotWhole(f"{path} is no backup: it has no {MANIFEST}.") from None
    if not isinstance(manifest, dict) or (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
        raise NotWhole(f"{path} is no backup that this version can read.")
    sums = manifest["sha256"]
    there = {*files_of(path)}
    for name in sorted({*sums} | there):
        if name not in there:
            raise NotWhole(f"{path}: {name} is missing.")
        if name not in sums or digest(path / name) != sums[name]:
            raise NotWhole(f"{path}: {name} is not what was written.")
    kind = postgres if manifest["database"] == "postgresql" else sqlite
    if problem := kind.problem(path / kind.FILE, manifest["rows"]):
        raise NotWhole(f"{path}: the copy of the database is not whole: {problem}.")
    return manifest
