"""Where links lead, one by one, and what a report says of them. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from networking.guidance.finding.searching import key_of
from networking.guidance.leading.resolving import FileIndex, Index, Led, address
from networking.guidance.models import Attachment, Note
from networking.guidance.text.rendering import Reading
from networking.guidance.vault.files import names_a_file
from networking.guidance.vault.report import LinkLine

LIGHT = ("path", "folder", "name", "slug", "title", "toc", "body_line", "language")
# The columns of a link in the order of what `Leading.rows` yields.
COLUMNS = ("source_id", "written", "name", "key", "heading", "text", "line", "before", "after", *Led._fields)
_NOWHERE = Led(None, "", "", "")


class Leading:
    """Knows every note by its id and every file, and keeps a line on each link of the notes to report on."""

    def __init__(self, notes: Mapping[int, Note], report_on: Collection[int]) -> None:
        self.notes, self.report_on = notes, report_on
        self.files = FileIndex.of(Attachment.objects.filter(trashed_at=None))
        self.index = Index.of(notes.values())
        self.report: list[LinkLine] = []
        self.lost: list[LinkLine] = []
        self._addresses: dict[int, str] = {}
        self._led: dict[tuple[str, str], tuple[Led, str, bool]] = {}

    def rows(self, pk: int, reading: Reading) -> Iterator[tuple[Any, ...]]:
        """The links of a note just read, as rows: what is written, then where it leads."""
        note = self.notes[pk]
        for use in reading.uses:
            link = use.link
            written, name, heading = link.raw[:600], link.name[:600], link.heading[:600]
            line = note.body_line + use.line
            led, target, heading_found = self._lead(note, name, heading, written)
            if pk in self.report_on:
                self.report.append(_line(note, line, written, target, led, heading_found))
            text = link.text[:600]
            yield (pk, written, name, key_of(name), heading, text, line, use.before, use.after, *led)

    def again(self, pk: int, written: str, name: str, heading: str, line: int, was: Led) -> Led:
        """Where a link of a note that was read before leads now."""
        note = self.notes[pk]
        led, target, heading_found = self._lead(note, name, heading, written)
        if pk in self.report_on:
            self.report.append(_line(note, line, written, target, led, heading_found))
        elif was.rule and not led.rule:
            self.lost.append(_line(note, line, written, target, led, heading_found))
        return led

    def _lead(self, note: Note, name: str, heading: str, written: str) -> tuple[Led, str, bool]:
        """Where a link leads, the path of what it leads to, and whether that has the heading."""
        # `![words](picture.png)` can only mean a file.
        if written[:2] != "![" or written[:3] == "![[":
            if known := self._led.get((name, heading)):
                return known
            found = self.index.find(name, note)
            if found.note is not None:
                href, heading_found = self._address(found.note, heading)
                led = Led(found.note.pk, found.rule, href, "\n".join(found.others))
                told = led, found.note.path, heading_found
                if name and not found.others:
                    # It leads there from every note.
                    self._led[name, heading] = told
                return told
        if names_a_file(name) and (file := self.files.find(name, note.folder)):
            return Led(None, "file", file.get_absolute_url(), ""), file.path, True
        return _NOWHERE, "", False

    def _address(self, note: Note, heading: str) -> tuple[str, bool]:
        if heading:
            return address(note, heading)
        if note.pk not in self._addresses:
            self._addresses[note.pk] = note.get_absolute_url()
        return self._addresses[note.pk], True


def known_notes() -> dict[int, Note]:
    """Every note by its id, with as much of it as links need."""
    return {note.pk: note for note in Note.objects.only(*LIGHT)}


def _line(note: Note, line: int, written: str, target: str, led: Led, heading_found: bool) -> LinkLine:
    others = led.others.split("\n") if led.others else ()
    return LinkLine(note.path, line, written, target, led.rule, bool(target), heading_found and bool(target), others)
