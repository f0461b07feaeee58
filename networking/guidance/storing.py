"""What was read of a note becomes its row and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contacts.text import clean_name, sort_key
from networking.guidance import front_matter
from networking.guidance.models import Note, NoteAlias, NotePlace, NoteTag, NoteVersion, OldAddress
from networking.guidance.reading import Source
from networking.guidance.rendering import RENDERING, Reading, read
from networking.guidance.searching import search_text_of, tag_key

BATCH = 200


@dataclass
class Told:
    """A note and the file that tells what it says from now on."""

    note: Note
    source: Source
    # Set when the note moves to another address.
    slug: str = ""


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
    note.sort_key = sort_key(note.title)
    note.search_text = search_text_of(note.title, note.name, *labels, reading.text)


def place(note: Note, places: list[str]) -> None:
    """A note that says nothing of places is not asked: somebody's own text stands where the product's stood."""
    note.places.all().delete()
    NotePlace.objects.bulk_create(
        NotePlace(note=note, place=place[:60], rank=rank) for rank, place in enumerate(places)
    )


def _tell(told: Told, reading: Reading, *, origin: str, now: datetime) -> None:
    note, source = told.note, told.source
    values = source.head.values
    note.path, note.folder, note.name = source.path, source.folder, source.name[:255]
    note.origin, note.digest, note.front_matter, note.changed_at = origin, source.digest, values, now
    note.body, note.body_line, note.trashed_at = source.head.body, source.head.body_line, None
    describe(note, reading, front_matter.names(values, "aliases", "alias") + front_matter.tags(values))


def _write(waiting: list[tuple[Told, Reading]], now: datetime, version: NoteVersion | None) -> dict[int, Reading]:
    fresh = [told.note for told, _ in waiting if told.note.pk is None]
    known = [told.note.pk for told, _ in waiting if told.note.pk is not None]
    for told, _ in waiting:
        if told.note.pk is not None:
            _move(told)
            told.note.save()
    Note.every.bulk_create(fresh)
    if known:
        NoteAlias.objects.filter(note__in=known).delete()
        NoteTag.objects.filter(note__in=known).delete()
    aliases, tags, versions = [], [], []
    for told, _ in waiting:
        note, values = told.note, told.source.head.values
        aliases += [NoteAlias(note=note, name=name) for name in front_matter.names(values, "aliases", "alias")]
        tags += [NoteTag(note=note, name=name, key=tag_key(name)) for name in front_matter.tags(values)]
        versions.append(_version(told, now, version))
        if "shows_on" in values:
            place(note, front_matter.names(values, "shows_on"))
        elif note.kept_places:
            place(note, note.kept_places)
    NoteAlias.objects.bulk_create(aliases)
    NoteTag.objects.bulk_create(tags)
    NoteVersion.objects.bulk_create(versions)
    return {told.note.pk: reading for told, reading in waiting}


def _version(told: Told, now: datetime, like: NoteVersion | None) -> NoteVersion:
    made = NoteVersion(note=told.note, raw=told.source.raw, path=told.source.path, made_at=now)
    if like is not None:
        made.how, made.made_by_id = like.how, like.made_by_id
    return made


def _move(told: Told) -> None:
    """Give a renamed note its new address; the old one leads on."""
    note = told.note
    if told.slug and told.slug != note.slug:
        OldAddress.objects.filter(slug=told.slug).delete()
        OldAddress.objects.update_or_create(slug=note.slug, defaults={"note": note})
        note.slug = told.slug
