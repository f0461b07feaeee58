"""Marks inside a note that links lead to: its headings, and the blocks that end in `^name`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.text import slugify
from markdown_it.token import Token

Entry = dict[str, Any]
# The heading that became the title of the page, and a block: neither stands in the list of contents.
TITLE, BLOCK = 1, 0


@lru_cache(maxsize=20_000)
def anchor_of(heading: str) -> str:
    """The mark of a heading; begins with `h-` so that no note can take a mark of the page itself."""
    return f"h-{slugify(heading, allow_unicode=True)[:120] or 'x'}"


def contents_of(entries: Sequence[Entry]) -> str:
    """The lines of the list of contents as HTML, empty where there are fewer than two to choose from."""
    shown = [entry for entry in entries if entry["level"] > TITLE]
    if len(shown) < 2:
        return ""
    return "".join(
        f'<li class="toc-{entry["level"]}"><a href="#{escape(entry["anchor"])}">{escape(entry["text"])}</a></li>'
        for entry in shown
    )


def block_anchor(name: str) -> str:
    """The mark of a block, from its name without the `^`."""
    return f"b-{slugify(name, allow_unicode=True)[:120] or 'x'}"


def heading_entry(level: int, text: str, taken: set[str]) -> Entry:
    """A line of the contents, with a mark that no other heading of the note has."""
    plain = anchor = anchor_of(text)
    number = 1
    while anchor in taken:
        anchor = f"{plain}-{number}"
        number += 1
    return {"level": level, "text": text, "anchor": anchor}


def find_anchor(entries: Sequence[Entry], heading: str) -> str | None:
    """The mark meant by what stands behind the first `#` of a link: `A`, `A#B` for B under A, or `^block`.

    An empty mark is the note itself; None says that the note has no such heading or block.
    """
    parts = [part.strip() for part in heading.split("#") if part.strip()]
    if parts and parts[-1].startswith("^"):
        name = parts[-1].casefold()
        return next((entry["anchor"] for entry in entries if entry["level"] == BLOCK and entry["text"] == name), None)
    headings = [entry for entry in entries if entry["level"] != BLOCK]
    anchor = ""
    for part in parts:
        place = next((at for at, entry in enumerate(headings) if anchor_of(entry["text"]) == anchor_of(part)), None)
        if place is None:
            return None
        anchor = headings[place]["anchor"]
        headings = list(_beneath(headings[place + 1 :], headings[place]["level"]))
    return anchor


def part_of(tokens: Sequence[Token], anchor: str) -> list[Token]:
    """The tokens of one section, heading included, or of one block; an empty anchor means all."""
    if not anchor:
        return list(tokens)
    start = next((place for place, token in enumerate(tokens) if token.attrGet("id") == anchor), None)
    if start is None:
        return []
    opening = tokens[start]
    if opening.type == "heading_open" and anchor.startswith("h-"):
        return list(tokens[start : _end_of_section(tokens, start)])
    end = start
    while opening.nesting == 1 and not (tokens[end].nesting == -1 and tokens[end].level == opening.level):
        end += 1
    # An item without its list is only what it holds.
    return list(tokens[start + 1 : end] if opening.type == "list_item_open" else tokens[start : end + 1])


def _beneath(entries: Sequence[Entry], level: int) -> Iterator[Entry]:
    for entry in entries:
        if entry["level"] <= level:
            return
        yield entry


def _end_of_section(tokens: Sequence[Token], start: int) -> int:
    opening = tokens[start]
    for place in range(start + 1, len(tokens)):
        token = tokens[place]
        higher = token.type == "heading_open" and token.level == opening.level and token.tag <= opening.tag
        # Footnotes stand behind the last section and belong to all of them.
        if higher or token.level < opening.level or token.type == "footnote_block_open":
            return place
    return len(tokens)
