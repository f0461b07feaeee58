"""The labels of notes: all of them, those most used, and the notes that have one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from django.core.paginator import Page
from django.db.models import Count, F, Min, Q, QuerySet
from django.urls import get_script_prefix, reverse

from contacts.prepared import prepared
from networking.guidance.finding.listing import NoteLine, page_of
from networking.guidance.leading.twins import hidden, readable, readers_language
from networking.guidance.models import Note, NoteTag

MOST_USED = 40


class TagLine(NamedTuple):
    key: str
    name: str
    notes: int

    @property
    def address(self) -> str:
        return tag_address(self.name)


def tag_address(name: str) -> str:
    """The page of a tag: the routes are asked once."""
    return _tagged_as(name, get_script_prefix())


@lru_cache(maxsize=4096)
def _tagged_as(name: str, _prefix: str) -> str:
    return reverse("guidance:tag", args=[name])


class Tagged(NamedTuple):
    """A page of the notes with a tag; the name is empty where only tags beneath it are in use."""

    name: str
    page: Page[tuple[str, str, str]]
    lines: list[NoteLine]


def tagged_as(key: str, number: str | None) -> Tagged | None:
    """The reader's notes with a tag or with one beneath it; None where no note has it."""
    rows = with_tag(key)
    first = rows.order_by("key", "pk").first()
    if first is None:
        return None
    return Tagged(first.name if first.key == key else "", *page_of(tagged(rows), number))


def tagged(rows: QuerySet[NoteTag]) -> QuerySet[Note]:
    """The notes with one of these tags for the reader; those of the other language where there are no others."""
    # Something is added so that the notes are gone through by their names: looking up each would read them whole.
    notes = Note.objects.annotate(own=F("pk") + 0).filter(own__in=rows.values("note"))
    shown = notes.filter(readable(readers_language()))
    return shown if shown.exists() else notes


def tags_with_numbers(language: str) -> QuerySet[NoteTag, tuple[str, str, int]]:
    """Every tag of the reader's notes with one way of writing it, and how many notes have it: each has it once."""
    known = NoteTag.objects.exclude(note__in=hidden(language))
    return known.order_by().values_list("key").annotate(name=Min("name"), notes=Count("note"))


def all_tags() -> list[tuple[str, str, int, int]]:
    """Address, name, number of notes and depth of every tag of the reader's notes, those beneath another after it.

    How deep a tag is, is how many of those above it are in the list: no note need have `work` for `work/plans`.
    """
    # A tag beneath another stands right after it, whatever stands between them in the order of letters.
    rows = sorted((TagLine(*row) for row in tags_with_numbers(readers_language())), key=lambda one: one.key.split("/"))
    listed = {one.key for one in rows}
    depths = [sum(above in listed for above in _above(one.key)) for one in rows]
    return [(one.address, one.name, one.notes, min(4, depth)) for one, depth in zip(rows, depths, strict=True)]


def _above(key: str) -> Iterator[str]:
    """The tags beneath which a tag stands: of `a/b/c` these are `a` and `a/b`."""
    return (key[:place] for place, sign in enumerate(key) if sign == "/")


def with_tag(key: str) -> QuerySet[NoteTag]:
    return NoteTag.objects.filter(Q(key=key) | Q(key__startswith=f"{key}/"))


def most_used(language: str) -> list[tuple[str, str, int]]:
    """The address of a label, its name and how many notes have it, of those most used."""
    return [(line.address, line.name, line.notes) for line in map(TagLine._make, _most_used(language=language))]


@prepared
def _most_used(*, language: str) -> QuerySet[NoteTag, tuple[str, str, int]]:
    return tags_with_numbers(language).order_by(F("notes").desc(), "key")[:MOST_USED]
