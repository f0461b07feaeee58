"""A note under another name or in another folder: its address leads on, and the notes that named it name it anew."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import quote, unquote

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from networking.guidance.connecting import connect
from networking.guidance.editing import encoded, keep_first
from networking.guidance.leading import known_notes
from networking.guidance.links import WIKILINK, without_ending
from networking.guidance.models import HERE, STARTER, Note, NoteLink, NoteVersion
from networking.guidance.reading import decode
from networking.guidance.rendering import Reading
from networking.guidance.resolving import Index
from networking.guidance.searching import key_of
from networking.guidance.shelf import Shelf
from networking.guidance.storing import Told, store
from networking.guidance.syntax import written_parts
from networking.guidance.trashing import raw_of, source_from

# `[text](<a note.md>#heading)` and `[name]: folder/note.md`: what stands before the address, and the address.
_ADDRESS = re.compile(
    r"(\]\([ \t]*|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*)(<[^<>\n]{1,700}>|[^\s<>]{1,700}?(?=[\s)]|$))", re.M
)
_NAME = re.compile(r"([^#|\\]*)(.*)", re.S)


@transaction.atomic
def move(note: Note, path: str, *, by: AbstractBaseUser, now: datetime) -> int:
    """Let the note lie under a path that is known to be free; says in how many other notes links were written anew.

    A link that leads to the note under its new name too is left as it was written.
    """
    notes = known_notes()
    light = notes[note.pk]
    light.path, light.folder, light.name = path, path.rpartition("/")[0], path.rpartition("/")[2].removesuffix(".md")
    index = Index.of(notes.values())
    told = list(_told(note, _renames(note, notes, index), index, path))
    readings: dict[int, Reading] = {}
    for origin in {_origin_of(one.note) for one in told}:
        some = [one for one in told if _origin_of(one.note) == origin]
        readings |= store(some, origin=origin, now=now, version=NoteVersion(how="edit", made_by_id=by.pk))
    connect(readings, report_on=set())
    return len(told) - 1


def renamed(body: str, renames: Mapping[str, str]) -> str:
    """The text with links by the old names written with the new ones; code and comments stay as they are."""
    return "".join(_links_renamed(part, renames) if linked else part for part, linked in written_parts(body))


def _renames(note: Note, notes: dict[int, Note], index: Index) -> dict[int, dict[str, Note]]:
    """By the notes that have them, the names that would lead elsewhere from now on, with where they are to lead."""
    key = key_of(notes[note.pk].name)
    links = NoteLink.objects.exclude(target=None).exclude(rule="self").filter(source__trashed_at=None)
    links = links.filter(Q(target=note) | Q(source=note) | Q(key=key) | Q(key__endswith=f"/{key}"))
    found: dict[int, dict[str, Note]] = defaultdict(dict)
    for source, target, name in links.values_list("source_id", "target_id", "name").distinct():
        led = index.find(name, notes[source]).note
        if target in notes and (led is None or led.pk != target):
            found[source][name] = notes[target]
    return found


def _told(note: Note, renames: dict[int, dict[str, Note]], index: Index, path: str) -> Iterator[Told]:
    for other in Note.objects.filter(pk__in={*renames, note.pk}).order_by("pk"):
        raw = raw_of(other)
        text = decode(raw)[0]
        body = source_from(other.path, raw).head.body
        words = {name: _shortest(target, index, other) for name, target in renames.get(other.pk, {}).items()}
        said = text.removesuffix(body) + renamed(body, words)
        if said == text and other.pk != note.pk:
            continue
        keep_first(other, raw)
        here, slug = other.path, ""
        if other.pk == note.pk:
            here, slug = path, _slug(note, path)
        yield Told(other, source_from(here, raw if said == text else encoded(said, like=raw)), slug)


def _shortest(target: Note, index: Index, source: Note) -> str:
    """The name alone where it leads there, else the whole path."""
    return target.name if index.find(target.name, source).note is target else without_ending(target.path)


def _slug(note: Note, path: str) -> str:
    name = path.rpartition("/")[2].removesuffix(".md")
    if name == note.name or slugify(name, allow_unicode=True) == note.slug:
        return ""
    shelf = Shelf.of(Note.every.exclude(pk=note.pk).only("path", "slug", "origin", "name", "trashed_at"))
    return shelf.free_slug(name, path, note.pk)


def _origin_of(note: Note) -> str:
    return HERE if note.origin == STARTER else note.origin


def _links_renamed(text: str, renames: Mapping[str, str]) -> str:
    def wikilink(match: re.Match[str]) -> str:
        parts = _NAME.fullmatch(match[2])
        name = renames.get(parts[1].strip()) if parts else None
        return f"{match[1]}[[{name}{parts[2]}]]" if parts and name else match[0]

    def address(match: re.Match[str]) -> str:
        pointed = match[2].startswith("<")
        href, sign, heading = match[2].strip("<>").partition("#")
        name = renames.get(unquote(href).removeprefix("./"))
        if not name:
            return match[0]
        made = f"{name}.md" if pointed else quote(f"{name}.md", safe="/")
        return f"{match[1]}<{made}{sign}{heading}>" if pointed else f"{match[1]}{made}{sign}{heading}"

    return _ADDRESS.sub(address, WIKILINK.sub(wikilink, text))
