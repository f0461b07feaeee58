"""What to read beside a note: its neighbours in the folder, and the notes that have most in common with it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Subquery, Value, When
from django.utils.translation import ngettext

from contacts.prepared import prepared
from networking.guidance.finding.backlinks import (
    SHOWN,
    WEIGHED,
    Backlink,
    backlinks_of,
    links_around,
    own_links,
)
from networking.guidance.leading.twins import readable, readers_language
from networking.guidance.models import Note, NoteTag, address_of

MOST = 5


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

    @property
    def line(self) -> tuple[str, str, str]:
        """Its name and address, and what it shares."""
        tags = ", ".join(f"#{tag}" for tag in self.tags)
        common = ngettext("%(counter)s note in common", "%(counter)s notes in common", self.links)
        links = common % {"counter": self.links} if self.links else ""
        return self.note.title, self.note.address, " · ".join(filter(None, (tags, links)))


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

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Those like it, as they stand on the page."""
        return [one.line for one in self.related]


@dataclass
class _Weights:
    weight: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    tags: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    links: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def beside(note: Note) -> Beside:
    """The labels of a note, the sentences that lead to it, its neighbours, and the notes most like it; some
    five short queries.

    A shared label or link weighs the more the fewer notes share it; notes that this one links to, or that link to
    it, stand on its page already and are left out.
    """
    labels = _labels(note.pk)
    own = sorted((row, name) for row, key, name, pk in labels if pk == note.pk)
    ahead, behind, weighed = own_links(note.pk)
    backlinks = backlinks_of(note.pk, behind)
    rows = links_around(weighed, behind)
    found = _Weights()
    _share_tags(found, note, labels)
    _share_links(found, note, {*weighed}, {*behind}, rows)
    known = {*ahead, *behind, note.pk}
    ranked = [pk for _light, pk in sorted((-weight, pk) for pk, weight in found.weight.items() if pk not in known)]
    # Around a note that is there in the reader's language too stand those of its own.
    rows_of_notes = _notes(ranked[: 2 * MOST], note.pk, language=note.language or readers_language())
    notes = [Near._make(row) for row in rows_of_notes]
    known_by = {one.pk: one for one in notes}
    near = [Related(known_by[pk], found.weight[pk], found.tags[pk], found.links[pk]) for pk in ranked if pk in known_by]
    places = {one.place: one for one in notes}
    return Beside(
        tags=[name for _row, name in own],
        backlinks=backlinks[:SHOWN],
        related=near[:MOST],
        before=places.get(-1),
        after=places.get(1),
        more=len(backlinks) > SHOWN,
    )


@prepared
def _notes(pks: list[int], pk: int, *, language: str) -> QuerySet[Note, tuple[int, int, str, str]]:
    """The notes of these ids, and those before and after that one in its folder, by name; as a reader sees them."""
    here = Note.objects.filter(pk=pk).order_by()
    folder, key, path = (Subquery(here.values(name)) for name in ("folder", "sort_key", "path"))
    same = Q(sort_key=key)
    shown = Note.objects.filter(readable(language))
    inside = shown.filter(folder=folder)
    ahead = inside.filter(Q(sort_key__lt=key) | same & Q(path__lt=path)).order_by("-sort_key", "-path")
    behind = inside.filter(Q(sort_key__gt=key) | same & Q(path__gt=path)).order_by("sort_key", "path")
    before, after = Q(pk=Subquery(ahead.values("pk")[:1])), Q(pk=Subquery(behind.values("pk")[:1]))
    place = Case(When(before, then=Value(-1)), When(after, then=Value(1)), default=Value(0))
    rows = shown.filter(Q(pk__in=pks) | before | after).order_by()
    return rows.annotate(place=place).values_list("pk", "place", "title", "slug")


@prepared
def _labels(pk: int) -> QuerySet[NoteTag, tuple[int, str, str, int]]:
    """The labels of every note that has one of this note's labels, its own first."""
    keys = NoteTag.objects.filter(note=pk).order_by().values("key")
    rows = NoteTag.objects.filter(key__in=keys).order_by(_last_unless(Q(note=pk)), "key", "note_id")
    return rows.values_list("pk", "key", "name", "note_id")[:WEIGHED]


def _last_unless(first: Q) -> Case:
    return Case(When(first, then=Value(0)), default=Value(1), output_field=IntegerField())


def _share_tags(found: _Weights, note: Note, labels: Iterable[tuple[int, str, str, int]]) -> None:
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for _row, key, name, pk in labels:
        groups[key].append((pk, name))
    for group in groups.values():
        share = _rare(len(group))
        for pk, name in group:
            if pk != note.pk:
                found.weight[pk] += share
                found.tags[pk].append(name)


def _share_links(
    found: _Weights, note: Note, ahead: set[int], behind: set[int], rows: Iterable[tuple[int, int]]
) -> None:
    # By what they have in common: the note that all of them lead to, and below nothing the one that leads to them.
    groups: dict[int, list[int]] = defaultdict(list)
    for source, target in rows:
        if target in ahead:
            groups[target].append(source)
        if source in behind:
            groups[-source].append(target)
    weight, links = found.weight, found.links
    for group in groups.values():
        share = 1.5 * _rare(len(group))
        for pk in group:
            weight[pk] += share
            links[pk] += 1
    # The note is one of those that share, and not like itself.
    weight.pop(note.pk, None)


def _rare(shared_by: int) -> float:
    return 1 / math.log2(1 + max(2, shared_by))
