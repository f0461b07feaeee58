"""Notes that a person's own texts name in brackets."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.text import slugify

from contacts.owned import AnyUser
from networking.guidance.models import Note, OldAddress


def notes_named(owner: AnyUser, names: Mapping[str, str]) -> dict[str, str]:
    """Where names of notes lead, by their keys: notes are everybody's. A name that a note had before leads to it."""
    slugs = {slugify(name, allow_unicode=True): key for key, name in names.items()}
    asked = [slug for slug in slugs if slug]
    known = Note.objects.filter(slug__in=asked).order_by().values_list("slug")
    before = OldAddress.objects.filter(slug__in=asked, note__trashed_at=None).order_by().values_list("slug")
    return {slugs[slug]: reverse("guidance:note", args=[slug]) for (slug,) in known.union(before)}
