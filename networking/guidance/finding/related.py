"""What to read beside a note: its neighbours in the folder, and the notes that have most in common with it."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import quote

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext, ngettext

from contacts.addresses import address
from contacts.prepared import prepared
from networking.guidance.finding.around import Around, Near, around
from networking.guidance.finding.backlinks import SHOWN, Backlink, backlinks_of
from networking.guidance.finding.tags import tag_address
from networking.guidance.leading.twins import readable, readers_language
from networking.guidance.models import Note, NoteLink

# So many notes like it are shown, out of the first so many; more are looked at where not all that is linked is known.
MOST, FIRST, FIRST_OF_MANY = 5, 10, 60


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

    # The address of a label and its name.
    tags: list[tuple[str, str]]
    backlinks: list[Backlink]
    related: list[Related]
    # Its neighbours in the folder.
    before: Near | None
    after: Near | None
    # More notes lead here than are shown.
    more: bool = False
    # The page of the graph around it, where any note leads here or is led to.
    graph: str = ""

    @property
    def neighbours(self) -> list[tuple[str, str, str, str, str]]:
        """Those before and after it, as they stand on the page."""
        sides = (
            ("before", "prev", gettext("Before it"), self.before),
            ("after", "next", gettext("After it"), self.after),
        )
        return [(side, note.address, rel, where, note.title) for side, rel, where, note in sides if note]

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
    """The labels of a note, the sentences that lead to it, its neighbours, and the notes most like it: two queries,
    two more where hundreds of notes lead here.

    A shared label or link weighs the more the fewer notes share it; notes that this one links to, or that link to
    it, stand on its page already and are left out.
    """
    # Around a note that is there in the reader's language too stand those of its own.
    language = note.language or readers_language()
    found = around(note, language)
    weights = _Weights()
    _share_tags(weights, found, note.pk)
    _share_links(weights, found, note.pk)
    backlinks = backlinks_of(note.pk, found)
    return Beside(
        tags=[(tag_address(name), name) for name in found.own],
        backlinks=backlinks[:SHOWN],
        related=_most_like(note.pk, found, weights, language),
        before=found.before,
        after=found.after,
        more=len(backlinks) > SHOWN,
        graph=f"{address('guidance:graph')}?note={quote(note.slug)}" if found.ahead or found.behind else "",
    )


def _most_like(pk: int, found: Around, weights: _Weights, language: str) -> list[Related]:
    known = {*found.ahead, *found.behind, pk}
    heaviest = sorted((-weight, one) for one, weight in weights.weight.items())
    ranked = [one for _light, one in heaviest if one not in known]
    if not ranked:
        return []
    room = FIRST if found.is_whole else FIRST_OF_MANY
    ranked = ranked[:room]
    asked = ranked + [0] * (room - len(ranked))
    rows = _not_linked(asked, pk, language=language) if not found.is_whole else _notes(asked, language=language)
    notes = {row[0]: Near._make(row) for row in rows}
    shown = [one for one in ranked if one in notes][:MOST]
    return [Related(notes[one], weights.weight[one], weights.tags[one], weights.links[one]) for one in shown]


@prepared
def _notes(pks: list[int], *, language: str) -> QuerySet[Note, tuple[int, str, str]]:
    """The notes of these ids as a reader sees them."""
    return Note.objects.filter(readable(language), pk__in=pks).order_by().values_list("pk", "title", "slug")


@prepared
def _not_linked(pks: list[int], pk: int, *, language: str) -> QuerySet[Note, tuple[int, str, str]]:
    """Those of them that neither lead to that note nor are led to by it."""
    here, there = Q(source=OuterRef("pk"), target=pk), Q(source=pk, target=OuterRef("pk"))
    notes = Note.objects.filter(readable(language), ~Exists(NoteLink.objects.filter(here)), pk__in=pks)
    return notes.filter(~Exists(NoteLink.objects.filter(there))).order_by().values_list("pk", "title", "slug")


def _share_tags(found: _Weights, around: Around, note: int) -> None:
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for pk, key, name in around.labels:
        groups[key].append((pk, name))
    for _key, group in sorted(groups.items()):
        share = _rare(len(group))
        for pk, name in group:
            if pk != note:
                found.weight[pk] += share
                found.tags[pk].append(name)


def _share_links(found: _Weights, around: Around, note: int) -> None:
    # By what they have in common: the note that all of them lead to, and below nothing the one that leads to them.
    groups: dict[int, list[int]] = defaultdict(list)
    behind = {*around.behind}
    for source, target in around.links:
        if target in around.telling:
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
    weight.pop(note, None)


def _rare(shared_by: int) -> float:
    return 1 / math.log2(1 + max(2, shared_by))
