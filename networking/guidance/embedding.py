"""Notes shown inside notes: whole ones, sections and blocks; a loop stops with a word on why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext
from markdown_it.common.utils import escapeHtml

from networking.guidance.anchors import find_anchor, part_of
from networking.guidance.cleaning import clean
from networking.guidance.models import Note, NoteLink
from networking.guidance.rendering import Reading, Use, language_of, read

DEPTH = 5
# What one page may take in: notes that embed ten others each would grow without end.
MOST_EMBEDS, MOST_CHARACTERS = 100, 500_000


@dataclass
class Pages:
    """Makes the pages of notes whose links are led already; `links` are those of each note in their order."""

    notes: Mapping[int, Note]
    links: Mapping[int, Sequence[NoteLink]]
    readings: dict[int, Reading] = field(default_factory=dict)
    _taken_in: int = 0
    _characters: int = 0

    def html(self, pk: int) -> str:
        """The page of one note, cleaned."""
        self._taken_in = self._characters = 0
        reading = self._reading(pk)
        return clean(reading.html([link.href for link in self.links[pk]], self._embeds(pk, "", ((pk, ""),))))

    def with_embedders(self, changed: Iterable[int]) -> set[int]:
        """The notes that changed and all that show one of them, at whatever depth."""
        shown_in: dict[int, set[int]] = defaultdict(set)
        for links in self.links.values():
            for link in links:
                if link.target_id is not None and link.written.startswith("!"):
                    shown_in[link.target_id].add(link.source_id)
        found = set(changed)
        waiting = list(found)
        while waiting:
            fresh = shown_in[waiting.pop()] - found
            found |= fresh
            waiting += fresh
        return found

    def _reading(self, pk: int) -> Reading:
        if pk not in self.readings:
            self.readings[pk] = read(self.notes[pk].body)
        return self.readings[pk]

    def _embeds(self, pk: int, anchor: str, above: tuple[tuple[int, str], ...]) -> dict[int, str]:
        """The HTML of what stands alone in a note or its part, by the place of its link among the links."""
        reading = self._reading(pk)
        inside = {id(child) for token in part_of(reading.tokens, anchor) for child in token.children or []}
        return {
            place: self._embed(use, link, above)
            for place, (use, link) in enumerate(zip(reading.uses, self.links[pk], strict=True))
            if use.token.meta.get("alone") and link.target_id is not None and id(use.token) in inside
        }

    def _embed(self, use: Use, link: NoteLink, above: tuple[tuple[int, str], ...]) -> str:
        note = self.notes[int(link.target_id or 0)]
        anchor = find_anchor(note.toc, use.link.heading)
        with language_of(note.body or note.title):
            reason = self._why_not(note.pk, anchor, above)
        head = f'<a class="note-link" href="{escapeHtml(link.href)}">{escapeHtml(note.title)}</a>'
        if reason or anchor is None:
            return f'<p class="embed-notice">{head} — {escapeHtml(reason)}</p>'
        self._taken_in += 1
        number = str(self._taken_in)
        embeds = self._embeds(note.pk, anchor, (*above, (note.pk, anchor)))
        addresses = [one.href for one in self.links[note.pk]]
        inner = self._reading(note.pk).html(addresses, embeds, anchor=anchor, embed_number=number)
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
