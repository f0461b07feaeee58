"""What changes the wiki as a whole."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import IO

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from networking.guidance.models import HERE, STARTER, Note, NoteVersion
from networking.guidance.text.links import same_word
from networking.guidance.text.rendering import RENDERING
from networking.guidance.vault.importing import import_notes, make_anew
from networking.guidance.vault.reading import Folder, read_files, read_folder
from networking.guidance.vault.report import Report
from networking.guidance.vault.standing import encodings
from networking.guidance.vault.zips import files_of_zip

STARTER_NOTES = Path(__file__).resolve().parent / "notes"


def import_folder(path: Path, *, dry_run: bool = False) -> Report:
    """Import every note under a folder; its name stays with the notes as their origin. Raises OSError, ValueError."""
    root = path.resolve(strict=True)
    if not root.is_dir():
        raise NotADirectoryError(str(path))
    # Nobody's folder may pass for the product's own notes.
    return import_notes(
        read_folder(root, encodings()), origin=origin_of(root.name), now=timezone.now(), dry_run=dry_run
    )


def import_zip(stream: IO[bytes], *, name: str, dry_run: bool = False) -> Report:
    """Import every note of a zip as if it were the folder of that name. Raises ValueError with a reason."""
    folder = read_files(files_of_zip(stream), encodings())
    return import_notes(folder, origin=origin_of(Path(name).stem), now=timezone.now(), dry_run=dry_run)


def origin_of(name: str) -> str:
    """What notes of a folder or zip of that name are told by."""
    return name[:240] if name not in (STARTER, HERE) else f"{name}/"


@transaction.atomic
def load_starter_notes(*, dry_run: bool = False) -> Report:
    """Bring the notes shipped with the product up to date; those that somebody replaced stay as they are.

    Safe at every start: when nothing changed it reads the files and asks two questions.
    """
    folder = read_folder(STARTER_NOTES)
    if not dry_run and not _anything_new(folder):
        return Report()
    report = import_notes(folder, origin=STARTER, now=timezone.now(), dry_run=dry_run)
    if not dry_run:
        make_anew()
    return report


def _anything_new(folder: Folder) -> bool:
    """Whether a shipped note is neither stored as it is nor given way to somebody's."""
    known = list(Note.objects.values_list("path", "came_as", "origin", "rendering"))
    if any(rendering != RENDERING for *_, rendering in known):
        return True
    stored = {(path, digest) for path, digest, origin, _ in known if origin == STARTER}
    others = {same_word(PurePosixPath(path).stem) for path, _, origin, _ in known if origin != STARTER}
    shipped = {(source.path, source.digest) for source in folder.sources if same_word(source.name) not in others}
    if shipped == stored:
        return False
    away = _taken_away()
    return {pair for pair in shipped if pair[0] not in away} != stored


def _taken_away() -> set[str]:
    """Where shipped notes lay that an admin removed or renamed."""
    ours = Note.every.filter(origin__in=[STARTER, HERE])
    moved = NoteVersion.objects.filter(note__in=ours, how="import").exclude(path=F("note__path"))
    return {*ours.exclude(trashed_at=None).values_list("path", flat=True), *moved.values_list("path", flat=True)}
