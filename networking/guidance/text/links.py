"""How a link to a note is written: `[[name]]`, `[[folder/name#heading|text]]`, `![[name]]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from sys import intern
from typing import NamedTuple

from contacts.text import fold

# Bounded, and without a bracket inside, so that no text makes the search slow.
WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n]{1,500})\]\]")
# What stands behind the bar of an embedded image is its width, or its width and height, in pixels.
_SIZE = re.compile(r"\d{1,5}(?:x\d{1,5})?")
_GAPS = re.compile(r"[\s_-]+")


class Written(NamedTuple):
    """A link taken apart. An empty name means the note itself."""

    raw: str
    name: str
    heading: str
    text: str
    embed: bool = False
    # Of a picture, as it was written: `200` or `200x100`.
    size: str = ""


def take_apart(match: re.Match[str]) -> Written | None:
    """The parts of one link, or None when it names neither a note nor a heading."""
    target, _, text = _split(match[2])
    name, _, heading = target.partition("#")
    name, heading = name.strip(), heading.strip()
    if not name and not heading:
        return None
    embed = match[1] == "!"
    text, size = without_size(text.strip()) if embed else (text.strip(), "")
    # Names come again and again, and tens of thousands of links wait at once until each is led.
    return Written(match[0], intern(name), heading, intern(text or _shown(name, heading)), embed, size)


def without_size(text: str) -> tuple[str, str]:
    """What stands behind the bar of an embed: its words, and the size at their end."""
    words, _, last = text.rpartition("|")
    return (words.rstrip("\\").strip(), last.strip()) if _SIZE.fullmatch(last.strip()) else (text, "")


def pieces(text: str) -> Iterator[str | Written]:
    """The text in order, links taken apart; what is no link stays as it was."""
    position = 0
    for match in WIKILINK.finditer(text):
        link = take_apart(match)
        if link is None:
            continue
        if match.start() > position:
            yield text[position : match.start()]
        yield link
        position = match.end()
    if position < len(text):
        yield text[position:]


def same_word(name: str) -> str:
    """The key under which hyphens, underscores, spaces, case and ё do not matter."""
    return _GAPS.sub(" ", fold(name)).strip()


def without_ending(name: str) -> str:
    return name[:-3] if name.casefold().endswith(".md") else name


def _split(inner: str) -> tuple[str, str, str]:
    """At the first bar; in a table a backslash stands before it."""
    target, bar, text = inner.partition("|")
    return (target[:-1] if bar and target.endswith("\\") else target), bar, text


def _shown(name: str, heading: str) -> str:
    """`note › heading`, as a reader would say it; a mark of a block is not for readers."""
    path = "" if heading.startswith("^") else " › ".join(part.strip() for part in heading.split("#") if part.strip())
    return " › ".join(part for part in (without_ending(name), path) if part) or name or heading
