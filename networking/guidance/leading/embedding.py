"""Notes shown inside notes: whole ones, sections and blocks; a loop stops with a word on why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext, override
from markdown_it.common.utils import escapeHtml

from networking.guidance.leading.resolving import Led
from networking.guidance.models import Note, NoteLink
from networking.guidance.text.anchors import find_anchor, part_of
from networking.guidance.text.cleaning import clean
from networking.guidance.text.pieces import Use, piece
from networking.guidance.text.rendering import Reading, language_of, read

DEPTH = 5
# What one page may take in: notes that embed ten others each would grow without end.
MOST_EMBEDS, MOST_CHARACTERS = 100, 500_000
# Notes that are kept open while pages are made.
KEPT = 200
NO_SIZE: tuple[int | None, int | None] = (None, None)


@dataclass
class Pages:
    """Makes the pages of notes whose links are led already; `readings` are of those that were just read."""

    notes: Mapping[int, Note]
    readings: Mapping[int, Reading]
    sizes: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    # Links in their order, of some notes just read; others are asked for.
    links: dict[int, list[Led]] = field(default_factory=dict)
    _opened: dict[int, Reading] = field(default_factory=dict)
    _asked: dict[int, Sequence[Led]] = field(default_factory=dict)
    _taken_in: int = 0
    _characters: int = 0

    def html(self, pk: int) -> str:
        """The page of one note, cleaned."""
        self._taken_in = self._characters = 0
        reading = self.readings.get(pk) or self._open(pk)
        return clean(reading.html(self._pieces(pk, reading, self._embeds(pk, reading, None, ((pk, ""),)))))

    def with_embedders(self, changed: Iterable[int]) -> set[int]:
        """The notes that changed and all that show one of them, at whatever depth."""
        shown_in: dict[int, set[int]] = defaultdict(set)
        shows = NoteLink.every.filter(written__startswith="!", target__isnull=False)
        for source, target in shows.values_list("source_id", "target_id"):
            shown_in[int(target or 0)].add(source)
        found = set(changed)
        waiting = list(found)
        while waiting:
            fresh = shown_in[waiting.pop()] - found
            found |= fresh
            waiting += fresh
        return found & set(self.notes)

    def _open(self, pk: int) -> Reading:
        """A note with all its tokens, of which a part can be taken."""
        if pk not in self._opened:
            if len(self._opened) >= KEPT:
                self._opened.clear()
            self._opened[pk] = read(Note.objects.values_list("body", flat=True).get(pk=pk))
        return self._opened[pk]

    def _links_of(self, pk: int) -> Sequence[Led]:
        if pk in self.links:
            return self.links[pk]
        if pk not in self._asked:
            if len(self._asked) >= KEPT:
                self._asked.clear()
            rows = NoteLink.every.filter(source=pk).order_by("pk").values_list(*Led._fields)
            self._asked[pk] = [Led._make(row) for row in rows]
        return self._asked[pk]

    def _pieces(self, pk: int, reading: Reading, embeds: Mapping[int, str]) -> list[str]:
        return [
            embeds[place] if place in embeds else self._piece(use, link, reading.language)
            for place, (use, link) in enumerate(zip(reading.uses, self._links_of(pk), strict=True))
        ]

    def _piece(self, use: Use, link: Led, language: str) -> str:
        return piece(use, link.href, language, self.sizes.get(link.href, NO_SIZE))

    def _embeds(
        self, pk: int, reading: Reading, anchor: str | None, above: tuple[tuple[int, str], ...]
    ) -> dict[int, str]:
        """The HTML of what stands alone in a note or its part, by the place of its link among the links."""
        alone = [place for place, use in enumerate(reading.uses) if use.alone]
        if not alone:
            return {}
        links = self._links_of(pk)
        if anchor is not None:
            inside = {
                child.meta.get("place") for token in part_of(reading.tokens, anchor) for child in token.children or []
            }
            alone = [place for place in alone if place in inside]
        return {
            place: self._embed(reading.uses[place], links[place], above)
            for place in alone
            if links[place].target_id is not None
        }

    def _embed(self, use: Use, link: Led, above: tuple[tuple[int, str], ...]) -> str:
        note = self.notes[int(link.target_id or 0)]
        anchor = find_anchor(note.toc, use.link.heading)
        reading = self._open(note.pk)
        with override(language_of(reading.text or note.title)):
            reason = self._why_not(note.pk, anchor, above)
        head = f'<a class="note-link" href="{escapeHtml(link.href)}">{escapeHtml(note.title)}</a>'
        if reason or anchor is None:
            return f'<p class="embed-notice">{head} — {escapeHtml(reason)}</p>'
        self._taken_in += 1
        number = str(self._taken_in)
        embeds = self._embeds(note.pk, reading, anchor, (*above, (note.pk, anchor)))
        inner = reading.html(self._pieces(note.pk, reading, embeds), anchor=anchor, embed_number=number)
        self._characters += len(inner)
        return f'<div class="embed"><p class="embed-title">{head}</p>{inner}</div>'

    def _why_not(self, pk: int, anchor: str | None, above: tuple[tuple[int, str], ...]) -> str:
        if anchor is None:
            return gettext("it has no such part")
        if (pk, anchor) in above:
            return gettext("shown already, a note inside itself would have no end")
        if len(above) > DEPTH:
            return gettext("too deep to be shown here")
        if self._taken_in >= MOST_EMBEDS or self._characters > MOST_CHARACTERS:
            return gettext("this page is too long to show it here")
        return ""
