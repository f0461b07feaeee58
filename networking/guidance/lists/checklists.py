"""The checklists of a note: its task lists by the headings over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from networking.guidance.finding.passages import words_of
from networking.guidance.models import Note
from networking.guidance.models.own_list import TEXT

MOST_ITEMS = 60
_HEADING = re.compile(r'<h[2-6] id="(h-[^"]*)"[^>]*>(.*?)</h[2-6]>', re.S)
_BOX = '<span class="task-box">'
_ITEM = re.compile(rf"{_BOX}[☐☑]</span>(.*?)(?=<ul|<ol|<p|<div|</p>|</li>)", re.S)


@dataclass(frozen=True)
class Checklist:
    """The open and ticked tasks beneath one heading; without a heading they are the note's own."""

    anchor: str
    title: str
    items: tuple[str, ...]


class Tasks(NamedTuple):
    """As much of a checklist as one needs to choose it; the title is empty where it is that of the note."""

    anchor: str
    title: str
    number: int


def checklists(note: Note) -> list[Checklist]:
    """In the order of the note, which needs its HTML. A list is cut at sixty items, an item at 500 letters."""
    return [Checklist(anchor, title or note.title, items) for anchor, title, items in _lists_in(note.html)]


def tasks_in(html: str) -> list[Tasks]:
    """What is kept of the checklists of a page; `Note.tasks` is no more than this."""
    return [Tasks(anchor, title, len(items)) for anchor, title, items in _lists_in(html)]


def tasks_of(note: Note) -> list[Tasks]:
    """The checklists of a note as they are kept with it, by which its HTML need not be looked through."""
    return [Tasks(anchor, title or note.title, number) for anchor, title, number in note.tasks]


def _lists_in(html: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if _BOX not in html:
        return
    parts = _HEADING.split(html)
    heads = [("", ""), *zip(parts[1::3], map(words_of, parts[2::3]), strict=True)]
    for (anchor, title), body in zip(heads, parts[::3], strict=True):
        items = [text[:TEXT] for text in map(words_of, _ITEM.findall(body)) if text]
        if items:
            yield anchor, title[:300], tuple(items[:MOST_ITEMS])
