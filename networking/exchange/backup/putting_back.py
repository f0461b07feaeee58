"""A backup takes the place of the installation; what stood there is kept beside."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from networking.exchange.backup import postgres, sqlite
from networking.exchange.backup.copying import KEY, MEDIA, NotWhole


def put_back(backup: Path, manifest: dict[str, Any]) -> Path:
    """Put a checked backup in the place of everything; returns the folder with what stood there.

    Nobody may write meanwhile: the server has to be stopped. Raises NotWhole when the database cannot take it; then
    everything is as it was.
    """
    if manifest["database"] != connection.vendor:
        raise NotWhole(f"The backup is of {manifest['database']}, and this installation runs on {connection.vendor}.")
    data = Path(settings.SVYAZI_DATA)
    kept = data / f"before-restore-{timezone.now():%Y%m%dT%H%M%S%f}"
    kept.mkdir(mode=0o700, parents=True)
    connection.close()
    if connection.vendor == "postgresql":
        _postgres(backup, kept)
    else:
        _sqlite(backup, kept)
    _swap_media(backup, kept)
    if (backup / KEY).is_file():
        _swap(backup / KEY, data / KEY, kept)
    return kept


def _sqlite(backup: Path, kept: Path) -> None:
    target = Path(str(connection.settings_dict["NAME"]))
    # The log beside a database belongs to it: left behind, it would be played into the new one.
    for ending in ("-wal", "-shm", "-journal"):
        beside = target.with_name(target.name + ending)
        if beside.exists():
            shutil.move(beside, kept / beside.name)
    _swap(backup / sqlite.FILE, target, kept)


def _postgres(backup: Path, kept: Path) -> None:
    try:
        postgres.copy(connection.settings_dict, kept / postgres.FILE)
        postgres.put_back(connection.settings_dict, backup / postgres.FILE, kept)
    except postgres.ProgramFailed as failed:
        raise NotWhole(f"{failed}. Nothing was changed.") from None


def _swap(source: Path, target: Path, kept: Path) -> None:
    """Put a copy of a file in the place of another; at every moment one of the two stands there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.fresh")
    shutil.copyfile(source, fresh)
    fresh.chmod(0o600)
    if target.exists():
        shutil.copyfile(target, kept / target.name)
    os.replace(fresh, target)


def _swap_media(backup: Path, kept: Path) -> None:
    target = Path(settings.MEDIA_ROOT)
    fresh = target.with_name(f".{target.name}.fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    if (backup / MEDIA).is_dir():
        shutil.copytree(backup / MEDIA, fresh)
    else:
        fresh.mkdir(parents=True)
    if target.exists():
        shutil.move(target, kept / target.name)
    os.replace(fresh, target)
