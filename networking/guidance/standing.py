"""Whether a vault brings anything new: told by the digests that are kept, without opening a single note."""

from __future__ import annotations

from dataclasses import dataclass, field

from networking.guidance.models import STARTER, Note
from networking.guidance.reading import Folder, Problem, Source
from networking.guidance.rendering import RENDERING
from networking.guidance.report import NoteLine


@dataclass
class Standing:
    """What the report says of notes that stay as they are, and their ids."""

    notes: list[NoteLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pks: set[int] = field(default_factory=set)


def as_it_stands(folder: Folder, *, origin: str) -> Standing | None:
    """The report on the notes of a folder where every one is as the last import left it, else None; two queries.

    The product's own notes give way to others and are never told so shortly.
    """
    if origin == STARTER or not folder.sources:
        return None
    rows = Note.objects.order_by().values_list(
        "path", "digest", "came_as", "origin", "rendering", "pk", "title", "slug"
    )
    known = {row[0]: row for row in rows}
    standing = Standing()
    for source in folder.sources:
        row = known.get(source.path)
        if row is None:
            return None
        path, digest, came_as, whose, rendering, pk, title, slug = row
        now = source.digest
        if rendering != RENDERING or whose == STARTER or not came_as or now not in (digest, came_as):
            return None
        status = "unchanged" if now == digest else "kept"
        standing.notes.append(NoteLine(path, title, slug, status))
        standing.pks.add(pk)
    present = {source.path for source in folder.sources} | {problem.path for problem in folder.skipped}
    if any(row[3] == origin and row[0] not in present for row in known.values()):
        return None
    bare = set(Note.objects.filter(front_matter={}).order_by().values_list("path", flat=True))
    for source in folder.sources:
        if source.path in bare and source.text.startswith("---"):
            standing.problems += problem_of_head(source)
    return standing


def problem_of_head(source: Source) -> list[Problem]:
    """What of a note's front matter could not be read, if anything."""
    if not source.head.problem:
        return []
    return [Problem(source.path, f"front matter left out: {source.head.problem}", source.head.problem_line)]
