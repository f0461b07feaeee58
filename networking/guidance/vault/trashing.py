"""Notes and files that were removed: out of sight, restorable, with what restoring them brings back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import yaml
from django.db import transaction

from networking.guidance.leading.connecting import connect
from networking.guidance.models import Attachment, Note, NoteAlias, NoteLink, NotePlace, NoteTag, NoteVersion
from networking.guidance.vault.reading import Source
from networking.guidance.vault.storing import Told, store


def trash(notes: Sequence[Note], now: datetime) -> None:
    """Take notes out of the wiki; the links to them are still to be led anew."""
    pks = [note.pk for note in notes]
    if not pks:
        return
    for note in notes:
        note.kept_places = [place.place for place in note.places.all()]
        note.trashed_at = now
        note.save(update_fields=["kept_places", "trashed_at"])
    for model in (NoteAlias, NoteTag, NotePlace):
        model.objects.filter(note__in=pks).delete()
    NoteLink.every.filter(source__in=pks).delete()


@transaction.atomic
def put_in_trash(notes: Sequence[Note], now: datetime) -> None:
    """Remove notes; the links to them lead nowhere until they are back."""
    trash(notes, now)
    connect({}, report_on=set())


@transaction.atomic
def restore_note(note: Note, now: datetime) -> None:
    """Bring a note back as it was last, at its address; links that mean it lead to it again."""
    source = source_of(note)
    readings = store([Told(note, source)], origin=note.origin, now=now, version=NoteVersion(how="back"))
    connect(readings, report_on=set())


@transaction.atomic
def restore_file(file: Attachment) -> None:
    file.trashed_at = None
    file.save(update_fields=["trashed_at"])
    connect({}, report_on=set())


def source_of(note: Note) -> Source:
    """What a note says, as the file that it came from or would be."""
    return source_from(note.path, raw_of(note))


def source_from(path: str, raw: bytes) -> Source:
    return Source.of(path, raw)


def raw_of(note: Note) -> bytes:
    """The bytes of a note's file. A note older than the history is written as UTF-8, its front matter anew."""
    version = note.versions.order_by("-pk").first()
    return bytes(version.raw) if version else written_anew(note)


def written_anew(note: Note) -> bytes:
    head = yaml.safe_dump(note.front_matter, allow_unicode=True, sort_keys=False) if note.front_matter else ""
    return (f"---\n{head}---\n{note.body}" if head else note.body).encode()
