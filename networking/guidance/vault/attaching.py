"""Pictures and documents of a vault become rows and stored files; one is held in memory at a time."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from networking.guidance.models import Attachment
from networking.guidance.vault.files import MOST_FILE_BYTES, Checked, NotTaken, check, ending
from networking.guidance.vault.reading import Folder, Problem
from networking.guidance.vault.report import FileLine, Report


def import_files(folder: Folder, report: Report, *, origin: str, now: datetime) -> bool:
    """Bring the files in and write each into the report; says whether any link may lead elsewhere now.

    Bytes are kept under their digest, so the same picture in ten folders is stored once.
    """
    known = {file.path: file for file in Attachment.objects.all()}
    moved = False
    for file in folder.files:
        raw = file.read(MOST_FILE_BYTES)
        digest = hashlib.sha256(raw).hexdigest()
        row = known.get(file.path)
        if row and (row.digest, row.trashed_at) == (digest, None):
            report.files.append(FileLine(file.path, "unchanged"))
            continue
        try:
            if len(raw) > MOST_FILE_BYTES:
                raise NotTaken("larger than 20 MB")
            checked = check(file.path, raw)
        except NotTaken as reason:
            report.skipped.append(Problem(file.path, str(reason)))
            continue
        report.files.append(FileLine(file.path, "changed" if row and not row.trashed_at else "imported"))
        row = row or Attachment(path=file.path)
        row.origin, row.digest, row.bytes, row.trashed_at = origin, digest, len(raw), None
        row.media_type, row.width, row.height = checked.media_type, checked.width, checked.height
        row.stored, row.shown = _keep(raw, checked, digest, ending(file.path), dry_run=report.dry_run)
        row.save()
        moved = True
    return moved


def remove_files(folder: Folder, report: Report, *, origin: str, now: datetime) -> bool:
    """Put the files of this origin that the vault has no longer into the trash."""
    present = {file.path for file in folder.files} | {problem.path for problem in folder.skipped}
    gone = [file for file in Attachment.objects.filter(origin=origin, trashed_at=None) if file.path not in present]
    for file in gone:
        file.trashed_at = now
        file.save(update_fields=["trashed_at"])
        report.files.append(FileLine(file.path, "removed"))
    return bool(gone)


def _keep(raw: bytes, checked: Checked, digest: str, kind: str, *, dry_run: bool) -> tuple[str, str]:
    """Where the bytes that came and those that are shown are stored."""
    stored = shown = f"guidance/{digest}.{kind}"
    if checked.shown != raw:
        shown = f"guidance/{digest}.shown.{kind}"
    for name, content in ((stored, raw), (shown, checked.shown)):
        if not dry_run and not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
    return stored, shown
