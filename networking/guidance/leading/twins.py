"""Notes in two languages: each reader is led to the one of a pair that they read.

The front matter of a note says its language, and of which note it is the translation:

    language: en
    translation_of: "[[Карьера]]"

A note that says neither, as those of most vaults do, is for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from networking.guidance.leading.resolving import Index
from networking.guidance.models import Note
from networking.guidance.text.rendering import language_of


@dataclass(frozen=True)
class Twin:
    """Where the same note is in another language."""

    address: str
    language: str


def readers_language() -> str:
    """The language in which the page is being made."""
    return (get_language() or "")[:2]


def readable(language: str, of: str = "") -> Q:
    """All notes but those that there are in this language too; `of` leads from what is asked for to its note."""
    return Q(**{f"{of}language__in": ["", language]}) | Q(**{f"{of}twin": None})


def foreign(language: str) -> Q:
    """The others: notes that the reader has in a language of their own, too."""
    return ~readable(language)


def hidden(language: str) -> QuerySet[Note, int]:
    """The ids of the others, of which there are few: quicker to leave out than all those that stay are to look up."""
    others = Note.every.filter(twin__isnull=False).exclude(language__in=["", language])
    return others.order_by().values_list("pk", flat=True)


def spoken(note: Note) -> str:
    """The language of a note: the one that it says, else the one in which it begins."""
    return note.language or language_of(note.excerpt or note.title)


def twin_of(note: Note) -> Twin | None:
    """Where the same note is in the other language, if it is and is not in the trash."""
    twin = note.twin
    return Twin(twin.get_absolute_url(), spoken(twin)) if twin and not twin.trashed_at else None


def pair(notes: Mapping[int, Note], index: Index) -> None:
    """Let each note that says whose translation it is know that note, and be known by it."""
    rows = Note.every.filter(~Q(translation_of="") | Q(twin__isnull=False)).order_by("path")
    columns = rows.values_list("pk", "language", "translation_of", "twin_id")
    was, twins = {}, dict[int, int]()
    for pk, language, name, twin in columns:
        was[pk] = twin
        found = index.find(name, notes[pk]).note if name and language and pk in notes else None
        if found and found.language != language and not {pk, found.pk} & twins.keys():
            twins |= {pk: found.pk, found.pk: pk}
    for pk in _changed(was, twins):
        Note.every.filter(pk=pk).update(twin=twins.get(pk))


def _changed(was: Mapping[int, int | None], now: Mapping[int, int]) -> Iterator[int]:
    return (pk for pk in sorted({*was, *now}) if was.get(pk) != now.get(pk))
