"""The links of a parsed text in their places: what each says, and the sentence around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from markdown_it.token import Token

from networking.guidance.text.links import Written, without_size
from networking.guidance.text.pieces import Use
from networking.guidance.vault.files import names_a_file

# So many letters of a sentence are kept on each side of a link.
AROUND = 200
_SAID = {"text", "code_inline", "wikilink", "image", "text_special", "hashtag"}
_BREAKS = {"softbreak", "hardbreak"}
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)
_SENTENCE = re.compile(r"[.!?…]\s+")


def plain(children: Sequence[Token]) -> str:
    return "".join(spoken(children)).strip()


def spoken(children: Sequence[Token]) -> list[str]:
    """What each part of a line says to a reader."""
    return [one.content if one.type in _SAID else " " if one.type in _BREAKS else "" for one in children]


def uses(children: Sequence[Token], texts: Sequence[str], line: int) -> Iterator[tuple[Token, Use]]:
    """Each link among the parts of a line that begins on that line of the text, with the part that it is.

    `texts` is what each part says.
    """
    before = 0
    for place, child in enumerate(children):
        before += child.type in _BREAKS
        if child.type == "link_open":
            _to_link(child, children[place + 1 :])
        elif child.type == "image":
            _to_picture(child)
        if link := child.meta.get("link"):
            ahead, behind = "".join(texts[:place]), "".join(texts[place + (child.type != "link_open") :])
            if child.type == "link_open":
                behind = behind.removeprefix(link.text)
            yield child, Use(link, child.type, line + before, _tail(ahead), _start(behind))


def _to_link(token: Token, following: Sequence[Token]) -> None:
    """`[text](note.md)` is a link between notes as well; any other address without a scheme goes nowhere."""
    href = unquote(str(token.attrGet("href") or ""))
    path, _, heading = href.partition("#")
    if _SCHEME.match(href):
        return
    token.attrs.pop("href", None)
    ours = path.casefold().endswith(".md") or names_a_file(path) or (heading and not path)
    if ours and not path.startswith("/"):
        end = next((place for place, child in enumerate(following) if child.type == "link_close"), len(following))
        text = plain(following[:end])
        token.meta = {"link": Written(f"[{text}]({href})"[:600], path.removeprefix("./"), heading, text)}


def _to_picture(token: Token) -> None:
    """`![words|200](folder/picture.png)`: a picture of the vault. One of anybody else's stays words."""
    path = unquote(str(token.attrGet("src") or "")).partition("#")[0]
    text, size = without_size(token.content)
    if names_a_file(path) and not _SCHEME.match(path) and not path.startswith("/"):
        written = f"![{token.content}]({path})"[:600]
        token.meta = {"link": Written(written, path.removeprefix("./"), "", text, embed=True, size=size)}


def _tail(text: str) -> str:
    near = text[-AROUND - 10 :]
    return (_SENTENCE.split(near)[-1] if _may_end(near) else near)[-AROUND:]


def _start(text: str) -> str:
    near = text[: AROUND + 1]
    found = _SENTENCE.search(near) if _may_end(near) else None
    return (near[: found.start() + 1] if found else near)[:AROUND]


def _may_end(text: str) -> bool:
    """Whether a sentence may end here: to look for each sign is much quicker than for any of them."""
    return "." in text or "!" in text or "?" in text or "…" in text
