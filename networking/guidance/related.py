"""What to read beside a note: its neighbours in the folder, and the notes that have most in common with it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from networking.guidance.models import Note, NoteLink, NoteTag

MOST = 5
# So many rows of one sort are weighed; a label or a note that everything shares says little anyway.
WEIGHED = 3000


@dataclass
class Related:
    """A note that shares something with another: which labels, and how many notes both link to or are linked from."""

    note: Note
    weight: float = 0.0
    tags: list[str] = field(default_factory=list)
    links: int = 0


@dataclass
class _Weights:
    weight: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    tags: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    links: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def related(note: Note, tags: Iterable[NoteTag]) -> list[Related]:
    """The notes most like this one, the nearest first, in four queries at most.

    A shared label or link weighs the more the fewer notes share it; notes that this one links to, or that link to
    it, stand on its page already and are left out.
    """
    pairs = {
        (source, target)
        for source, target in NoteLink.objects.filter(Q(source=note) | Q(target=note))
        .exclude(target=None)
        .values_list("source_id", "target_id")
    }
    ahead = {target for source, target in pairs if source == note.pk and target and target != note.pk}
    behind = {source for source, target in pairs if target == note.pk and source != note.pk}
    found = _Weights()
    _share_tags(found, note, {tag.key for tag in tags})
    shared = NoteLink.objects.filter(Q(target__in=ahead) | Q(source__in=behind)).exclude(target=None)
    rows = shared.order_by("source_id", "target_id").values_list("source_id", "target_id").distinct()[:WEIGHED]
    _share_links(found, note, ahead, behind, rows)
    known = ahead | behind | {note.pk}
    ranked = sorted((pk for pk in found.weight if pk not in known), key=lambda pk: (-found.weight[pk], pk))[:MOST]
    notes = Note.objects.only("title", "slug").in_bulk(ranked) if ranked else {}
    return [Related(notes[pk], found.weight[pk], found.tags[pk], found.links[pk]) for pk in ranked if pk in notes]


def neighbours(note: Note) -> tuple[Note | None, Note | None]:
    """The notes before and after this one in its folder, by name."""
    beside = Note.objects.filter(folder=note.folder).exclude(pk=note.pk).only("title", "slug")
    same = Q(sort_key=note.sort_key)
    before = beside.filter(Q(sort_key__lt=note.sort_key) | same & Q(path__lt=note.path))
    after = beside.filter(Q(sort_key__gt=note.sort_key) | same & Q(path__gt=note.path))
    return before.order_by("-sort_key", "-path").first(), after.order_by("sort_key", "path").first()


def _share_tags(found: _Weights, note: Note, keys: set[str]) -> None:
    if not keys:
        return
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    rows = NoteTag.objects.filter(key__in=keys).order_by("key", "note_id")
    for key, name, pk in rows.values_list("key", "name", "note_id")[:WEIGHED]:
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
