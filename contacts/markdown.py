"""Short texts of a person's own as HTML: the one door through which they become markup.

Whatever a text holds, nothing in it runs, loads or posts: raw HTML stays text, and what the renderer made passes
an allow-list afterwards. Templates put the result inside `data-hx-disable`.

A mention of somebody (`contacts/mentions/tokens.py`) becomes a link when the page knows the name of who is meant.
The links are put in after the allow-list, which lets no address of ours through, in places that only the renderer
can have marked. A name in brackets (`contacts/mentions/bracketed.py`) becomes a link in the same way when the page
knows where it leads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import nh3
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from contacts.mentions.bracketed import BRACKETED, key_of
from contacts.mentions.names import Named
from contacts.mentions.tokens import TOKEN, mentioned_ids

LINK_SCHEMES = {"http", "https", "mailto", "tel", "tg"}
TAGS = {
    "p", "br", "em", "strong", "s", "a", "ul", "ol", "li", "code", "pre", "blockquote", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# Characters of nobody's alphabet: they are taken out of texts, and mark the place of a link until the end.
_OPEN, _CLOSE, _NAMED = "\ue000", "\ue001", "\ue002"
_MARKS = str.maketrans("", "", _OPEN + _CLOSE + _NAMED)
_PLACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_NAMED_PLACE = re.compile(f"{_NAMED}(\\d+){_CLOSE}")
Names = tuple[tuple[int, str], ...]
Links = tuple[tuple[str, str], ...]


def _mention(state: StateInline, silent: bool) -> bool:
    """The renderer's rule for a mention; inside a link it stays words, because a link holds no other."""
    if state.src[state.pos] != "@" or not (found := TOKEN.match(state.src, state.pos)):
        return False
    if not silent:
        known = int(found[2]) in state.env.get("people", ()) and not state.linkLevel
        state.push("text", "", 0).content = f"{_OPEN}{found[2]}{_CLOSE}" if known else f"@{found[1]}"
    state.pos = found.end()
    return True


def _bracketed(state: StateInline, silent: bool) -> bool:
    """The renderer's rule for a name in brackets that leads somewhere; any other stays as it was written."""
    if not state.src.startswith("[[", state.pos) or not (found := BRACKETED.match(state.src, state.pos)):
        return False
    href = state.env.get("links", {}).get(key_of(found[1]))
    if not href or state.linkLevel:
        return False
    if not silent:
        said = state.env.setdefault("said", [])
        state.push("text", "", 0).content = f"{_NAMED}{len(said)}{_CLOSE}"
        said.append((href, (found[2] or found[1]).strip()))
    state.pos = found.end()
    return True


# A heading in a remark about a person would break the outline of the page; an image would tell a stranger's server.
_renderer = MarkdownIt("js-default", {"html": False, "breaks": True, "linkify": False}).disable(
    ["heading", "lheading", "image"]
)
_renderer.inline.add_terminator_char("@")
_renderer.inline.ruler.before("link", "mention", _mention)
_renderer.inline.ruler.before("link", "bracketed", _bracketed)
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes=LINK_SCHEMES,
    url_relative="deny",
    generic_attribute_prefixes=set(),
)


def render(text: str, people: Mapping[int, str] | None = None) -> SafeString:
    """Markdown as safe HTML, with links to the people whose names are given; an empty text is an empty string."""
    if "@[" not in text and "[[" not in text:
        return _rendered(text, ())
    return _rendered(text, _names(text, people), _links(text, people))


def inline(text: str, people: Mapping[int, str] | None = None) -> SafeString:
    """A text of a line as it stands, with links to the people and records whose names are given."""
    names, links = dict(_names(text, people)), dict(_links(text, people))
    parts, end = [], 0
    for found in TOKEN.finditer(text):
        pk = int(found[2])
        parts.append(_with_links(text[end : found.start()], links))
        parts.append(_link(pk, names[pk]) if pk in names else escape(f"@{found[1]}"))
        end = found.end()
    return mark_safe("".join([*parts, _with_links(text[end:], links)]))


def _with_links(text: str, links: Mapping[str, str]) -> str:
    parts, end = [], 0
    for found in BRACKETED.finditer(text) if links else ():
        if href := links.get(key_of(found[1])):
            said = (found[2] or found[1]).strip()
            parts += [escape(text[end : found.start()]), format_html('<a href="{}">{}</a>', href, said)]
            end = found.end()
    return "".join([*parts, escape(text[end:])])


def _names(text: str, people: Mapping[int, str] | None) -> Names:
    return tuple((pk, people[pk]) for pk in mentioned_ids(text) if pk in people) if people else ()


def _links(text: str, people: Mapping[int, str] | None) -> Links:
    """The links of this text among those of its page."""
    links = people.links if isinstance(people, Named) and "[[" in text else {}
    said = {key_of(match[1]) for match in BRACKETED.finditer(text)} if links else ()
    return tuple((key, links[key]) for key in sorted(said) if key in links)


@lru_cache(maxsize=2048)
def _rendered(text: str, names: Names, links: Links = ()) -> SafeString:
    """The latest texts are kept: timelines repeat them."""
    if not text.strip():
        return SafeString()
    people = dict(names)
    env: dict[str, Any] = {"people": people, "links": dict(links)}
    html = _cleaner.clean(_renderer.render(text.translate(_MARKS), env))
    if said := env.get("said"):
        html = _NAMED_PLACE.sub(lambda found: format_html('<a href="{}">{}</a>', *said[int(found[1])]), html)
    return mark_safe(_PLACE.sub(lambda found: _link(int(found[1]), people[int(found[1])]), html) if people else html)


def _link(pk: int, name: str) -> SafeString:
    return format_html('<a href="{}">@{}</a>', reverse("contacts:contact", args=[pk]), name)
