"""Notes that begin here, without a file of a vault."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from networking.guidance.leading.connecting import connect
from networking.guidance.models import HERE, Note, NoteVersion
from networking.guidance.vault.shelf import Shelf
from networking.guidance.vault.storing import Told, store
from networking.guidance.vault.trashing import source_from


def unsaved(path: str) -> Note:
    """A note that lies nowhere yet, for a look at it."""
    folder, _sep, file = path.rpartition("/")
    return Note(pk=0, path=path, folder=folder, name=file.removesuffix(".md"), slug="-", origin=HERE)


@transaction.atomic
def make(path: str, text: str, *, by: AbstractBaseUser, now: datetime) -> Note:
    """Write a new note; links that waited for it lead to it. The path is known to be free."""
    source = source_from(path, text.encode())
    shelf = Shelf.of(Note.every.only("path", "slug", "origin", "name", "trashed_at"))
    # No import brought it: a vault that has a file of this path with another text is told that it is edited here.
    note = Note(slug=shelf.free_slug(source.name, path), came_as=HERE)
    version = NoteVersion(how="edit", made_by_id=by.pk)
    connect(store([Told(note, source)], origin=HERE, now=now, version=version), report_on=set())
    return note
