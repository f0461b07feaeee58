"""Notes that a person's own texts name in brackets."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.text import slugify

from contacts.owned import AnyUser
from networking.guidance.models import Note


def notes_named(owner: AnyUser, names: Mapping[str, str]) -> dict[str, str]:
    """Where names of notes lead, by their keys: notes are everybody's."""
    slugs = {slugify(name, allow_unicode=True): key for key, name in names.items()}
    known = Note.objects.filter(slug__in=[slug for slug in slugs if slug]).values_list("slug", flat=True)
    return {slugs[slug]: reverse("guidance:note", args=[slug]) for slug in known}
