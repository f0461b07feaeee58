"""Where a link leads: by name, by the end of the path, by alias, then with hyphens read as spaces."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from contacts.text import fold
from networking.guidance.anchors import find_anchor
from networking.guidance.links import same_word, without_ending
from networking.guidance.models import Note

_UP = re.compile(r"^(?:\.{1,2}/)+")


@dataclass(frozen=True)
class Found:
    """The note that a link means; `others` are those that it could have meant as well."""

    note: Note | None = None
    rule: str = ""
    others: tuple[str, ...] = ()


@dataclass
class Index:
    """Every name of every note. Built once an import, asked for every link."""

    names: dict[str, list[Note]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str, list[Note]] = field(default_factory=lambda: defaultdict(list))
    aliases: dict[str, list[Note]] = field(default_factory=lambda: defaultdict(list))
    folded: dict[str, list[Note]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, notes: Iterable[Note]) -> Index:
        """Needs the aliases of the notes prefetched."""
        index = cls()
        for note in notes:
            index._add(note)
        return index

    def _add(self, note: Note) -> None:
        self.names[fold(note.name)].append(note)
        parts = fold(without_ending(note.path)).split("/")
        for start in range(len(parts) - 1):
            self.ends["/".join(parts[start:])].append(note)
        keys = {same_word(note.name)}
        for alias in note.aliases.all():
            self.aliases[fold(alias.name)].append(note)
            keys.add(same_word(alias.name))
        for key in keys:
            self.folded[key].append(note)

    def find(self, name: str, source: Note) -> Found:
        """The note meant by a name that is written in `source`."""
        if not name:
            return Found(source, "self")
        plain = _UP.sub("", fold(without_ending(name)).strip()).strip("/")
        base = plain.rsplit("/", 1)[-1]
        for rule, notes in (
            ("name", self.names.get(plain)),
            ("path", self.ends.get(plain)),
            ("alias", self.aliases.get(plain)),
            ("folded", self.folded.get(same_word(base if "/" not in plain else plain))),
        ):
            if notes:
                return _nearest(notes, rule, source)
        return Found()


def address(note: Note, heading: str) -> tuple[str, bool]:
    """The address of a note at a heading or block, and whether the note has it; without it, of the note."""
    anchor = find_anchor(note.toc, heading)
    return note.get_absolute_url() + (f"#{anchor}" if anchor else ""), anchor is not None


def _nearest(notes: list[Note], rule: str, source: Note) -> Found:
    """In the same folder first, then the one nearest to the top."""
    ranked = sorted(notes, key=lambda note: (note.folder != source.folder, note.path.count("/"), note.path))
    return Found(ranked[0], rule, tuple(note.path for note in ranked[1:]))
