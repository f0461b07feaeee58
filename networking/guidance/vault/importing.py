"""Notes that were read become rows: all of them or none, and nothing at all where nothing changed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from networking.guidance.leading.connecting import connect
from networking.guidance.models import HERE, STARTER, Note
from networking.guidance.text.links import same_word
from networking.guidance.text.rendering import RENDERING, Reading, read
from networking.guidance.vault import front_matter
from networking.guidance.vault.attaching import import_files, remove_files
from networking.guidance.vault.reading import Folder, Problem, Source
from networking.guidance.vault.report import NoteLine, Report
from networking.guidance.vault.shelf import Shelf
from networking.guidance.vault.standing import as_it_stands, links_that_stand, problem_of_head
from networking.guidance.vault.storing import Told, all_tags, describe, place, store, tag
from networking.guidance.vault.trashing import trash

SHORT = (
    "path", "folder", "name", "slug", "title", "origin", "digest", "came_as", "front_matter", "rendering",
    "trashed_at", "kept_places", "changed_at",
)  # fmt: skip


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Thousands of notes are held until their links are led: looking through all of them again and again for circles
    of what nobody needs takes a tenth of the time and finds nothing."""
    usual = gc.get_threshold()
    gc.set_threshold(500_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@_collecting_seldom()
@transaction.atomic
def import_notes(folder: Folder, *, origin: str, now: datetime, dry_run: bool = False) -> Report:
    """Bring what was read into the wiki in one transaction and lead every link anew.

    The product's own notes (`origin` is `starter`) never go over a note of another origin; every other origin goes
    over whatever has the same path, and over the product's own note of the same name. Notes of this origin that the
    folder has no longer go to the trash, unless the folder is empty.
    """
    report = Report(dry_run=dry_run, skipped=folder.skipped, problems=folder.problems)
    moved = import_files(folder, report, origin=origin, now=now)
    if folder.sources:
        moved |= remove_files(folder, report, origin=origin, now=now)
    readings: dict[int, Reading] = {}
    gone: list[Note] = []
    if standing := as_it_stands(folder, origin=origin):
        report.notes += standing.notes
        report.problems += standing.problems
        pks = standing.pks
    else:
        readings, gone, pks = _take_in(folder, report, origin=origin, now=now)
    if readings or gone or moved:
        report.links, report.lost = connect(readings, report_on=pks)
    else:
        report.links, report.fine_links = links_that_stand(pks)
    transaction.set_rollback(dry_run)
    return report


def _take_in(
    folder: Folder, report: Report, *, origin: str, now: datetime
) -> tuple[dict[int, Reading], list[Note], set[int]]:
    """What was read of the notes that changed, the notes that are gone, and the ids of all that the folder has.

    The texts of the folder are let go of one by one as they are stored.
    """
    shelf = Shelf.of(Note.every.only(*SHORT))
    present = {source.path for source in folder.sources} | {problem.path for problem in folder.skipped}
    shelf.find_renamed(folder.sources, present, origin)
    brings, kept = bool(folder.sources), set[int]()
    readings = store(_changed(folder, shelf, kept, report, origin=origin), origin=origin, now=now)
    gone: list[Note] = []
    if brings:
        present |= {note.path for note in shelf.moved_here.values()}
        theirs = Note.objects.filter(origin=origin)
        if not present.issuperset(theirs.order_by().values_list("path", flat=True)):
            gone = [note for note in theirs.only(*SHORT) if note.path not in present]
    report.notes += [NoteLine(note.path, note.title, "", "removed") for note in gone]
    trash(gone, now)
    return readings, gone, kept | set(readings)


@transaction.atomic
def make_anew() -> int:
    """Render the notes that an older version of the product rendered; says how many."""
    readings = {}
    for note in Note.objects.exclude(rendering=RENDERING).prefetch_related("aliases"):
        readings[note.pk] = reading = read(note.body)
        tags = all_tags(front_matter.tags(note.front_matter), reading)
        describe(note, reading, [alias.name for alias in note.aliases.all()] + tags)
        note.save()
        tag(note, tags)
        reading.lighten()
    if readings:
        connect(readings, report_on=set())
    return len(readings)


def _changed(folder: Folder, shelf: Shelf, kept: set[int], report: Report, *, origin: str) -> Iterator[Told]:
    """The notes that a file says something new of; the others are kept, and every one is told in the report."""
    # Files whose path is known come first, so that one of the same name elsewhere cannot take their note.
    waiting = sorted(folder.sources, key=lambda source: source.path not in shelf.by_path)[::-1]
    folder.sources.clear()
    while waiting:
        source = waiting.pop()
        theirs = shelf.replaced.get(same_word(source.name)) if origin == STARTER else None
        if theirs:
            _lend_places(theirs, source)
            continue
        note = shelf.note_for(source)
        away = note.trashed_at or source.path in shelf.moved_here
        if away and origin == STARTER and note.origin in (STARTER, HERE):
            # An admin removed or renamed it: the product does not bring it back.
            continue
        if source.path in shelf.moved_here:
            source = replace(source, path=note.path)
        was, status = note.path, _status(note, source, origin)
        if status in ("unchanged", "kept"):
            kept.add(note.pk)
            report.notes.append(NoteLine(note.path, note.title, note.slug, status))
            if source.may_name_places or (not note.front_matter and source.may_have_head):
                report.problems += problem_of_head(source)
            continue
        if note.pk and note.digest != note.came_as and note.came_as:
            report.problems.append(Problem(source.path, "it was edited here: the edit is kept in its history"))
        slug = ""
        if status == "renamed" and note.name != source.name and slugify(source.name, allow_unicode=True) != note.slug:
            slug = shelf.free_slug(source.name, source.path, note.pk)
            shelf.slugs.add(slug)
        note.came_as = source.digest
        report.problems += problem_of_head(source)
        told = Told(note, source, slug)
        yield told
        if told.cut:
            report.problems.append(Problem(source.path, "nested too deeply: what stands there is left out", told.cut))
        was = was if status == "renamed" else ""
        report.notes.append(NoteLine(note.path, note.title, note.slug, status, source.aliases, told.tags, was))


def _lend_places(theirs: Note, source: Source) -> None:
    """Somebody's note that stands for one of the product's is offered where that one would be."""
    if "shows_on" not in theirs.front_matter and not theirs.places.exists():
        place(theirs, front_matter.names(source.head.values, "shows_on"))


def _status(note: Note, source: Source, origin: str) -> str:
    if note.pk is None or note.trashed_at is not None:
        return "imported"
    if note.path != source.path:
        return "renamed" if note.origin == origin else "changed"
    # A note keeps its origin when another folder brings the same text, but never stays the product's own.
    # One from before there were versions is told anew, so that it can go out byte for byte.
    stays = bool(note.came_as) and note.rendering == RENDERING and (note.origin == STARTER) == (origin == STARTER)
    if stays and note.digest == source.digest:
        return "unchanged"
    return "kept" if stays and note.came_as == source.digest else "changed"
