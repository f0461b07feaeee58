"""Where a link leads: by name, by the end of the path, by alias, then with hyphens read as spaces."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from contacts.text import fold
from networking.guidance.models import Attachment, Note, NoteAlias
from networking.guidance.text.anchors import find_anchor
from networking.guidance.text.links import same_word, without_ending

_UP = re.compile(r"^(?:\.{1,2}/)+")


class Led(NamedTuple):
    """Where a link leads, as its row keeps it; without a rule it leads nowhere."""

    target_id: int | None
    rule: str
    href: str
    others: str


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
    _found: dict[str, tuple[list[Note], Found]] = field(default_factory=dict)

    @classmethod
    def of(cls, notes: Iterable[Note]) -> Index:
        index = cls()
        aliases: dict[int, list[str]] = defaultdict(list)
        for pk, alias in NoteAlias.objects.order_by("pk").values_list("note_id", "name"):
            aliases[pk].append(alias)
        for note in notes:
            index._add(note, aliases.get(note.pk, ()))
        return index

    def _add(self, note: Note, aliases: Sequence[str]) -> None:
        self.names[fold(note.name)].append(note)
        parts = fold(without_ending(note.path)).split("/")
        for start in range(len(parts) - 1):
            self.ends["/".join(parts[start:])].append(note)
        keys = {same_word(note.name)}
        for alias in aliases:
            self.aliases[fold(alias)].append(note)
            keys.add(same_word(alias))
        for key in keys:
            self.folded[key].append(note)

    def find(self, name: str, source: Note) -> Found:
        """The note meant by a name that is written in `source`."""
        if not name:
            return Found(source, "self")
        if name not in self._found:
            notes, rule = self._look_up(name)
            self._found[name] = notes, Found(notes[0], rule) if notes else Found()
        notes, found = self._found[name]
        return _nearest(notes, found.rule, source) if len(notes) > 1 else found

    def _look_up(self, name: str) -> tuple[list[Note], str]:
        plain = _UP.sub("", fold(without_ending(name)).strip()).strip("/")
        base = plain.rsplit("/", 1)[-1]
        for rule, notes in (
            ("name", self.names.get(plain)),
            ("path", self.ends.get(plain)),
            ("alias", self.aliases.get(plain)),
            ("folded", self.folded.get(same_word(base if "/" not in plain else plain))),
        ):
            if notes:
                return notes, rule
        return [], ""


@dataclass
class FileIndex:
    """Every file by each end of its path, its name alone among them."""

    ends: dict[str, list[Attachment]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Iterable[Attachment]) -> FileIndex:
        index = cls()
        for file in files:
            parts = fold(file.path).split("/")
            for start in range(len(parts)):
                index.ends["/".join(parts[start:])].append(file)
            index.sizes[file.get_absolute_url()] = (file.width, file.height)
        return index

    def find(self, name: str, folder: str) -> Attachment | None:
        """The file meant in a note of a folder: beside the note, then by the end of its path, the nearest first."""
        written = fold(name).strip()
        beside = posixpath.normpath(posixpath.join(fold(folder), written))
        files = self.ends.get(_UP.sub("", written).strip("/"), [])
        ranked = sorted(
            files,
            key=lambda file: (fold(file.path) != beside, file.folder != folder, file.path.count("/"), file.path),
        )
        return next(iter(ranked), None)


def address(note: Note, heading: str) -> tuple[str, bool]:
    """The address of a note at a heading or block, and whether the note has it; without it, of the note."""
    anchor = find_anchor(note.toc, heading)
    return note.get_absolute_url() + (f"#{anchor}" if anchor else ""), anchor is not None


def _nearest(notes: list[Note], rule: str, source: Note) -> Found:
    """In the same folder first, then the one nearest to the top."""
    ranked = sorted(notes, key=lambda note: (note.folder != source.folder, note.path.count("/"), note.path))
    return Found(ranked[0], rule, tuple(note.path for note in ranked[1:]))
