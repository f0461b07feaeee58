"""What stands beside the list of all notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from contacts.prepared import prepared
from contacts.templatetags.ui import when
from networking.guidance.finding.listing import all_folders, leading_nowhere
from networking.guidance.finding.tags import most_used
from networking.guidance.leading.twins import readable, readers_language
from networking.guidance.models import Note, NoteLink, address_of

RECENT = 5


@dataclass(frozen=True)
class Aside:
    # The address of a tag, its name, and how many notes have it.
    tags: list[tuple[str, str, int]]
    folders: list[str]
    # The address of a note, its title and when it changed.
    recent: list[tuple[str, str, str]]
    lost: int


def aside(today: date) -> Aside:
    """The labels most used, the folders, what changed lately, and how many links lead nowhere; four queries."""
    language = readers_language()
    return Aside(
        most_used(language),
        all_folders(),
        [
            (address_of(slug), title, when(timezone.localdate(at), today))
            for slug, title, at in _recent(language=language)
        ],
        sum(number for _target, number in _lost(language=language)),
    )


@prepared
def _recent(*, language: str) -> QuerySet[Note, tuple[str, str, datetime]]:
    rows = Note.objects.filter(readable(language)).order_by("-changed_at", "sort_key")
    return rows.values_list("slug", "title", "changed_at")[:RECENT]


@prepared
def _lost(*, language: str) -> QuerySet[NoteLink, tuple[None, int]]:
    return leading_nowhere(language).order_by().values_list("target_id").annotate(number=Count("pk"))
