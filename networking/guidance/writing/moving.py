"""A note under another name or in another folder: its address leads on, and the notes that named it name it anew."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import quote, unquote

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.text import slugify

from networking.guidance.finding.searching import key_of
from networking.guidance.leading.connecting import connect
from networking.guidance.leading.leading import known_notes
from networking.guidance.leading.resolving import Index
from networking.guidance.models import HERE, STARTER, Note, NoteLink, NoteVersion
from networking.guidance.text.links import WIKILINK, Written, pieces, without_ending
from networking.guidance.text.rendering import Reading
from networking.guidance.text.syntax import written_parts
from networking.guidance.vault.front_matter import read_head, strings
from networking.guidance.vault.reading import decode
from networking.guidance.vault.shelf import Shelf
from networking.guidance.vault.storing import Told, store
from networking.guidance.vault.trashing import raw_of, source_from
from networking.guidance.writing.editing import encoded, keep_first

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
    light, before = notes[note.pk], Index.of(notes.values())
    light.path, light.folder, light.name = path, path.rpartition("/")[0], path.rpartition("/")[2].removesuffix(".md")
    index = Index.of(notes.values())
    renames = _renames(note, notes, index)
    for source, name, target in _named_in_heads(notes, before, index):
        renames[source][name] = target
    told = list(_told(note, renames, index, path))
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


def _named_in_heads(notes: dict[int, Note], before: Index, after: Index) -> Iterator[tuple[int, str, Note]]:
    """Links between notes in front matter, such as `related: "[[Name]]"`, that would lead elsewhere from now on."""
    heads = Note.objects.annotate(head=Cast("front_matter", TextField())).filter(head__contains="[[").order_by()
    for pk, values in heads.values_list("pk", "front_matter"):
        for link in (one for text in strings(values) for one in pieces(text) if isinstance(one, Written)):
            led, now = before.find(link.name, notes[pk]).note, after.find(link.name, notes[pk]).note
            if led is not None and led is not now:
                yield pk, link.name, led


def _head_renamed(head: str, renames: Mapping[str, str]) -> str:
    """The front matter with its links written anew; as it was when a new name would break it."""
    said = _wikilinks_renamed(head, renames)
    return said if said == head or not read_head(said).problem else head


def _told(note: Note, renames: dict[int, dict[str, Note]], index: Index, path: str) -> Iterator[Told]:
    for other in Note.objects.filter(pk__in={*renames, note.pk}).order_by("pk"):
        raw = raw_of(other)
        text = decode(raw)[0]
        body = source_from(other.path, raw).head.body
        words = {name: _shortest(target, index, other) for name, target in renames.get(other.pk, {}).items()}
        said = _head_renamed(text.removesuffix(body), words) + renamed(body, words)
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


def _wikilinks_renamed(text: str, renames: Mapping[str, str]) -> str:
    def wikilink(match: re.Match[str]) -> str:
        parts = _NAME.fullmatch(match[2])
        name = renames.get(parts[1].strip()) if parts else None
        return f"{match[1]}[[{name}{parts[2]}]]" if parts and name else match[0]

    return WIKILINK.sub(wikilink, text)


def _links_renamed(text: str, renames: Mapping[str, str]) -> str:
    def address(match: re.Match[str]) -> str:
        pointed = match[2].startswith("<")
        href, sign, heading = match[2].strip("<>").partition("#")
        name = renames.get(unquote(href).removeprefix("./"))
        if not name:
            return match[0]
        made = f"{name}.md" if pointed else quote(f"{name}.md", safe="/")
        return f"{match[1]}<{made}{sign}{heading}>" if pointed else f"{match[1]}{made}{sign}{heading}"

    return _ADDRESS.sub(address, _wikilinks_renamed(text, renames))
