"""Which notes lead to a note and which it leads to; answered from the indexes of links, however many there are."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from contacts.prepared import prepared
from networking.guidance.models import Note, NoteLink, address_of

SHOWN = 100
# So many rows of one sort are weighed; a label or a note that everything shares says little anyway.
WEIGHED = 1000
# A note to which more lead finds those that it shows in the order of names, not all of them first.
MANY = 200


class Backlink(NamedTuple):
    """The sentence of another note that leads here."""

    source: int
    title: str
    address: str
    before: str
    text: str
    after: str


class OwnLinks(NamedTuple):
    """What a note leads to and what leads to it; of the first, which notes say something of it."""

    ahead: set[int]
    behind: list[int]
    telling: list[int]


def own_links(pk: int) -> OwnLinks:
    """The links of a note and those that lead to it; one to itself is none."""
    links = _own(pk, weighed=MANY)
    ahead = {target: number for source, target, number in links if source == pk != target}
    behind = {source for source, target, _number in links if target == pk != source}
    return OwnLinks({*ahead}, sorted(behind), shared([(number, target) for target, number in ahead.items() if number]))


@prepared
def _own(pk: int, *, weighed: int) -> QuerySet[NoteLink, tuple[int, int, int]]:
    """From where, to where, and how many notes lead there: asked for the first of those that the note leads to."""
    rows = NoteLink.objects.filter(Q(source=pk) | Q(target=pk), target__isnull=False)
    ahead = NoteLink.objects.filter(source=pk, target__isnull=False).exclude(target=pk).order_by("target_id")
    first = Q(source=pk, target__in=ahead.values("target").distinct()[:weighed])
    sharing = NoteLink.objects.filter(target=OuterRef("target")).order_by().values("target")
    number = Subquery(sharing.annotate(number=Count("source", distinct=True)).values("number"))
    rows = rows.annotate(number=Case(When(first, then=number), default=Value(0), output_field=IntegerField()))
    # In no order, and as often as each is there: to part and order very many takes the database longer than Python.
    return rows.order_by().values_list("source_id", "target_id", "number")


def backlinks_of(pk: int, behind: list[int]) -> list[Backlink]:
    """The sentences that lead to a note, by the names of their notes; one more than are shown."""
    if not behind:
        return []
    first = [row[0] for row in _first_by_name(pk)] if len(behind) > MANY else behind
    found = [
        Backlink(source, title, address_of(slug), *said)
        for source, title, slug, *said in _sentences(pk, _padded(first))
    ]
    if len(behind) > MANY:
        order = {source: place for place, source in enumerate(first)}
        found.sort(key=lambda link: order[link.source])
    return found[: SHOWN + 1]


def _padded(pks: list[int]) -> list[int]:
    """With ids of nothing behind them to one of a few lengths: each length is a statement of its own."""
    room = next(size for size in (8, 32, 128, MANY) if size >= len(pks))
    return pks + [0] * (room - len(pks))


@prepared
def _sentences(pk: int, sources: list[int]) -> QuerySet[NoteLink, tuple[int, str, str, str, str, str]]:
    rows = NoteLink.objects.filter(target=pk, source__in=sources).order_by("source__sort_key", "source_id", "line")
    return rows.values_list("source_id", "source__title", "source__slug", "before", "text", "after")


@prepared
def _first_by_name(pk: int) -> QuerySet[Note, tuple[int]]:
    """The notes that lead to one to which very many do, in the order of names, as many as are shown."""
    behind = NoteLink.objects.filter(target=pk).exclude(source=pk).values("source")
    # Something is added so that the notes are gone through by their names: looking up each would read them whole.
    rows = Note.objects.annotate(own=F("pk") + 0).filter(own__in=behind).order_by("sort_key", "pk")
    return rows.values_list("pk")[: SHOWN + 1]


def shared(sizes: list[tuple[int, int]]) -> list[int]:
    """What a note links to, but for what nearly everything links to: that says nothing of a note."""
    room, few = WEIGHED, list[int]()
    for number, target in sorted(sizes):
        if number > room:
            break
        room -= number
        few.append(target)
    return few


def links_around(targets: list[int], sources: list[int]) -> list[tuple[int, int]]:
    """The links to the first and those of the second, each once."""
    return _around(_padded(targets), _padded(sources[:MANY])) if targets or sources else []


@prepared
def _around(targets: list[int], sources: list[int]) -> QuerySet[NoteLink, tuple[int, int]]:
    rows = NoteLink.objects.filter(Q(target__in=targets) | Q(source__in=sources), target__isnull=False)
    return rows.order_by("source_id", "target_id").values_list("source_id", "target_id").distinct()[: 2 * WEIGHED]
