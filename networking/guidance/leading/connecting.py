"""Every link of every note led to where it means, and the pages whose links moved made anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

from contacts.inserting import insert
from networking.guidance.leading.embedding import Pages
from networking.guidance.leading.leading import COLUMNS, Leading, known_notes
from networking.guidance.leading.led import keep_led
from networking.guidance.leading.resolving import FileIndex, Led
from networking.guidance.leading.twins import pair
from networking.guidance.lists.checklists import tasks_in
from networking.guidance.models import Note, NoteLink
from networking.guidance.text.rendering import Reading
from networking.guidance.vault.report import LinkLine

# So many ids go into one statement, and so many notes are held with their rows and pages.
BATCH, HELD = 400, 100
Thing = TypeVar("Thing")


def connect(readings: dict[int, Reading], *, report_on: set[int]) -> tuple[list[LinkLine], list[LinkLine]]:
    """Write the links of the notes just read (by id), lead all links of all notes, render whatever changed.

    Returns a line on each link of the notes to report on, and on each link of any note that has lost its target.
    """
    notes = known_notes()
    leading = Leading(notes, report_on)
    pair(notes, leading.index)
    for some in chunks(readings, BATCH):
        NoteLink.every.filter(source__in=some).delete()
    moved = _lead_again(leading)
    pages = Pages(notes, readings, leading.files.sizes)
    alone = set[int]()
    for some in chunks(readings, HELD):
        rows = [row for pk in some for row in leading.rows(pk, readings[pk])]
        insert(NoteLink, COLUMNS, rows)
        pages.links.update((pk, []) for pk in some)
        for row in rows:
            pages.links[row[0]].append(Led._make(row[-4:]))
        # A note that shows no other is done: what it was made of need not wait for the rest.
        done = [pk for pk in some if not readings[pk].shows_others]
        _write_pages(pages, done)
        for pk in done:
            readings[pk].let_go()
            del pages.links[pk]
        alone.update(done)
    _write_pages(pages, sorted(pages.with_embedders(moved | set(readings)) - alone))
    keep_led()
    return leading.report, leading.lost


def lead_unsaved(note: Note, reading: Reading) -> tuple[dict[int, Note], FileIndex, list[Led]]:
    """Where the links of a note would lead if it said something else; nothing is written."""
    notes = known_notes()
    notes.setdefault(note.pk, note).toc = reading.toc
    leading = Leading(notes, set())
    return notes, leading.files, [Led._make(row[-4:]) for row in leading.rows(note.pk, reading)]


def chunks(things: Iterable[Thing], size: int = BATCH) -> Iterator[list[Thing]]:
    """The things in order, some at a time."""
    waiting = iter(things)
    while some := list(islice(waiting, size)):
        yield some


def _lead_again(leading: Leading) -> set[int]:
    """Lead the links that are there already; says in which notes some lead elsewhere now."""
    known = NoteLink.every.order_by("source_id", "pk")
    columns = ("pk", "source_id", "written", "name", "heading", "line", *Led._fields)
    moved: list[tuple[Any, ...]] = []
    sources: set[int] = set()
    for pk, source, written, name, heading, line, *led in known.values_list(*columns).iterator():
        if source not in leading.notes:
            continue
        was = Led._make(led)
        now = leading.again(source, written, name, heading, line, was)
        if now != was:
            moved.append((*now, pk))
            sources.add(source)
    _write_many("UPDATE {} SET target_id = %s, rule = %s, href = %s, others = %s WHERE id = %s", NoteLink, moved)
    return sources


def _write_pages(pages: Pages, pks: Iterable[int]) -> None:
    for some in chunks(pks, HELD):
        made = [(pages.html(pk), pk) for pk in some]
        rows = [(html, json.dumps(tasks_in(html)), pk) for html, pk in made]
        _write_many("UPDATE {} SET html = %s, tasks = %s WHERE id = %s", Note, rows)


def _write_many(statement: str, model: type[Note] | type[NoteLink], rows: list[tuple[Any, ...]]) -> None:
    """One statement for many rows: the framework would write each of them out anew."""
    with connection.cursor() as cursor:
        cursor.executemany(statement.format(connection.ops.quote_name(model._meta.db_table)), rows)
