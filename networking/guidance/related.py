"""What to read beside a note: its neighbours in the folder, and the notes that have most in common with it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Subquery, Value, When

from contacts.prepared import prepared
from networking.guidance.models import Note, NoteLink, NoteTag, address_of

MOST, SHOWN = 5, 100
# So many rows of one sort are weighed; a label or a note that everything shares says little anyway.
WEIGHED = 3000


class Near(NamedTuple):
    """A note that stands on the page of another; `place` is -1 for the one before it, 1 for the one after."""

    pk: int
    place: int
    title: str
    slug: str

    @property
    def address(self) -> str:
        return address_of(self.slug)


@dataclass
class Related:
    """A note that shares something with another: which labels, and how many notes both link to or are linked from."""

    note: Near
    weight: float = 0.0
    tags: list[str] = field(default_factory=list)
    links: int = 0


class Backlink(NamedTuple):
    """The sentence of another note that leads here."""

    source: int
    title: str
    slug: str
    before: str
    text: str
    after: str

    @property
    def address(self) -> str:
        return address_of(self.slug)


@dataclass
class Beside:
    """What stands on the page of a note beside its text."""

    tags: list[str]
    backlinks: list[Backlink]
    related: list[Related]
    # Its neighbours in the folder.
    before: Near | None
    after: Near | None
    # More notes lead here than are shown.
    more: bool = False


@dataclass
class _Weights:
    weight: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    tags: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    links: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def beside(note: Note) -> Beside:
    """The labels of a note, the sentences that lead to it, its neighbours, and the notes most like it; four queries.

    A shared label or link weighs the more the fewer notes share it; notes that this one links to, or that link to
    it, stand on its page already and are left out.
    """
    labels = _labels(note.pk)
    own = sorted((row, name) for row, key, name, pk in labels if pk == note.pk)
    backlinks = [Backlink._make(row) for row in _backlinks(note.pk)]
    rows = [(source, target) for _own, source, target in _links(note.pk)]
    ahead = {target for source, target in rows if source == note.pk and target and target != note.pk}
    behind = {link.source for link in backlinks} | {source for source, target in rows if target == note.pk}
    found = _Weights()
    _share_tags(found, note, labels)
    _share_links(found, note, ahead, behind - {note.pk}, rows)
    known = ahead | behind | {note.pk}
    ranked = sorted((pk for pk in found.weight if pk not in known), key=lambda pk: (-found.weight[pk], pk))[:MOST]
    notes = [Near._make(row) for row in _notes(ranked, note.pk)]
    known_by = {one.pk: one for one in notes}
    near = [Related(known_by[pk], found.weight[pk], found.tags[pk], found.links[pk]) for pk in ranked if pk in known_by]
    places = {one.place: one for one in notes}
    return Beside(
        tags=[name for _row, name in own],
        backlinks=backlinks[:SHOWN],
        related=near,
        before=places.get(-1),
        after=places.get(1),
        more=len(backlinks) > SHOWN,
    )


@prepared
def _notes(pks: list[int], pk: int) -> QuerySet[Note, tuple[int, int, str, str]]:
    """The notes of these ids, and those before and after that one in its folder, by name."""
    here = Note.objects.filter(pk=pk).order_by()
    folder, key, path = (Subquery(here.values(name)) for name in ("folder", "sort_key", "path"))
    same = Q(sort_key=key)
    inside = Note.objects.filter(folder=folder)
    ahead = inside.filter(Q(sort_key__lt=key) | same & Q(path__lt=path)).order_by("-sort_key", "-path")
    behind = inside.filter(Q(sort_key__gt=key) | same & Q(path__gt=path)).order_by("sort_key", "path")
    before, after = Q(pk=Subquery(ahead.values("pk")[:1])), Q(pk=Subquery(behind.values("pk")[:1]))
    place = Case(When(before, then=Value(-1)), When(after, then=Value(1)), default=Value(0))
    rows = Note.objects.filter(Q(pk__in=pks) | before | after).order_by()
    return rows.annotate(place=place).values_list("pk", "place", "title", "slug")


@prepared
def _labels(pk: int) -> QuerySet[NoteTag, tuple[int, str, str, int]]:
    """The labels of every note that has one of this note's labels, its own first."""
    keys = NoteTag.objects.filter(note=pk).order_by().values("key")
    rows = NoteTag.objects.filter(key__in=keys).order_by(_last_unless(Q(note=pk)), "key", "note_id")
    return rows.values_list("pk", "key", "name", "note_id")[:WEIGHED]


@prepared
def _backlinks(pk: int) -> QuerySet[NoteLink, tuple[int, str, str, str, str, str]]:
    rows = NoteLink.objects.filter(target=pk).exclude(source=pk).order_by("source__sort_key", "source_id", "line")
    return rows.values_list("source_id", "source__title", "source__slug", "before", "text", "after")[:WEIGHED]


@prepared
def _links(pk: int) -> QuerySet[NoteLink, tuple[int, int, int | None]]:
    """The links to what this note links to, its own first, and those of the notes that link to it."""
    links = NoteLink.objects.exclude(target=None).order_by()
    ahead, behind = links.filter(source=pk).values("target"), links.filter(target=pk).values("source")
    rows = links.filter(Q(target__in=ahead) | Q(source__in=behind)).annotate(own=_last_unless(Q(source=pk)))
    return (
        rows.order_by("own", "source_id", "target_id").values_list("own", "source_id", "target_id").distinct()[:WEIGHED]
    )


def _last_unless(first: Q) -> Case:
    return Case(When(first, then=Value(0)), default=Value(1), output_field=IntegerField())


def _share_tags(found: _Weights, note: Note, labels: Iterable[tuple[int, str, str, int]]) -> None:
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for _row, key, name, pk in labels:
        groups[key].append((pk, name))
    for group in groups.values():
        for pk, name in group:
            if pk != note.pk:
                found.weight[pk] += _rare(len(group))
                found.tags[pk].append(name)


def _share_links(
    found: _Weights, note: Note, ahead: set[int], behind: set[int], rows: Iterable[tuple[int, int | None]]
) -> None:
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for source, target in rows:
        if target in ahead:
            groups["ahead", target].append(source)
        if source in behind and target is not None:
            groups["behind", source].append(target)
    for group in groups.values():
        for pk in group:
            if pk != note.pk:
                found.weight[pk] += 1.5 * _rare(len(group))
                found.links[pk] += 1


def _rare(shared_by: int) -> float:
    return 1 / math.log2(1 + max(2, shared_by))
