"""Which note stands where: the rest of the product asks by the name of a place."""

from __future__ import annotations

from dataclasses import dataclass

from networking.guidance.models import NotePlace


@dataclass(frozen=True)
class Pointer:
    """A note as another page shows it."""

    title: str
    excerpt: str
    address: str


def notes_for(place: str) -> list[Pointer]:
    """The notes for a place such as `kind:technical` or `debrief`, the one that is most about it first."""
    places = (
        NotePlace.objects.filter(place=place).select_related("note").order_by("rank", "note__sort_key", "note__path")
    )
    return [Pointer(row.note.title, row.note.excerpt, row.note.get_absolute_url()) for row in places]


def note_for(place: str) -> Pointer | None:
    """The note that is most about a place, or None."""
    return next(iter(notes_for(place)), None)
