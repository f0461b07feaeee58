"""Whether a vault brings anything new: told by the digests that are kept, without opening a single note."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from networking.guidance.models import STARTER, Note, NoteLink
from networking.guidance.places import is_place
from networking.guidance.text.anchors import find_anchor
from networking.guidance.text.rendering import RENDERING
from networking.guidance.vault.front_matter import names
from networking.guidance.vault.reading import Folder, Problem, Source
from networking.guidance.vault.report import LinkLine, NoteLine


@dataclass
class Standing:
    """What the report says of notes that stay as they are, and their ids."""

    notes: list[NoteLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pks: set[int] = field(default_factory=set)


def as_it_stands(folder: Folder, *, origin: str) -> Standing | None:
    """The report on the notes of a folder where every one is as the last import left it, else None; one query.

    The product's own notes give way to others and are never told so shortly.
    """
    if origin == STARTER or not folder.sources:
        return None
    columns = ("path", "digest", "came_as", "origin", "rendering", "pk", "title", "slug", "bare")
    rows = Note.objects.annotate(bare=Q(front_matter={})).order_by().values_list(*columns)
    known = {row[0]: row for row in rows}
    standing, doubtful = Standing(), list[Source]()
    for source in folder.sources:
        row = known.get(source.path)
        if row is None:
            return None
        path, digest, came_as, whose, rendering, pk, title, slug, bare = row
        now = source.digest
        if rendering != RENDERING or whose == STARTER or not came_as or now not in (digest, came_as):
            return None
        status = "unchanged" if now == digest else "kept"
        standing.notes.append(NoteLine(path, title, slug, status))
        standing.pks.add(pk)
        if source.may_name_places or (bare and source.may_have_head):
            doubtful.append(source)
    present = {source.path for source in folder.sources} | {problem.path for problem in folder.skipped}
    if any(row[3] == origin and row[0] not in present for row in known.values()):
        return None
    for source in doubtful:
        standing.problems += problem_of_head(source)
    return standing


def encodings() -> dict[str, str]:
    """How the files of the notes that are there are read, by their digests: the same bytes need not be decoded."""
    rows = Note.every.exclude(encoding="").order_by().values_list("digest", "encoding")
    return dict(rows)


def problem_of_head(source: Source) -> list[Problem]:
    """What of a note's front matter could not be read, or says nothing to the product, if anything."""
    if not source.head.problem:
        unknown = [place for place in names(source.head.values, "shows_on") if not is_place(place)]
        return [Problem(source.path, f"no page shows notes for the place: {', '.join(unknown)}")] if unknown else []
    return [Problem(source.path, f"front matter left out: {source.head.problem}", source.head.problem_line)]


def links_that_stand(notes: Set[int]) -> tuple[list[LinkLine], int]:
    """The links of notes that did not change that need a look, and how many need none; two questions, or three."""
    worth = list(_worth_a_look(notes))
    counted = NoteLink.every.order_by().values_list("source_id").annotate(number=Count("*"))
    return worth, sum(number for source, number in counted.iterator() if source in notes) - len(worth)


def _worth_a_look(notes: Set[int]) -> Iterator[LinkLine]:
    """Links that lead nowhere, to a heading that is not there, or to one of several notes."""
    # The first heading of a note has no mark of its own: whether it is there says the note.
    unmarked = ~Q(heading="") & ~Q(rule="file") & ~Q(href__contains="#")
    found = NoteLink.every.filter(Q(rule="") | ~Q(others="") | unmarked).order_by(F("source__path"), "pk")
    columns = ("source_id", "source__path", "target_id", "target__path", "line", "written", "rule", "heading", "others")
    rows = [row for row in found.values_list(*columns) if row[0] in notes]
    marked = Note.objects.filter(pk__in=found.exclude(heading="").order_by().values("target_id"))
    tocs = dict(marked.order_by().values_list("pk", "toc")) if rows else {}
    for _source, path, pk, target, line, written, rule, heading, others in rows:
        there = bool(rule) and (not heading or find_anchor(tocs.get(pk, []), heading) is not None)
        if there and not others:
            continue
        others = others.split("\n") if others else []
        yield LinkLine(path, line, written, target or "", rule, bool(rule), there, others)
