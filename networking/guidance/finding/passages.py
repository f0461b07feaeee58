"""The piece of a note that answers a search, with the words that were looked for marked in it."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from django.utils.safestring import SafeString

from contacts.text import fold, word_at
from networking.guidance.finding.searching import stem, stems_of
from networking.guidance.models import Note

LONGEST = 240
MOST_HITS = 40
BEFORE = 70
_HEADING = re.compile(r'<h[2-6] id="(h-[^"]*)"[^>]*>(.*?)</h[2-6]>', re.S)
_END = re.compile(r"</(?:p|li|h[1-6]|tr|td|th|div|blockquote|pre|summary|section)>|<br ?/?>")
_TAG = re.compile(r'<(?:[^">]|"[^"]*")*>')
_BOX = re.compile(r'(<span class="task-box">[^<]*</span>)')
_GAPS = re.compile(r"\s+")


class Piece(NamedTuple):
    text: str
    marked: bool = False


class Section(NamedTuple):
    """A stretch of a note from one heading to the next; the first has no mark."""

    anchor: str
    heading: str
    body: str

    @property
    def text(self) -> str:
        """The heading and what stands beneath it."""
        return f"{self.heading}. {self.body}".strip() if self.heading else self.body


class Found(NamedTuple):
    """A note as a search shows it: its title and its best passage in pieces, and where that passage stands."""

    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    address: str
    score: float


class Hit(NamedTuple):
    start: int
    end: int
    stem: str


def found(note: Note, query: str) -> Found:
    """What a search for the query shows of a note that it found. Needs the HTML of the note."""
    stems = stems_of(query)
    in_title = list(hits(note.title, stems))
    best, section, count = _best(note, stems)
    passage = _cut(section.text, best) if best else (Piece(note.excerpt[:LONGEST]),)
    anchor = f"#{section.anchor}" if best and section.anchor else ""
    title = len({hit.stem for hit in in_title}) / max(1, len(stems))
    together = len({hit.stem for hit in best}) / max(1, len(stems))
    score = 4 * title + 2 * together + math.log2(1 + count) / 2
    return Found(_pieces(note.title, in_title), passage, note.get_absolute_url() + anchor, score)


def marked(pieces: Sequence[Piece]) -> SafeString:
    """The pieces one after another as HTML, with a mark around what was looked for."""
    said = [f"<mark>{html.escape(one.text)}</mark>" if one.marked else html.escape(one.text) for one in pieces]
    return SafeString("".join(said))


def hits(text: str, stems: Sequence[str]) -> Iterator[Hit]:
    """The words of a text that begin with one of the stems, in order."""
    if not stems:
        return
    # Most sections have none of them, and to look through a text for a beginning is quicker than for a pattern.
    folded, (beginnings, likely) = text.casefold().replace("ё", "е"), _likely(tuple(stems))
    if not any(one in folded for one in beginnings):
        return
    if len(folded) != len(text):
        # One of its letters is two when folded: each place has to stay where it is.
        folded = "".join([small if len(small := fold(letter)) == 1 else letter for letter in text])
    end = 0
    for place in likely.finditer(folded):
        start = place.start()
        # Looked at here, and not before each letter of the text.
        if start < end or (start and folded[start - 1].isalnum()):
            continue
        word, end = word_at(folded, start)
        known = stem(word)
        if one := next((one for one in stems if known.startswith(one)), None):
            yield Hit(start, end, one)


def sections(markup: str) -> list[Section]:
    """The words of a page by its headings, each heading with what stands beneath it."""
    parts = _HEADING.split(markup)
    heads = [("", ""), *zip(parts[1::3], parts[2::3], strict=True)]
    return [
        Section(anchor, words_of(heading), words_of(body))
        for (anchor, heading), body in zip(heads, parts[::3], strict=True)
        if anchor or body
    ]


def words_of(markup: str) -> str:
    """The plain words of cleaned HTML, gaps single; a box of a task stands for itself."""
    markup = _BOX.sub(r"\1 ", markup) if "task-box" in markup else markup
    text = html.unescape(_TAG.sub("", _END.sub(" ", markup)))
    return _GAPS.sub(" ", unicodedata.normalize("NFC", text)).strip()


@lru_cache(maxsize=256)
def _likely(stems: tuple[str, ...]) -> tuple[list[str], re.Pattern[str]]:
    """How words that are looked for begin, and where in a folded text they may: cheaper than the stem of each word."""
    beginnings = sorted({one[: max(2, len(one) - 1)] for one in stems})
    return beginnings, re.compile("|".join(map(re.escape, beginnings)))


def _best(note: Note, stems: Sequence[str]) -> tuple[list[Hit], Section, int]:
    """The hits of the passage that has most of the words, its section, and how many hits the note has."""
    best: tuple[tuple[int, int], list[Hit], Section] = ((0, 0), [], Section("", "", ""))
    count = 0
    for section in sections(note.html):
        # A beginning may be that of every word: some dozens say as much.
        here = list(islice(hits(section.text, stems), MOST_HITS - count))
        count += len(here)
        if count >= MOST_HITS and not here:
            break
        for place, first in enumerate(here):
            near = [hit for hit in here[place : place + 12] if hit.end - first.start <= LONGEST - BEFORE]
            worth = (len({hit.stem for hit in near}), min(len(near), 3))
            if worth > best[0]:
                best = (worth, near, section)
    return best[1], best[2], count


def _cut(text: str, best: Sequence[Hit]) -> tuple[Piece, ...]:
    """The passage around its hits, cut between words."""
    start = max(0, best[0].start - BEFORE)
    start = text.find(" ", start, best[0].start) + 1 or best[0].start if start else 0
    end = len(text) if len(text) - start <= LONGEST else max(text.rfind(" ", 0, start + LONGEST), best[-1].end)
    moved = [Hit(hit.start - start, hit.end - start, hit.stem) for hit in best]
    pieces = _pieces(text[start:end].rstrip(), moved)
    return (*([Piece("… ")] if start else []), *pieces, *([Piece(" …")] if end < len(text) else []))


def _pieces(text: str, marked: Sequence[Hit]) -> tuple[Piece, ...]:
    pieces, position = [], 0
    for hit in marked:
        pieces += [Piece(text[position : hit.start]), Piece(text[hit.start : hit.end], marked=True)]
        position = hit.end
    return tuple(piece for piece in [*pieces, Piece(text[position:])] if piece.text)
