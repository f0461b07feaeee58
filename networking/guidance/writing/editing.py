"""Changing a note here: as its file would be changed, with the form of its bytes and every earlier version kept."""

from __future__ import annotations

import codecs
import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from networking.guidance.leading.connecting import connect, lead_unsaved
from networking.guidance.leading.embedding import Pages
from networking.guidance.models import HERE, STARTER, Note, NoteVersion
from networking.guidance.text.rendering import read
from networking.guidance.vault.reading import Source, decode
from networking.guidance.vault.reasons import said_of_head
from networking.guidance.vault.storing import Told, store
from networking.guidance.vault.trashing import raw_of, source_from


@dataclass(frozen=True)
class Preview:
    """A page as it would be; `problem` says what of the front matter cannot be read, and in which line."""

    html: str
    problem: str = ""
    line: int = 0


@transaction.atomic
def edit(note: Note, text: str, *, by: AbstractBaseUser | None, now: datetime, how: str = "edit") -> bool:
    """Let the note say a text, front matter included; says whether that is a change.

    One of the product's own notes is the installation's from then on: later releases leave it as it is.
    """
    before = raw_of(note)
    return _become(note, source_from(note.path, encoded(text, like=before)), before, by=by, now=now, how=how)


@transaction.atomic
def put_back(note: Note, version: NoteVersion, *, by: AbstractBaseUser | None, now: datetime) -> bool:
    """Let the note say what it said in an earlier version, byte for byte, under the name that it has today."""
    source = source_from(note.path, bytes(version.raw))
    return _become(note, source, raw_of(note), by=by, now=now, how="back")


def preview(note: Note, text: str) -> Preview:
    """The page that a text would make, its links led where they would lead. Nothing is stored."""
    head = source_from(note.path, text.encode()).head
    reading = read(head.body)
    notes, files, links = lead_unsaved(note, reading)
    page = Pages(notes, {note.pk: reading}, files.sizes, {note.pk: links})
    reading.lighten()
    return Preview(page.html(note.pk), said_of_head(head.problem) if head.problem else "", head.problem_line)


def text_of(note: Note) -> str:
    """The note's file as text, to be edited."""
    return decode(raw_of(note))[0]


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The lines that differ with some around them, each with `+`, `-`, `@` or a space in front."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), lineterm="", n=2)
    for number, line in enumerate(lines):
        if number > 1:
            yield line[:1], line[1:]


def encoded(text: str, *, like: bytes) -> bytes:
    """A text in the encoding and with the line ends of the bytes that it comes in place of; UTF-8 when it must."""
    encoding = decode(like)[1]
    ends = b"\r\n" if b"\r\n" in like or "\r\n".encode("utf-16-le") in like else b"\n"
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", ends.decode())
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return codecs.BOM_UTF8 * (encoding == "utf-8-sig") + text.encode()


def keep_first(note: Note, before: bytes) -> None:
    """A note from before there were versions: what it said must not be lost."""
    if not note.versions.exists():
        NoteVersion.objects.create(note=note, raw=before, path=note.path, made_at=note.changed_at)


def _become(note: Note, source: Source, before: bytes, *, by: AbstractBaseUser | None, now: datetime, how: str) -> bool:
    if source.raw == before:
        return False
    keep_first(note, before)
    origin = HERE if note.origin == STARTER else note.origin
    version = NoteVersion(how=how, made_by_id=by.pk if by else None)
    connect(store([Told(note, source)], origin=origin, now=now, version=version), report_on=set())
    return True
