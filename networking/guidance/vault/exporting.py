"""The notes as a folder of Markdown again: the bytes that came, or those that an edit made of them."""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.files.storage import default_storage
from django.db.models import Max

from networking.guidance.models import STARTER, Attachment, Note, NoteVersion
from networking.guidance.vault.trashing import written_anew

# Everything in a zip lies in one folder, as whoever unpacks it expects; reading it back leaves that folder out.
IN_ZIP = "notes"
# What a disk answers to a name that it does not take, and to a file where a folder has to be.
_NOT_A_NAME = {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}


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


@dataclass
class Written:
    """How many files went out, and the paths of those whose names the disk does not take."""

    files: int = 0
    left_out: list[str] = field(default_factory=list)


def export_to_folder(folder: Path, *, starters: bool = False) -> Written:
    """Write everything into an empty or new folder. Raises FileExistsError, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(str(folder))
    written = Written()
    for path, raw in exported(starters=starters):
        target = folder / PurePosixPath(path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)
        except OSError as error:
            if error.errno not in _NOT_A_NAME:
                raise
            written.left_out.append(path)
        else:
            written.files += 1
    return written


def export_to_zip(stream: IO[bytes], *, starters: bool = False) -> int:
    """The same as a zip; says how many files."""
    written = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, raw in exported(starters=starters):
            archive.writestr(f"{IN_ZIP}/{path}", raw)
            written += 1
    return written
