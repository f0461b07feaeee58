"""What was read of a note becomes its row and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contacts.inserting import insert
from contacts.text import clean_name, sort_key
from networking.guidance.finding.searching import search_text_of, tag_key
from networking.guidance.models import Note, NoteAlias, NotePlace, NoteTag, NoteVersion, OldAddress
from networking.guidance.text.anchors import contents_of
from networking.guidance.text.rendering import RENDERING, Reading, read
from networking.guidance.vault import front_matter
from networking.guidance.vault.reading import Source

BATCH, MOST_TAGS = 100, 300
_TAG = ("note_id", "name", "key")
_NOTE = [field.attname for field in Note._meta.concrete_fields if not field.primary_key]


@dataclass
class Told:
    """A note and the file that tells what it says from now on."""

    note: Note
    source: Source
    # Set when the note moves to another address.
    slug: str = ""
    # Of the front matter and of the text, once it was read.
    tags: list[str] = field(default_factory=list)
    # Where it is offered from now on; None where that stays as it is.
    places: list[str] | None = None
    # The line of the file from which on something of it is nested too deeply to be shown; 0 is none.
    cut: int = 0


def store(
    told: Iterable[Told], *, origin: str, now: datetime, version: NoteVersion | None = None
) -> dict[int, Reading]:
    """Write the notes, each with a new version, and say what was read of them; their links are still to be led.

    `version` says who made it and how, when it was not an import.
    """
    readings: dict[int, Reading] = {}
    waiting: list[tuple[Told, Reading]] = []
    for one in told:
        reading = read(one.source.head.body)
        _tell(one, reading, origin=origin, now=now)
        one.cut = one.note.body_line + reading.cut - 1 if reading.cut else 0
        reading.lighten()
        waiting.append((one, reading))
        if len(waiting) >= BATCH:
            readings |= _write(waiting, now, version)
            waiting = []
    return readings | _write(waiting, now, version)


def describe(note: Note, reading: Reading, labels: list[str]) -> None:
    """What a note shows of its text beside the HTML; the words of its labels find it too."""
    given = note.front_matter.get("title")
    title = clean_name(given) if isinstance(given, str) else ""
    note.title = (title or clean_name(reading.title) or note.name)[:300]
    note.toc, note.excerpt, note.rendering = reading.toc, reading.excerpt[:600], RENDERING
    note.contents = contents_of(reading.toc)
    note.sort_key = sort_key(note.title)
    note.language = front_matter.language(note.front_matter)
    note.translation_of = front_matter.translation_of(note.front_matter)
    note.search_text = search_text_of(note.title, note.name, *labels, reading.text)


def all_tags(named: Iterable[str], reading: Reading) -> list[str]:
    """The tags of the front matter and those in the text, each once however it is written."""
    found: dict[str, str] = {}
    for name in (*named, *reading.tags):
        found.setdefault(tag_key(name), name)
    return list(found.values())[:MOST_TAGS]


def tag(note: Note, tags: Iterable[str]) -> None:
    """Let a note have these tags and no others."""
    note.tags.all().delete()
    insert(NoteTag, _TAG, _tag_rows(note, tags))


def place(note: Note, places: list[str]) -> None:
    """A note that says nothing of places is not asked: somebody's own text stands where the product's stood."""
    note.places.all().delete()
    NotePlace.objects.bulk_create(
        NotePlace(note=note, place=place[:60], rank=rank) for rank, place in enumerate(places)
    )


def _tell(told: Told, reading: Reading, *, origin: str, now: datetime) -> None:
    note, source = told.note, told.source
    values = source.head.values
    told.places, note.kept_places = _places(note, values), []
    note.path, note.folder, note.name = source.path, source.folder, source.name[:255]
    note.origin, note.digest, note.front_matter, note.changed_at = origin, source.digest, values, now
    note.encoding = source.encoding
    note.body, note.body_line, note.trashed_at = source.head.body, source.head.body_line, None
    told.tags = all_tags(source.tags, reading)
    describe(note, reading, source.aliases + told.tags)


def _places(note: Note, values: dict[str, Any]) -> list[str] | None:
    """Where a note is to be offered. Its front matter says so when it says something new: until then the choice of an
    admin stands, and comes back from the trash with the note."""
    said, before = front_matter.names(values, "shows_on"), front_matter.names(note.front_matter, "shows_on")
    if "shows_on" in values and (note.pk is None or "shows_on" not in note.front_matter or said != before):
        return said
    return note.kept_places if note.trashed_at else None


def _write(waiting: list[tuple[Told, Reading]], now: datetime, version: NoteVersion | None) -> dict[int, Reading]:
    known = [told for told, _ in waiting if told.note.pk is not None]
    _insert([told.note for told, _ in waiting if told.note.pk is None])
    for told in known:
        _move(told)
        told.note.save()
    if known:
        pks = [told.note.pk for told in known]
        NoteAlias.objects.filter(note__in=pks).delete()
        NoteTag.objects.filter(note__in=pks).delete()
    aliases, tags, versions = [], [], []
    how, made_by = (version.how, version.made_by_id) if version else ("import", None)
    for told, _ in waiting:
        note, source = told.note, told.source
        aliases += [(note.pk, name) for name in source.aliases]
        tags += _tag_rows(note, told.tags)
        versions.append((note.pk, source.raw, source.path, now, how, made_by))
        if told.places is not None:
            place(note, told.places)
    insert(NoteAlias, ("note_id", "name"), aliases)
    insert(NoteTag, _TAG, tags)
    insert(NoteVersion, ("note_id", "raw", "path", "made_at", "how", "made_by_id"), versions)
    return {told.note.pk: reading for told, reading in waiting}


def _tag_rows(note: Note, tags: Iterable[str]) -> list[tuple[int, str, str]]:
    return [(note.pk, name, tag_key(name)) for name in tags]


def _insert(notes: list[Note]) -> None:
    rows = [[getattr(note, name) for name in _NOTE] for note in notes]
    for note, pk in zip(notes, insert(Note, _NOTE, rows), strict=True):
        note.pk = pk
        note._state.adding = False


def _move(told: Told) -> None:
    """Give a renamed note its new address; the old one leads on."""
    note = told.note
    if told.slug and told.slug != note.slug:
        OldAddress.objects.filter(slug=told.slug).delete()
        OldAddress.objects.update_or_create(slug=note.slug, defaults={"note": note})
        note.slug = told.slug
