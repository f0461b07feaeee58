"""The sentences of other notes that lead to a note, by the names of their notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import F, QuerySet

from contacts.prepared import prepared
from networking.guidance.finding.around import Around
from networking.guidance.models import Note, NoteLink, address_of

SHOWN = 100
# As `around.Sentence` has it.
Row = tuple[str, int, int, str, str, str, str, str]


class Backlink(NamedTuple):
    """The sentence of another note that leads here."""

    source: int
    title: str
    address: str
    before: str
    text: str
    after: str


def backlinks_of(pk: int, around: Around) -> list[Backlink]:
    """The first of them, one more than are shown; they are asked for where more notes lead here than came along."""
    rows: Sequence[Row] = around.sentences
    if around.is_hub:
        first = [source for (source,) in _first_by_name(pk)]
        rows = sorted(_sentences(pk, first + [0] * (SHOWN + 1 - len(first))))
    return [
        Backlink(source, title, address_of(slug), *said)
        for _key, source, _line, title, slug, *said in rows[: SHOWN + 1]
    ]


@prepared
def _sentences(pk: int, sources: list[int]) -> QuerySet[NoteLink, Row]:
    rows = NoteLink.objects.filter(target=pk, source__in=sources).order_by()
    columns = ("source__sort_key", "source_id", "line", "source__title", "source__slug", "before", "text", "after")
    return rows.values_list(*columns)


@prepared
def _first_by_name(pk: int) -> QuerySet[Note, tuple[int]]:
    """The notes that lead to one to which very many do, in the order of names, as many as are shown."""
    behind = NoteLink.objects.filter(target=pk).exclude(source=pk).values("source")
    # Something is added so that the notes are gone through by their names: looking up each would read them whole.
    rows = Note.objects.annotate(own=F("pk") + 0).filter(own__in=behind).order_by("sort_key", "pk")
    return rows.values_list("pk")[: SHOWN + 1]
