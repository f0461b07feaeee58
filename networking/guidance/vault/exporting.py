"""The notes as a folder of Markdown again: the bytes that came, or those that an edit made of them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.files.storage import default_storage
from django.db.models import Max

from networking.guidance.models import STARTER, Attachment, Note, NoteVersion
from networking.guidance.vault.trashing import written_anew

# Everything in a zip lies in one folder, as whoever unpacks it expects; reading it back leaves that folder out.
IN_ZIP = "notes"


def exported(*, starters: bool = False) -> Iterator[tuple[str, bytes]]:
    """The path and bytes of every note and file. The product's own notes come with the product, so only on demand."""
    notes = Note.objects.order_by("path") if starters else Note.objects.exclude(origin=STARTER).order_by("path")
    latest = dict(notes.annotate(latest=Max("versions")).values_list("pk", "latest"))
    for note in notes.only("path", "body", "front_matter").iterator(chunk_size=200):
        version = NoteVersion.objects.filter(pk=latest[note.pk]).first() if latest[note.pk] else None
        yield note.path, bytes(version.raw) if version else written_anew(note)
    for file in Attachment.objects.filter(trashed_at=None).order_by("path"):
        with default_storage.open(file.stored, "rb") as stored:
            yield file.path, stored.read()


def export_to_folder(folder: Path, *, starters: bool = False) -> int:
    """Write everything into an empty or new folder; says how many files. Raises FileExistsError, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(str(folder))
    written = 0
    for path, raw in exported(starters=starters):
        target = folder / PurePosixPath(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)
        written += 1
    return written


def export_to_zip(stream: IO[bytes], *, starters: bool = False) -> int:
    """The same as a zip; says how many files."""
    written = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, raw in exported(starters=starters):
            archive.writestr(f"{IN_ZIP}/{path}", raw)
            written += 1
    return written
