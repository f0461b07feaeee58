"""What an import did, to be read by people and by programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from networking.guidance.models import address_of
from networking.guidance.vault.reading import Problem


class NoteLine(NamedTuple):
    """`status` is one of imported, changed, renamed, unchanged, removed, and kept: edited here since the last import.

    Aliases and tags are told of notes that were read anew; `was` is the path before a note was renamed.
    """

    path: str
    title: str
    slug: str
    status: str
    aliases: Sequence[str] = ()
    tags: Sequence[str] = ()
    was: str = ""

    def as_json(self) -> dict[str, Any]:
        """All of it, with its address, which only whoever asks for it pays for; a removed note has none."""
        told = self._asdict()
        slug = told.pop("slug")
        return told | {"address": address_of(slug) if slug else ""}


@dataclass(frozen=True)
class FileLine:
    """A picture or document; `status` as for notes."""

    path: str
    status: str


class LinkLine(NamedTuple):
    """A link of an imported note; `rule` says how its target was found, `others` what it could have meant too."""

    path: str
    line: int
    written: str
    target: str
    rule: str
    resolved: bool
    heading_found: bool
    others: Sequence[str]


STATUSES = ("imported", "changed", "renamed", "unchanged", "kept", "removed")


@dataclass
class Report:
    """`lost` are links of notes from elsewhere that led to what is gone; when no note changed, `links` has only those
    that need a look, and `fine_links` counts the others."""

    dry_run: bool = False
    notes: list[NoteLine] = field(default_factory=list)
    files: list[FileLine] = field(default_factory=list)
    links: list[LinkLine] = field(default_factory=list)
    lost: list[LinkLine] = field(default_factory=list)
    fine_links: int = 0
    skipped: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def with_status(self, status: str) -> list[NoteLine]:
        return [note for note in self.notes if note.status == status]

    def as_json(self) -> dict[str, Any]:
        """The whole report with counts in front."""
        counts = {status: len(self.with_status(status)) for status in STATUSES}
        resolved = sum(link.resolved for link in self.links) + self.fine_links
        return {
            "dry_run": self.dry_run,
            "counts": {
                **counts,
                "files": len(self.files),
                "skipped": len(self.skipped),
                "problems": len(self.problems),
                "links": len(self.links) + self.fine_links,
                "resolved": resolved,
                "unresolved": len(self.links) + self.fine_links - resolved,
                "lost": len(self.lost),
            },
            "notes": [note.as_json() for note in self.notes],
            "files": [asdict(file) for file in self.files],
            "links": [link._asdict() for link in self.links],
            "lost": [link._asdict() for link in self.lost],
            "skipped": [asdict(problem) for problem in self.skipped],
            "problems": [asdict(problem) for problem in self.problems],
        }

    def lines(self) -> Iterator[str]:
        """The report for a terminal: everything that needs a look, then the sums."""
        for note in self.notes:
            yield f"{note.status:9}  {note.path}" + (f" (was {note.was})" if note.was else "")
        for file in self.files:
            yield f"{file.status:9}  {file.path}"
        for problem in self.skipped:
            yield f"skipped    {problem.path}: {problem.reason}"
        for problem in self.problems:
            yield f"look at    {problem.path}{f':{problem.line}' if problem.line else ''}: {problem.reason}"
        for link in self.links:
            if not link.resolved:
                yield f"no target  {link.path}:{link.line}: {link.written}"
            elif link.others:
                yield f"ambiguous  {link.path}:{link.line}: {link.written} → {link.target}, or {', '.join(link.others)}"
            elif not link.heading_found:
                yield f"no heading {link.path}:{link.line}: {link.written} → {link.target}"
        for link in self.lost:
            yield f"lost       {link.path}:{link.line}: {link.written}"
        counts = self.as_json()["counts"]
        yield ", ".join(f"{name} {number}" for name, number in counts.items()) + (" (dry run)" if self.dry_run else "")
