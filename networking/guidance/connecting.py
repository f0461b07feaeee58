"""Every link of every note led to where it means, and the pages whose links moved made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from networking.guidance.embedding import Pages
from networking.guidance.models import Note, NoteLink
from networking.guidance.rendering import Reading
from networking.guidance.report import LinkLine
from networking.guidance.resolving import Index, address
from networking.guidance.searching import key_of

Links = dict[int, list[NoteLink]]


def connect(readings: dict[int, Reading], *, report_on: set[int]) -> list[LinkLine]:
    """Write the links of the notes just read (by id), lead all links of all notes, render whatever changed.

    Returns a line on each link of the notes to report on.
    """
    notes = {note.pk: note for note in Note.objects.defer("html", "search_text").prefetch_related("aliases")}
    _write_links(readings, notes)
    links: Links = defaultdict(list)
    for link in NoteLink.objects.order_by("source_id", "pk"):
        links[link.source_id].append(link)
    report: list[LinkLine] = []
    moved = list(_lead(notes, links, report, report_on))
    NoteLink.objects.bulk_update(moved, ["target_id", "rule", "href"], batch_size=200)
    pages = Pages(notes, links, dict(readings))
    for pk in sorted(pages.with_embedders({link.source_id for link in moved} | set(readings))):
        Note.objects.filter(pk=pk).update(html=pages.html(pk))
    return report


def _write_links(readings: dict[int, Reading], notes: dict[int, Note]) -> None:
    NoteLink.objects.filter(source__in=readings).delete()
    NoteLink.objects.bulk_create(
        [
            NoteLink(
                source=notes[pk],
                written=use.link.raw[:600],
                name=use.link.name[:600],
                key=key_of(use.link.name)[:600],
                heading=use.link.heading[:600],
                text=use.link.text[:600],
                line=notes[pk].body_line + use.line,
                before=use.before,
                after=use.after,
            )
            for pk, reading in readings.items()
            for use in reading.uses
        ],
        batch_size=200,
    )


def _lead(notes: dict[int, Note], links: Links, report: list[LinkLine], report_on: set[int]) -> Iterator[NoteLink]:
    """Point each link where it leads now; yields those that led elsewhere before."""
    index = Index.of(notes.values())
    for pk, note in notes.items():
        for link in links[pk]:
            found = index.find(link.name, note)
            href, heading_found = address(found.note, link.heading) if found.note else ("", False)
            if link.lead_to(target_id=found.note.pk if found.note else None, rule=found.rule, href=href):
                yield link
            if pk in report_on:
                target = found.note.path if found.note else ""
                report.append(
                    LinkLine(
                        path=note.path,
                        line=link.line,
                        written=link.written,
                        target=target,
                        rule=found.rule,
                        resolved=bool(target),
                        heading_found=heading_found,
                        others=list(found.others),
                    )
                )
