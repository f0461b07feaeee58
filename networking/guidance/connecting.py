"""Every link of every note led to where it means, and the pages whose links moved made anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

from networking.guidance.embedding import Pages
from networking.guidance.files import names_a_file
from networking.guidance.models import Attachment, Note, NoteLink
from networking.guidance.rendering import Reading
from networking.guidance.report import LinkLine
from networking.guidance.resolving import FileIndex, Index, address
from networking.guidance.searching import key_of

BATCH = 400
Links = dict[int, list[NoteLink]]
Thing = TypeVar("Thing")
LIGHT = ("path", "folder", "name", "slug", "title", "toc", "body_line")


def connect(readings: dict[int, Reading], *, report_on: set[int]) -> tuple[list[LinkLine], list[LinkLine]]:
    """Write the links of the notes just read (by id), lead all links of all notes, render whatever changed.

    Returns a line on each link of the notes to report on, and on each link of any note that has lost its target.
    """
    notes = {note.pk: note for note in Note.objects.only(*LIGHT).prefetch_related("aliases")}
    leading = Leading(notes, FileIndex.of(Attachment.objects.filter(trashed_at=None)), report_on)
    for some in chunks(readings, BATCH):
        NoteLink.every.filter(source__in=some).delete()
    fresh: Links = {pk: [leading.lead_new(one) for one in _links(pk, readings[pk], notes[pk])] for pk in readings}
    for many in chunks((link for links in fresh.values() for link in links), BATCH * 10):
        _insert(many)
    known = NoteLink.every.only("source", "target", "name", "heading", "written", "line", "rule", "href", "others")
    moved = [link for link in known.order_by("source_id", "pk").iterator() if leading.moves(link, fresh)]
    NoteLink.every.bulk_update(moved, ["target_id", "rule", "href", "others"], batch_size=100)
    pages = Pages(notes, readings, leading.files.sizes, fresh)
    stale = sorted(pages.with_embedders({link.source_id for link in moved} | set(readings)))
    for some in chunks(stale, BATCH):
        _write_pages([(pages.html(pk), pk) for pk in some])
    return leading.report, leading.lost


def lead_unsaved(note: Note, reading: Reading) -> tuple[dict[int, Note], FileIndex, list[NoteLink]]:
    """The links that a note would have if it said something else; nothing is written."""
    notes = {one.pk: one for one in Note.objects.only(*LIGHT).prefetch_related("aliases")}
    files = FileIndex.of(Attachment.objects.filter(trashed_at=None))
    notes.setdefault(note.pk, note).toc = reading.toc
    leading = Leading(notes, files, set())
    return notes, files, [leading.lead_new(one) for one in _links(note.pk, reading, notes[note.pk])]


class Leading:
    """Leads links one by one, and writes down what the report says of them."""

    def __init__(self, notes: dict[int, Note], files: FileIndex, report_on: set[int]) -> None:
        self.notes, self.files, self.report_on = notes, files, report_on
        self.index = Index.of(notes.values())
        self.report: list[LinkLine] = []
        self.lost: list[LinkLine] = []
        self._addresses: dict[int, str] = {}

    def lead_new(self, link: NoteLink) -> NoteLink:
        self._lead(link)
        return link

    def moves(self, link: NoteLink, fresh: Links) -> bool:
        """Lead a link that was there before; says whether it leads elsewhere now."""
        return link.source_id not in fresh and link.source_id in self.notes and self._lead(link)

    def _lead(self, link: NoteLink) -> bool:
        note = self.notes[link.source_id]
        found = self.index.find(link.name, note) if not _is_picture(link) else None
        led, rule, others = (found.note, found.rule, found.others) if found else (None, "", ())
        heading_found, href, target = True, "", ""
        if led is not None:
            href, heading_found = self._address(led, link.heading)
            target = led.path
        elif names_a_file(link.name) and (file := self.files.find(link.name, note.folder)):
            href, rule, target = file.get_absolute_url(), "file", file.path
        had = bool(link.rule)
        changed = link.lead_to(target_id=led.pk if led else None, rule=rule, href=href, others="\n".join(others))
        lost = had and not rule and link.pk is not None
        if lost or link.source_id in self.report_on:
            line = LinkLine(
                path=note.path,
                line=link.line,
                written=link.written,
                target=target,
                rule=rule,
                resolved=bool(target),
                heading_found=heading_found and bool(target),
                others=list(others),
            )
            (self.lost if lost and link.source_id not in self.report_on else self.report).append(line)
        return changed

    def _address(self, note: Note, heading: str) -> tuple[str, bool]:
        if heading:
            return address(note, heading)
        if note.pk not in self._addresses:
            self._addresses[note.pk] = note.get_absolute_url()
        return self._addresses[note.pk], True


def _is_picture(link: NoteLink) -> bool:
    return link.written.startswith("![") and not link.written.startswith("![[")


def _links(pk: int, reading: Reading, note: Note) -> Iterator[NoteLink]:
    for use in reading.uses:
        yield NoteLink(
            source_id=pk,
            written=use.link.raw[:600],
            name=use.link.name[:600],
            key=key_of(use.link.name)[:600],
            heading=use.link.heading[:600],
            text=use.link.text[:600],
            line=note.body_line + use.line,
            before=use.before,
            after=use.after,
        )


def _insert(links: list[NoteLink]) -> None:
    """Many rows of plain texts and numbers: the framework takes ten times as long to say the same."""
    names = [field.attname for field in NoteLink._meta.concrete_fields if not field.primary_key]
    columns, marks = ", ".join(map(connection.ops.quote_name, names)), ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {NoteLink._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[getattr(link, name) for name in names] for link in links])


def _write_pages(rows: list[tuple[Any, ...]]) -> None:
    """One statement for many pages: the framework would write each of them out anew."""
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {Note._meta.db_table} SET html = %s WHERE id = %s", rows)  # noqa: S608


def chunks(things: Iterable[Thing], size: int = BATCH) -> Iterator[list[Thing]]:
    """The things in order, some at a time."""
    waiting = iter(things)
    while some := list(islice(waiting, size)):
        yield some
