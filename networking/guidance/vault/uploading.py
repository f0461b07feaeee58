"""A zip that an admin sent: looked at first, imported when they say so, then thrown away."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import IO, Any, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from networking.accounts.models import User
from networking.guidance.actions import import_zip
from networking.guidance.models import VaultUpload
from networking.guidance.vault.report import Report

# How long a zip waits for a word, and how much of each list its page shows.
WAITS = timedelta(days=1)
MOST_LINES = 300


def look_into(file: File[bytes], *, by: User, now: datetime) -> VaultUpload:
    """Say what importing a zip would do and keep it for that. Raises ValueError with a reason, and keeps nothing."""
    for old in VaultUpload.objects.filter(made_at__lt=now - WAITS).exclude(stored=""):
        _throw_away(old)
    name = (file.name or "notes.zip")[:255]
    report = import_zip(cast("IO[bytes]", file.file), name=name, dry_run=True)
    stored = default_storage.save(f"guidance/uploads/{secrets.token_hex(16)}.zip", file)
    return VaultUpload.objects.create(made_by=by, made_at=now, file_name=name, stored=stored, report=summary(report))


def carry_out(upload: VaultUpload, *, now: datetime) -> None:
    """Import the zip, once. Raises ValueError with a reason; FileNotFoundError when it waited too long."""
    with transaction.atomic():
        upload = VaultUpload.objects.select_for_update().get(pk=upload.pk)
        if upload.imported_at is not None:
            return
        if not upload.stored:
            raise FileNotFoundError(upload.file_name)
        with default_storage.open(upload.stored, "rb") as file:
            report = import_zip(cast("IO[bytes]", file.file), name=upload.file_name)
        upload.report, upload.imported_at = summary(report), now
        upload.save(update_fields=["report", "imported_at"])
        transaction.on_commit(lambda: _throw_away(upload))


def summary(report: Report) -> dict[str, Any]:
    """The report with its lists cut to what a page can show; its counts are of all."""
    whole = report.as_json()
    links = whole["links"]
    lists = {
        "notes": [note for note in whole["notes"] if note["status"] != "unchanged"],
        "files": [file for file in whole["files"] if file["status"] != "unchanged"],
        "skipped": whole["skipped"],
        "problems": whole["problems"],
        "unresolved": [link for link in links if not link["resolved"]],
        "ambiguous": [link for link in links if link["others"]],
        "no_heading": [link for link in links if link["resolved"] and not link["heading_found"]],
        "lost": whole["lost"],
    }
    more = {name: len(rows) - MOST_LINES for name, rows in lists.items() if len(rows) > MOST_LINES}
    return {"counts": whole["counts"], "more": more, **{name: rows[:MOST_LINES] for name, rows in lists.items()}}


def _throw_away(upload: VaultUpload) -> None:
    default_storage.delete(upload.stored)
    upload.stored = ""
    upload.save(update_fields=["stored"])
