"""Which note stands where: the rest of the product asks by the name of a place.

A note names its places in `shows_on`, an admin can change them. Behind a `#` stands the heading that is meant:
`figure:referrals-received#Полученные рекомендации`; without it the note as a whole is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from django.db.models import Q

from networking.guidance.finding.passages import sections
from networking.guidance.leading.twins import readers_language, spoken
from networking.guidance.lists.checklists import checklists
from networking.guidance.models import Note, NotePlace
from networking.guidance.text.anchors import find_anchor

EXCERPT = 600
_BOX = re.compile("[☐☑]")


@dataclass(frozen=True)
class Pointer:
    """A note, or a section of it, as another page shows it."""

    title: str
    excerpt: str
    address: str
    # The first items of its checklist.
    items: tuple[str, ...] = ()


def notes_for(place: str) -> list[Pointer]:
    """The notes for a place such as `kind:technical` or `debrief`, each once, the one that is most about it first.

    A section that names the place is more about it than any whole note. Notes in the reader's language come before
    others; one that is there in both languages is told once, in the other only where nothing else is said.
    """
    language = readers_language()
    rows = NotePlace.objects.filter(Q(place=place) | Q(place__startswith=f"{place}#")).select_related("note")
    ordered = sorted(rows.order_by("note__sort_key", "note__path", "pk"), key=partial(_order, language))
    pointers: dict[int, Pointer] = {}
    for row in [row for row in ordered if row.note.twin_id is None or not _foreign(language, row)] or ordered:
        if row.note_id not in pointers:
            pointers[row.note_id] = _pointer(row.note, row.place.partition("#")[2])
    return list(pointers.values())


def note_for(place: str) -> Pointer | None:
    """The note that is most about a place, or None."""
    return next(iter(notes_for(place)), None)


def _order(language: str, row: NotePlace) -> tuple[bool, bool, int, bool]:
    return _foreign(language, row), "#" not in row.place, row.rank, spoken(row.note) != language


def _foreign(language: str, row: NotePlace) -> bool:
    return row.note.language not in ("", language)


def _pointer(note: Note, heading: str) -> Pointer:
    whole = Pointer(note.title, note.excerpt, note.get_absolute_url())
    anchor = find_anchor(note.toc, heading) if heading else None
    if not anchor:
        return whole
    title = next((entry["text"] for entry in note.toc if entry["anchor"] == anchor), note.title)
    text = next((one.body for one in sections(note.html) if one.anchor == anchor), "")
    items = next((one.items for one in checklists(note) if one.anchor == anchor), ())
    if items:
        # What stands before the list; the items are told one by one.
        text = _BOX.split(text)[0].strip()
    return Pointer(title, text[:EXCERPT] or ("" if items else whole.excerpt), f"{whole.address}#{anchor}", items)
