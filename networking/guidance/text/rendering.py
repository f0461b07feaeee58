"""A note's Markdown as safe HTML, with its contents, its links and its words. Made at import, never per page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MethodType
from typing import Any, cast

from django.urls import reverse
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from networking.guidance.text.anchors import BLOCK, TITLE, block_anchor, heading_entry, part_of
from networking.guidance.text.blocks import part_embeds
from networking.guidance.text.fitting import parser_for, whole
from networking.guidance.text.pieces import Use, fill, mark, without_marks
from networking.guidance.text.syntax import without_comments
from networking.guidance.text.using import plain, spoken, uses

# Raise it when the same note would come out differently: notes of an older number are made anew at the next start.
RENDERING = 5
_parser = whole()
_renderer = cast(RendererHTML, _parser.renderer)
_RUSSIAN = re.compile("[а-яё]", re.I)


@dataclass
class Reading:
    """A parsed note. `html` waits for what stands in the places of its links."""

    tokens: list[Token]
    title: str = ""
    toc: list[dict[str, Any]] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    # Those in the text, as they were written.
    tags: list[str] = field(default_factory=list)
    excerpt: str = ""
    text: str = ""
    language: str = "en"
    # The line of the body from which on something stands so deep inside others that it is left out; 0 is none.
    cut: int = 0

    env: dict[str, Any] = field(default_factory=dict)
    # As bytes, which take half the room: thousands wait until every link is led.
    _template: bytes | None = None

    def html(self, pieces: Sequence[str], *, anchor: str = "", embed_number: str = "") -> str:
        """The note, or the part at an anchor, as HTML that is yet to be cleaned.

        `pieces` are what stands in the places of the links, in their order. With `embed_number`, which no other embed
        of the page has, the part takes no marks of headings, so that each is on the page once.
        """
        if self._template is not None and not anchor and not embed_number:
            return fill(self._template.decode(), pieces)
        tokens = part_of(self.tokens, anchor)
        env = {**self.env, "part": bool(anchor)}
        if embed_number:
            tokens = [_without_mark(token) for token in tokens]
            env["docId"] = embed_number
        return fill(str(_renderer.render(tokens, _parser.options, env)), pieces)

    def lighten(self) -> None:
        """Keep the page and let go of what it was made from: thousands of notes are read before one is written."""
        html = str(_renderer.render(self.tokens, _parser.options, {**self.env, "part": False}))
        self._template = html.encode()
        self.tokens, self.env, self.toc, self.text, self.excerpt = [], {}, [], "", ""

    @property
    def shows_others(self) -> bool:
        """Whether other notes may stand inside this one, so that its page has to wait for their links."""
        return any(use.alone for use in self.uses)

    def let_go(self) -> None:
        """Keep nothing: the page is made and the links have their rows."""
        self._template, self.uses = None, []


def read(body: str) -> Reading:
    """Parse a body into everything but its HTML."""
    language = language_of(body)
    env: dict[str, Any] = {"language": language}
    text = without_comments(without_marks(body))
    reading = Reading(parser_for(text).parse(text, env), env=env, language=language)
    _take_title(reading)
    words: list[str] = []
    line = 0
    for place, token in enumerate(reading.tokens):
        line = token.map[0] if token.map else line
        if token.type != "inline":
            continue
        children = token.children or []
        said = spoken(children)
        for child, use in uses(children, said, line):
            child.meta = {**child.meta, "place": len(reading.uses)}
            reading.uses.append(use)
        if "#" in token.content:
            reading.tags += [child.meta["tag"] for child in children if "tag" in child.meta]
        _mend(token, children)
        text = "".join(said).strip()
        words.append(text)
        if reading.tokens[place - 1].type == "heading_open":
            _mark_heading(reading, reading.tokens[place - 1], text)
        elif not reading.excerpt and token.level == 1 and reading.tokens[place - 1].type == "paragraph_open":
            reading.excerpt = text
    reading.cut = _cut(reading.tokens)
    reading.toc += _named_blocks(reading.tokens)
    if any(use.link.embed for use in reading.uses):
        _part_embeds(reading)
    reading.text = "\n".join(words)
    return reading


def language_of(text: str) -> str:
    """A page is made once for readers of any language, so its few words of ours are in the language of the note."""
    return "ru" if _RUSSIAN.search(text) else "en"


def _cut(tokens: Sequence[Token]) -> int:
    """The parser goes so deep and no deeper: what opens there and closes at once has lost what stands in it."""
    deepest = _parser.options.maxNesting - 1
    pairs = pairwise(tokens)
    empty = (one for one, other in pairs if one.level >= deepest and one.nesting == 1 and other.nesting == -1)
    found = next(empty, None)
    return found.map[0] + 1 if found and found.map else 0


def _take_title(reading: Reading) -> None:
    """The first heading names the page, so it leaves the text; the page has one heading of the first level."""
    tokens = reading.tokens
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        reading.title = plain(tokens[1].children or [])
        reading.toc.append({"level": TITLE, "text": reading.title, "anchor": ""})
        del tokens[:3]
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"


def _mark_heading(reading: Reading, opening: Token, text: str) -> None:
    entry = heading_entry(int(opening.tag[1]), text, {entry["anchor"] for entry in reading.toc})
    opening.attrSet("id", entry["anchor"])
    reading.toc.append(entry)


def _part_embeds(reading: Reading) -> None:
    reading.tokens = part_embeds(reading.tokens)
    for token in reading.tokens:
        for child in token.children or [] if token.type == "inline" else []:
            if child.meta.get("alone"):
                reading.uses[child.meta["place"]].alone = True


def _named_blocks(tokens: Sequence[Token]) -> Iterator[dict[str, Any]]:
    for token in tokens:
        if name := token.meta.get("block"):
            anchor = token.attrGet("id") or block_anchor(name)
            yield {"level": BLOCK, "text": f"^{name}", "anchor": anchor}


def _without_mark(token: Token) -> Token:
    if "id" not in token.attrs:
        return token
    return token.copy(attrs={name: value for name, value in token.attrs.items() if name != "id"})


def _mend(inline: Token, children: list[Token]) -> None:
    if inline.meta.get("task"):
        box = Token("task_box", "", 0, content=inline.meta["task"])
        children.insert(0, box)


def _render_wikilink(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    return mark(tokens[place].meta["place"])


def _render_footnote_ref(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """A part of a note comes without the notes at its foot, so without what leads to them."""
    return "" if env.get("part") else str(_footnote_ref(tokens, place, options, env))


def _render_link_open(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    if token.meta.get("link"):
        return mark(token.meta["place"])
    href = token.attrGet("href")
    return f'<a href="{escapeHtml(str(href))}">' if href else "<a>"


def _render_hashtag(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    address = reverse("guidance:tag", args=[token.meta["tag"]])
    return f'<a class="note-tag" href="{escapeHtml(address)}">{escapeHtml(token.content)}</a>'


def _render_opening(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """What the library makes of a paragraph or heading, in a third of the time where nothing is out of the ordinary."""
    token = tokens[place]
    if token.hidden or tokens[place + 1].type != "inline" or (place and tokens[place - 1].hidden):
        return str(_renderer.renderToken(tokens, place, options, env))
    return f"<{token.tag}{_renderer.renderAttrs(token) if token.attrs else ''}>"


def _render_closing(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    return str(_renderer.renderToken(tokens, place, options, env)) if token.hidden else f"</{token.tag}>\n"


def _render_box(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    return f'<span class="task-box">{tokens[place].content}</span>'


def _render_image(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """Only the words of a stranger's image: fetching it would tell their server who reads."""
    if tokens[place].meta.get("link"):
        return mark(tokens[place].meta["place"])
    return escapeHtml(tokens[place].content)


_footnote_ref = _renderer.rules["footnote_ref"]
_renderer.rules.update(
    cast(
        "dict[str, MethodType]",
        {
            "paragraph_open": _render_opening,
            "paragraph_close": _render_closing,
            "heading_open": _render_opening,
            "heading_close": _render_closing,
            "wikilink": _render_wikilink,
            "task_box": _render_box,
            "hashtag": _render_hashtag,
            "image": _render_image,
            "link_open": _render_link_open,
            "footnote_ref": _render_footnote_ref,
        },
    )
)
