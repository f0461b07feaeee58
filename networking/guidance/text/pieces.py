"""What stands on a page in the place of a link: made anew whenever it leads elsewhere, then cleaned with the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext, override
from markdown_it.common.utils import escapeHtml

from networking.guidance.text.links import Written
from networking.guidance.vault.files import ending, names_a_file

# Characters of nobody's alphabet: they are taken out of notes, and mark the place of a link until it is led.
OPEN, CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(f"{OPEN}(\\d+){CLOSE}")
MOST_PIXELS = 4000


@dataclass(slots=True)
class Use:
    """A link in its place: the line of the body that it stands on and the sentence around it."""

    link: Written
    # `wikilink`, `image`, or `link_open` for the beginning of a link whose words follow.
    kind: str
    line: int = 0
    before: str = ""
    after: str = ""
    # An embed that stands between paragraphs and not in one.
    alone: bool = False


def without_marks(body: str) -> str:
    """The text of a note, from which nobody can take the place of a link."""
    return body.replace(OPEN, "").replace(CLOSE, "")


def mark(place: int) -> str:
    return f"{OPEN}{place}{CLOSE}"


def fill(template: str, pieces: Sequence[str]) -> str:
    """The page with its links in their places."""
    return _PLACE.sub(lambda found: pieces[int(found[1])], template) if pieces else template


def piece(use: Use, href: str, language: str, size: tuple[int | None, int | None] = (None, None)) -> str:
    """The HTML of one link; an empty address says that it leads nowhere, `size` is that of a picture in pixels."""
    link = use.link
    if use.kind == "link_open":
        return f'<a class="note-link" href="{escapeHtml(href)}">' if href else "<a>"
    text = escapeHtml(link.text)
    if not href and use.kind == "image":
        return text
    if not href:
        lost = f'<span class="missing" title="{_reason(language, names_a_file(link.name))}">{text}</span>'
        return f"<p>{lost}</p>" if use.alone else lost
    if link.embed and names_a_file(link.name) and ending(link.name) != "pdf":
        measures = _measures(link.size, size)
        return f'<img class="note-picture" src="{escapeHtml(href)}" alt="{text}"{measures} loading="lazy">'
    return f'<a class="note-link" href="{escapeHtml(href)}">{text or escapeHtml(link.name)}</a>'


@lru_cache(maxsize=8)
def _reason(language: str, file: bool) -> str:
    """A page is made once for readers of any language, so its few words of ours are in the language of the note."""
    with override(language):
        return escapeHtml(gettext("There is no such file yet") if file else gettext("There is no such note yet"))


def _measures(wanted: str, size: tuple[int | None, int | None]) -> str:
    width, _, height = wanted.partition("x")
    if not width:
        shown: tuple[int | None, int | None] = size
    elif height:
        shown = (int(width), int(height))
    else:
        shown = (int(width), round(size[1] * int(width) / size[0]) if size[0] and size[1] else None)
    pairs = zip(("width", "height"), shown, strict=True)
    return "".join(f' {name}="{min(value, MOST_PIXELS)}"' for name, value in pairs if value)
