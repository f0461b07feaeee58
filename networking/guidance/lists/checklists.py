"""The checklists of a note: its task lists by the headings over them."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


def checklists(note: Note) -> list[Checklist]:
    """In the order of the note, which needs its HTML. A list is cut at sixty items, an item at 500 letters."""
    if _BOX not in note.html:
        return []
    parts = _HEADING.split(note.html)
    heads = [("", note.title), *zip(parts[1::3], map(words_of, parts[2::3]), strict=True)]
    found = []
    for (anchor, title), body in zip(heads, parts[::3], strict=True):
        items = [text[:TEXT] for text in map(words_of, _ITEM.findall(body)) if text]
        if items:
            found.append(Checklist(anchor, (title or note.title)[:300], tuple(items[:MOST_ITEMS])))
    return found
