"""Notes that a person's own texts name in brackets, found as links between notes are, and by their titles as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.text import slugify

from contacts.mentions.bracketed import key_of
from contacts.owned import AnyUser
from contacts.text import fold
from networking.guidance.edition import latest
from networking.guidance.models import Note, NoteAlias, OldAddress
from networking.guidance.text.anchors import find_anchor
from networking.guidance.text.links import same_word, without_ending


class Known(NamedTuple):
    """The address of each note by all that it may be called, the first by path where it may be several."""

    names: dict[str, str]
    # The end of a path, with at least one folder.
    ends: dict[str, str]
    aliases: dict[str, str]
    # Hyphens read as spaces.
    folded: dict[str, str]
    titles: dict[str, str]
    # Addresses of before, and what they are now.
    before: dict[str, str]

    def slug_of(self, name: str) -> str | None:
        plain = fold(without_ending(name)).strip("/ ")
        found = self.names.get(plain) or self.ends.get(plain) or self.aliases.get(plain)
        found = found or self.folded.get(same_word(plain)) or self.titles.get(key_of(name))
        return found or self.before.get(slugify(name, allow_unicode=True))


def notes_named(owner: AnyUser, names: Mapping[str, str]) -> dict[str, str]:
    """Where names lead, by their keys: notes are everybody's. A heading behind a name is led to if it is there."""
    known = latest().keep("names", _known)
    parts = {key: name.partition("#")[::2] for key, name in names.items()}
    slugs = {key: slug for key, (name, _heading) in parts.items() if name and (slug := known.slug_of(name))}
    asked = [slug for key, slug in slugs.items() if parts[key][1]]
    tocs = dict[str, list[dict[str, Any]]]()
    if asked:
        tocs = dict(Note.objects.filter(slug__in=asked).order_by().values_list("slug", "toc"))
    found: dict[str, str] = {}
    for key, slug in slugs.items():
        anchor = find_anchor(tocs.get(slug, []), parts[key][1])
        found[key] = reverse("guidance:note", args=[slug]) + (f"#{anchor}" if anchor else "")
    return found


def _known() -> Known:
    """Three queries, and the names of all notes."""
    known = Known({}, {}, {}, {}, {}, {})
    aliases: dict[int, list[str]] = defaultdict(list)
    for note, alias in NoteAlias.objects.filter(note__trashed_at=None).order_by("pk").values_list("note_id", "name"):
        aliases[note].append(alias)
    rows = Note.objects.order_by("path").values_list("pk", "name", "path", "title", "slug")
    for pk, name, path, title, slug in rows:
        known.names.setdefault(fold(name), slug)
        parts = fold(without_ending(path)).split("/")
        for start in range(len(parts) - 1):
            known.ends.setdefault("/".join(parts[start:]), slug)
        known.titles.setdefault(key_of(title), slug)
        for one in (name, *aliases[pk]):
            known.folded.setdefault(same_word(one), slug)
        for one in aliases[pk]:
            known.aliases.setdefault(fold(one), slug)
    now = OldAddress.objects.filter(note__trashed_at=None).order_by()
    known.before.update(now.values_list("slug", "note__slug"))
    return known
