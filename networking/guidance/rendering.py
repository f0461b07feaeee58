"""A note's Markdown as safe HTML, with its contents, its links and its words. Made at import, never per page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import MethodType
from typing import Any, cast

from django.urls import reverse
from django.utils.translation import override
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from networking.guidance.anchors import BLOCK, TITLE, block_anchor, heading_entry, part_of
from networking.guidance.blocks import part_embeds
from networking.guidance.pieces import Use, fill, mark, without_marks
from networking.guidance.syntax import parser, without_comments
from networking.guidance.using import plain, uses

# Raise it when the same note would come out differently: notes of an older number are made anew at the next start.
RENDERING = 4
_parser = parser()
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
        with override(self.language):
            return fill(str(_parser.renderer.render(tokens, _parser.options, env)), pieces)

    def lighten(self) -> None:
        """Keep the page and let go of what it was made from: thousands of notes are read before one is written."""
        with override(self.language):
            html = str(_parser.renderer.render(self.tokens, _parser.options, {**self.env, "part": False}))
        self._template = html.encode()
        self.tokens, self.env, self.toc, self.text, self.excerpt = [], {}, [], "", ""

    def forget_sentences(self) -> None:
        """Let go of what stands around the links, once their rows have it."""
        for use in self.uses:
            use.before = use.after = ""


def read(body: str) -> Reading:
    """Parse a body into everything but its HTML."""
    env: dict[str, Any] = {}
    language = language_of(body)
    with override(language):
        tokens = _parser.parse(without_comments(without_marks(body)), env)
    reading = Reading(tokens, env=env, language=language)
    _take_title(reading)
    words: list[str] = []
    line = 0
    for place, token in enumerate(reading.tokens):
        line = token.map[0] if token.map else line
        if token.type != "inline":
            continue
        children = token.children or []
        for child, use in uses(children, line):
            child.meta = {**child.meta, "place": len(reading.uses)}
            reading.uses.append(use)
        reading.tags += [child.meta["tag"] for child in children if "tag" in child.meta]
        _mend(token, children)
        text = plain(children)
        words.append(text)
        if reading.tokens[place - 1].type == "heading_open":
            _mark_heading(reading, reading.tokens[place - 1], text)
        elif not reading.excerpt and token.level == 1 and reading.tokens[place - 1].type == "paragraph_open":
            reading.excerpt = text
    reading.toc += _named_blocks(reading.tokens)
    if any(use.link.embed for use in reading.uses):
        _part_embeds(reading)
    reading.text = "\n".join(words)
    return reading


def language_of(text: str) -> str:
    """A page is made once for readers of any language, so its few words of ours are in the language of the note."""
    return "ru" if _RUSSIAN.search(text) else "en"


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


def _render_box(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    return f'<span class="task-box">{tokens[place].content}</span>'


def _render_image(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """Only the words of a stranger's image: fetching it would tell their server who reads."""
    if tokens[place].meta.get("link"):
        return mark(tokens[place].meta["place"])
    return escapeHtml(tokens[place].content)


_footnote_ref = cast(RendererHTML, _parser.renderer).rules["footnote_ref"]
cast(RendererHTML, _parser.renderer).rules.update(
    cast(
        "dict[str, MethodType]",
        {
            "wikilink": _render_wikilink,
            "task_box": _render_box,
            "hashtag": _render_hashtag,
            "image": _render_image,
            "link_open": _render_link_open,
            "footnote_ref": _render_footnote_ref,
        },
    )
)
