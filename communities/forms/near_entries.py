"""Entries of the catalogue, and suggestions for it, with names a slip of the finger away from what is suggested."""

from __future__ import annotations

from collections.abc import Collection

from communities.models import CatalogueEntry, CatalogueSuggestion
from communities.models.suggestion import CatalogueSuggestionQuerySet
from contacts.finding.typos import near_names
from contacts.text import fold

MOST_SHOWN = 5


def bare(name: str) -> str:
    """The letters of a name; C++ is not C, and C# neither. A name without a letter is all that it is."""
    said = fold(name)
    return "".join(char for char in said if char.isalnum() or char in "+#") or said


def near_entries(names: Collection[str]) -> list[CatalogueEntry]:
    """The first published entries with a name near one of these, and none that is the same; one query."""
    wanted = {bare(one) for one in names}
    near = []
    rows = CatalogueEntry.objects.published().only("name", "slug", "city", "other_names", "is_published").order_by("pk")
    for entry in rows if wanted else ():
        theirs = (entry.name, *entry.other_names)
        if wanted.isdisjoint(map(bare, theirs)) and any(near_names(one, name) for one in names for name in theirs):
            near.append(entry)
    return near[:MOST_SHOWN]


def near_suggestions(names: Collection[str], among: CatalogueSuggestionQuerySet) -> list[CatalogueSuggestion]:
    """The first of these suggestions that wait for an answer with one of these names, or one near it; one query."""
    wanted = {bare(one) for one in names}
    near = []
    for one in among.waiting().select_related("owner").order_by("pk") if wanted else ():
        theirs = (one.name, *one.other_names)
        if not wanted.isdisjoint(map(bare, theirs)) or any(near_names(mine, name) for mine in names for name in theirs):
            near.append(one)
    return near[:MOST_SHOWN]
