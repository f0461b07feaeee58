"""Which note an imported file is: by its path, after a new name, or in place of one of the product's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TypeVar

from django.utils.text import slugify

from networking.guidance.leading.connecting import chunks
from networking.guidance.models import HERE, STARTER, Note, NoteVersion, OldAddress
from networking.guidance.text.links import same_word
from networking.guidance.vault.reading import Source

# Words that are addresses of pages beside the notes.
RESERVED = {"tags", "missing", "for", "files", "vault", "lists", "index", "preview"}
Thing = TypeVar("Thing")


@dataclass
class Shelf:
    """The notes that are there already, those in the trash among them."""

    by_path: dict[str, Note] = field(default_factory=dict)
    starters: dict[str, Note] = field(default_factory=dict)
    replaced: dict[str, Note] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    # Addresses that lead on to a note, by its id.
    old_slugs: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, Note] = field(default_factory=dict)
    # Notes that were moved here since they came, by the path under which they came: they stay where they are.
    moved_here: dict[str, Note] = field(default_factory=dict)

    @classmethod
    def of(cls, notes: Iterable[Note]) -> Shelf:
        shelf = cls(old_slugs=dict(OldAddress.objects.values_list("slug", "note_id")))
        for note in notes:
            shelf.by_path[note.path] = note
            shelf.slugs.add(note.slug)
            if note.trashed_at is None:
                names = shelf.starters if note.origin == STARTER else shelf.replaced
                names.setdefault(same_word(note.name), note)
        return shelf

    def find_renamed(self, sources: list[Source], present: set[str], origin: str) -> None:
        """Notes whose path is gone, told again by the same text, or by the same name in another folder."""
        origins = (STARTER, HERE) if origin == STARTER else (origin,)
        gone = [
            note
            for path, note in self.by_path.items()
            if note.origin in origins and note.trashed_at is None and path not in present
        ]
        fresh = [source for source in sources if source.path not in self.by_path] if gone else []
        if fresh:
            self._find_moved_here(gone, {source.path for source in fresh})
            gone = [note for note in gone if note not in self.moved_here.values()]
            gone = [note for note in gone if note.origin == origin]
            fresh = [source for source in fresh if source.path not in self.moved_here]
        self._tell(_single((note.came_as or note.digest, note) for note in gone), _single(_texts(fresh)))
        gone = [note for note in gone if note not in self.renamed.values()]
        fresh = [source for source in fresh if source.path not in self.renamed]
        self._tell(_single((note.name, note) for note in gone), _single((one.name, one) for one in fresh))

    def _find_moved_here(self, gone: list[Note], fresh: set[str]) -> None:
        came: dict[int, str] = {}
        for some in chunks([note.pk for note in gone]):
            rows = NoteVersion.objects.filter(note__in=some, how="import").order_by("pk")
            came.update(rows.values_list("note_id", "path"))
        here = {came[note.pk]: note for note in gone if came.get(note.pk, note.path) != note.path}
        self.moved_here = {path: note for path, note in here.items() if path in fresh}

    def _tell(self, notes: dict[str, Note], sources: dict[str, Source]) -> None:
        self.renamed |= {source.path: notes[key] for key, source in sources.items() if key in notes}

    def note_for(self, source: Source) -> Note:
        """The note of the same path, or of a path before; else the product's own of that name; else a new one."""
        known = self.by_path.pop(source.path, None) or self.renamed.get(source.path) or self.moved_here.get(source.path)
        found = known or self.starters.get(same_word(source.name))
        if found and self.starters.get(same_word(found.name)) is found:
            del self.starters[same_word(found.name)]
        if found:
            self.by_path.pop(found.path, None)
        note = found or Note(slug=self.free_slug(source.name, source.path))
        self.slugs.add(note.slug)
        return note

    def free_slug(self, name: str, path: str, pk: int | None = None) -> str:
        """An address that no note has or had, but for the note of that id itself."""
        plain = slugify(name, allow_unicode=True)[:180] or "note"
        return next(slug for slug in _candidates(plain, path) if slug and self._is_free(slug, pk))

    def _is_free(self, slug: str, pk: int | None) -> bool:
        return slug not in self.slugs and slug not in RESERVED and self.old_slugs.get(slug, pk) == pk


def _candidates(plain: str, path: str) -> Iterator[str]:
    yield plain
    yield slugify(path.removesuffix(".md").replace("/", "-"), allow_unicode=True)[:180]
    yield from (f"{plain}-{number}" for number in count(2))


def _texts(sources: Iterable[Source]) -> Iterator[tuple[str, Source]]:
    return ((source.digest, source) for source in sources if source.text.strip())


def _single(pairs: Iterable[tuple[str, Thing]]) -> dict[str, Thing]:
    """Things by their keys, without keys that several have."""
    found: dict[str, list[Thing]] = {}
    for key, thing in pairs:
        found.setdefault(key, []).append(thing)
    return {key: things[0] for key, things in found.items() if len(things) == 1}
