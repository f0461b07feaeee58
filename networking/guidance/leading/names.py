"""Notes that a person's own texts name in brackets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.text import slugify

from contacts.mentions.bracketed import key_of
from contacts.owned import AnyUser
from contacts.text import sort_key
from networking.guidance.models import Note, NoteAlias, OldAddress
from networking.guidance.text.anchors import find_anchor


def notes_named(owner: AnyUser, names: Mapping[str, str]) -> dict[str, str]:
    """Where names, titles and aliases of notes lead, by their keys: notes are everybody's.

    A name that a note had before leads to it; a folder before a name is passed over, a heading behind it is led to.
    """
    parts = {key: _taken_apart(name) for key, name in names.items()}
    slugs = _slugs({key_of(name): name for name, _heading in parts.values() if name})
    tocs = dict[str, list[dict[str, Any]]]()
    if any(heading for _name, heading in parts.values()) and slugs:
        tocs = dict(Note.objects.filter(slug__in=slugs.values()).order_by().values_list("slug", "toc"))
    found: dict[str, str] = {}
    for key, (name, heading) in parts.items():
        if slug := slugs.get(key_of(name)):
            anchor = find_anchor(tocs.get(slug, []), heading) if heading else ""
            found[key] = reverse("guidance:note", args=[slug]) + (f"#{anchor}" if anchor else "")
    return found


def _taken_apart(name: str) -> tuple[str, str]:
    """The name of a note without its folder, and the heading behind it."""
    note, _sign, heading = name.partition("#")
    return note.rpartition("/")[2].strip(), heading.strip()


def _slugs(names: Mapping[str, str]) -> dict[str, str]:
    """The notes of these names by their keys; one query."""
    keys = {slugify(name, allow_unicode=True): key for key, name in names.items()}
    asked = [slug for slug in keys if slug]
    before = OldAddress.objects.filter(slug__in=asked, note__trashed_at=None).order_by()
    aliases = NoteAlias.objects.filter(name__in=names.values(), note__trashed_at=None).order_by()
    rows = _rows(Note.objects.filter(slug__in=asked).order_by(), "slug", "slug").union(
        _rows(before, "slug", "slug"),
        _rows(Note.objects.filter(sort_key__in=map(sort_key, names.values())).order_by(), "title", "slug"),
        _rows(aliases, "name", "note__slug"),
    )
    found: dict[str, str] = {}
    # A name goes before what a note is called as well.
    for name, slug in sorted(rows, key=lambda row: (row[0] != row[1], row)):
        key = keys[slug] if name == slug and slug in keys else key_of(name)
        if key in names:
            found.setdefault(key, slug)
    return found


def _rows(rows: QuerySet[Any], name: str, slug: str) -> QuerySet[Any, tuple[str, str]]:
    return rows.values_list(F(name), F(slug))
