"""Notes that were read become rows: all of them or none, and nothing at all where nothing changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from contacts.text import clean_name, sort_key
from networking.guidance import front_matter
from networking.guidance.connecting import connect
from networking.guidance.links import same_word
from networking.guidance.models import STARTER, Note, NoteAlias, NotePlace, NoteTag
from networking.guidance.reading import Folder, Source
from networking.guidance.rendering import RENDERING, Reading, read
from networking.guidance.report import NoteLine, Report
from networking.guidance.searching import search_text_of, tag_key

# Words that are addresses of pages beside the notes.
RESERVED = {"tags", "missing", "for"}


@dataclass
class Shelf:
    """The notes that are there already, by what an imported file may be known under."""

    by_path: dict[str, Note] = field(default_factory=dict)
    starters: dict[str, Note] = field(default_factory=dict)
    replaced: dict[str, Note] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, notes: Iterable[Note]) -> Shelf:
        shelf = cls()
        for note in notes:
            shelf.by_path[note.path] = note
            shelf.slugs.add(note.slug)
            if note.origin == STARTER:
                shelf.starters.setdefault(same_word(note.name), note)
            else:
                shelf.replaced.setdefault(same_word(note.name), note)
        return shelf

    def note_for(self, source: Source) -> Note:
        """The note of the same path; else the product's own of that name, which gives way; else a new one."""
        found = self.by_path.pop(source.path, None) or self.starters.get(same_word(source.name))
        if found and self.starters.get(same_word(found.name)) is found:
            del self.starters[same_word(found.name)]
            self.by_path.pop(found.path, None)
        note = found or Note(slug=self._free_slug(source))
        self.slugs.add(note.slug)
        return note

    def _free_slug(self, source: Source) -> str:
        plain = slugify(source.name, allow_unicode=True)[:180] or "note"
        longer = slugify(source.path.removesuffix(".md").replace("/", "-"), allow_unicode=True)[:180]
        candidates = [plain, longer, *(f"{plain}-{number}" for number in range(2, len(self.slugs) + 3))]
        return next(slug for slug in candidates if slug and slug not in self.slugs and slug not in RESERVED)


@transaction.atomic
def import_notes(folder: Folder, *, origin: str, now: datetime, dry_run: bool = False) -> Report:
    """Bring what was read into the wiki in one transaction and lead every link anew.

    The product's own notes (`origin` is `starter`) never go over a note of another origin; every other origin goes
    over whatever has the same path, and over the product's own note of the same name.
    """
    report = Report(dry_run=dry_run, skipped=folder.skipped, problems=folder.problems)
    shelf = Shelf.of(Note.objects.defer("html", "search_text"))
    kept: set[int] = set()
    readings: dict[int, Reading] = {}
    # Files whose path is known come first, so that one of the same name elsewhere cannot take their note.
    for source in sorted(folder.sources, key=lambda source: source.path not in shelf.by_path):
        theirs = shelf.replaced.get(same_word(source.name)) if origin == STARTER else None
        if theirs:
            _lend_places(theirs, source)
            continue
        note = shelf.note_for(source)
        status = _status(note, source, origin)
        if status != "unchanged":
            reading = read(source.head.body)
            _store(note, source, reading, origin=origin, now=now)
            readings[note.pk] = reading
        kept.add(note.pk)
        report.notes.append(_line(note, source, status))
    if origin == STARTER:
        Note.objects.filter(origin=STARTER).exclude(path__in=[source.path for source in folder.sources]).delete()
    report.links = connect(readings, report_on=kept)
    transaction.set_rollback(dry_run)
    return report


@transaction.atomic
def make_anew() -> int:
    """Render the notes that an older version of the product rendered; says how many."""
    old = Note.objects.exclude(rendering=RENDERING).prefetch_related("aliases", "tags")
    readings = {}
    for note in old:
        readings[note.pk] = reading = read(note.body)
        describe(note, reading, [alias.name for alias in note.aliases.all()] + [tag.name for tag in note.tags.all()])
        note.save()
    if readings:
        connect(readings, report_on=set())
    return len(readings)


def _lend_places(theirs: Note, source: Source) -> None:
    """Somebody's note that stands for one of the product's is offered where that one would be."""
    if "shows_on" not in theirs.front_matter and not theirs.places.exists():
        _place(theirs, front_matter.names(source.head.values, "shows_on"))


def _status(note: Note, source: Source, origin: str) -> str:
    if note.pk is None:
        return "imported"
    same = (note.digest, note.path, note.rendering) == (source.digest, source.path, RENDERING)
    # A note keeps its origin when another folder brings the same text, but never stays the product's own.
    return "unchanged" if same and (note.origin == STARTER) == (origin == STARTER) else "changed"


def _store(note: Note, source: Source, reading: Reading, *, origin: str, now: datetime) -> None:
    values = source.head.values
    note.path, note.folder, note.name = source.path, source.folder, source.name[:255]
    note.origin, note.digest, note.front_matter, note.changed_at = origin, source.digest, values, now
    note.body, note.body_line = source.head.body, source.head.body_line
    aliases, tags = front_matter.names(values, "aliases", "alias"), front_matter.tags(values)
    describe(note, reading, aliases + tags)
    note.save()
    note.aliases.all().delete()
    note.tags.all().delete()
    NoteAlias.objects.bulk_create(NoteAlias(note=note, name=name) for name in aliases)
    NoteTag.objects.bulk_create(NoteTag(note=note, name=name, key=tag_key(name)) for name in tags)
    if "shows_on" in values:
        _place(note, front_matter.names(values, "shows_on"))


def _place(note: Note, places: list[str]) -> None:
    """A note that says nothing of places is not asked: somebody's own text stands where the product's stood."""
    note.places.all().delete()
    NotePlace.objects.bulk_create(
        NotePlace(note=note, place=place[:60], rank=rank) for rank, place in enumerate(places)
    )


def describe(note: Note, reading: Reading, labels: list[str]) -> None:
    """What a note shows of its text beside the HTML; the words of its labels find it too."""
    given = note.front_matter.get("title")
    title = clean_name(given) if isinstance(given, str) else ""
    note.title = (title or clean_name(reading.title) or note.name)[:300]
    note.toc, note.excerpt, note.rendering = reading.toc, reading.excerpt[:600], RENDERING
    note.sort_key = sort_key(note.title)
    note.search_text = search_text_of(note.title, note.name, *labels, reading.text)


def _line(note: Note, source: Source, status: str) -> NoteLine:
    values = source.head.values
    aliases, tags = front_matter.names(values, "aliases", "alias"), front_matter.tags(values)
    return NoteLine(note.path, note.title, note.get_absolute_url(), status, aliases, tags)
