"""A note's Markdown as safe HTML, with its contents, its links and its words. Made at import, never per page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import MethodType
from typing import Any, cast
from urllib.parse import unquote

import nh3
from django.utils.text import slugify
from django.utils.translation import gettext, override
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from contacts.markdown import LINK_SCHEMES, TAGS
from networking.guidance.links import Written
from networking.guidance.syntax import CALLOUTS, parser, without_comments

# Raise it when the same note would come out differently: notes of an older number are made anew at the next start.
RENDERING = 1
_BOXES = {"callout"} | {f"callout-{kind}" for kind in CALLOUTS.values()}
_cleaner = nh3.Cleaner(
    tags=TAGS | {"h2", "h3", "h4", "h5", "h6", "mark", "sup", "section", "div", "details", "summary", "span"},
    attributes={
        "a": {"href", "id"}, "ol": {"start"}, "li": {"id"}, "span": {"title"}, "details": {"open"},
        "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
    },
    allowed_classes={
        "a": {"note-link", "footnote-backref"}, "span": {"missing", "task-box"},
        "li": {"task", "is-done", "footnote-item"}, "div": _BOXES, "details": _BOXES,
        "p": {"callout-title"}, "summary": {"callout-title"},
        "section": {"footnotes"}, "ol": {"footnotes-list"}, "sup": {"footnote-ref"}, "hr": {"footnotes-sep"},
    },
    url_schemes=LINK_SCHEMES,
    url_relative="pass_through",
    generic_attribute_prefixes=set(),
)  # fmt: skip
_parser = parser()
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)
_SENTENCE = re.compile(r"[.!?…]\s+")


@dataclass
class Use:
    """A link in its place: the line of the body that it stands on and the sentence around it."""

    link: Written
    token: Token
    line: int = 0
    before: str = ""
    after: str = ""


@dataclass
class Reading:
    """A parsed note. `html` waits for the addresses of its links."""

    tokens: list[Token]
    title: str = ""
    toc: list[dict[str, Any]] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    excerpt: str = ""
    text: str = ""

    def html(self, addresses: Sequence[str]) -> str:
        """The note as HTML; `addresses` are those of the links in their order, empty where one leads nowhere."""
        for use, address in zip(self.uses, addresses, strict=True):
            use.token.meta["href"] = address
        with _language_of(self.text):
            made = _parser.renderer.render(self.tokens, _parser.options, {**self.env})
        return str(_cleaner.clean(made))

    env: dict[str, Any] = field(default_factory=dict)


def read(body: str) -> Reading:
    """Parse a body into everything but its HTML."""
    env: dict[str, Any] = {}
    with _language_of(body):
        reading = Reading(_parser.parse(without_comments(body), env), env=env)
    _take_title(reading)
    words: list[str] = []
    line = 0
    for place, token in enumerate(reading.tokens):
        line = token.map[0] if token.map else line
        if token.type != "inline":
            continue
        children = token.children or []
        reading.uses += _uses(children, line)
        _mend(token, children)
        text = plain(children)
        words.append(text)
        if reading.tokens[place - 1].type == "heading_open":
            _anchor(reading, reading.tokens[place - 1], text)
        elif not reading.excerpt and token.level == 1 and reading.tokens[place - 1].type == "paragraph_open":
            reading.excerpt = text
    reading.text = "\n".join(words)
    return reading


def _language_of(text: str) -> override:
    """A page is made once for readers of any language, so its few words of ours are in the language of the note."""
    return override("ru" if re.search("[а-яё]", text, re.I) else "en")


def anchor_of(heading: str) -> str:
    """The mark of a heading; begins with `h-` so that no note can take a mark of the page itself."""
    return f"h-{slugify(heading, allow_unicode=True)[:120] or 'x'}"


def plain(children: Sequence[Token]) -> str:
    return "".join(_word(child) for child in children).strip()


def _take_title(reading: Reading) -> None:
    """The first heading names the page, so it leaves the text; the page has one heading of the first level."""
    tokens = reading.tokens
    if len(tokens) > 2 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        reading.title = plain(tokens[1].children or [])
        del tokens[:3]
    for token in tokens:
        if token.tag == "h1":
            token.tag = "h2"


def _anchor(reading: Reading, opening: Token, text: str) -> None:
    anchor, taken = anchor_of(text), {entry["anchor"] for entry in reading.toc}
    number = 2
    while (anchor if number == 2 else f"{anchor}-{number - 1}") in taken:
        number += 1
    anchor = anchor if number == 2 else f"{anchor}-{number - 1}"
    opening.attrSet("id", anchor)
    reading.toc.append({"level": int(opening.tag[1]), "text": text, "anchor": anchor})


def _uses(children: Sequence[Token], line: int) -> Iterator[Use]:
    before = 0
    texts = [_word(child) for child in children]
    for place, child in enumerate(children):
        before += child.type in ("softbreak", "hardbreak")
        if child.type == "link_open":
            _to_wikilink(child, children[place + 1 :])
        if child.meta.get("link"):
            ahead, behind = "".join(texts[:place]), "".join(texts[place + (child.type == "wikilink") :])
            if child.type == "link_open":
                behind = behind.removeprefix(child.meta["link"].text)
            yield Use(child.meta["link"], child, line + before, _tail(ahead), _start(behind))


def _to_wikilink(token: Token, following: Sequence[Token]) -> None:
    """`[text](note.md)` is a link between notes as well; any other address without a scheme goes nowhere."""
    href = unquote(str(token.attrGet("href") or ""))
    path, _, heading = href.partition("#")
    if _SCHEME.match(href):
        return
    token.attrs.pop("href", None)
    if (path.casefold().endswith(".md") or (heading and not path)) and not path.startswith("/"):
        end = next((place for place, child in enumerate(following) if child.type == "link_close"), len(following))
        text = plain(following[:end])
        token.meta = {"link": Written(f"[{text}]({href})"[:600], path.removeprefix("./"), heading, text)}


def _mend(inline: Token, children: list[Token]) -> None:
    if inline.meta.get("task"):
        box = Token("task_box", "", 0, content=inline.meta["task"])
        children.insert(0, box)


def _word(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "code_inline", "wikilink", "image", "text_special") else ""


def _tail(text: str) -> str:
    return _SENTENCE.split(text)[-1][-200:]


def _start(text: str) -> str:
    found = _SENTENCE.search(text)
    return (text[: found.start() + 1] if found else text)[:200]


def _render_wikilink(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    text, href = escapeHtml(token.content), token.meta.get("href")
    if href:
        return f'<a class="note-link" href="{escapeHtml(href)}">{text}</a>'
    reason = gettext("There is no such note yet")
    return f'<span class="missing" title="{escapeHtml(reason)}">{text}</span>'


def _render_link_open(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    token = tokens[place]
    href = token.meta.get("href") if token.meta.get("link") else token.attrGet("href")
    kind = ' class="note-link"' if token.meta.get("link") else ""
    return f'<a{kind} href="{escapeHtml(str(href))}">' if href else "<a>"


def _render_box(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    return f'<span class="task-box">{tokens[place].content}</span>'


def _render_image(tokens: Sequence[Token], place: int, options: Any, env: Any) -> str:
    """Only the words of an image: fetching it would tell a stranger's server who reads."""
    return escapeHtml(tokens[place].content)


cast(RendererHTML, _parser.renderer).rules.update(
    cast(
        "dict[str, MethodType]",
        {
            "wikilink": _render_wikilink,
            "task_box": _render_box,
            "image": _render_image,
            "link_open": _render_link_open,
        },
    )
)
