"""Blocks that a note names with `^name`, at their end or on a line beneath, and embeds that stand by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from networking.guidance.text.anchors import block_anchor
from networking.guidance.vault.files import names_a_file

# The look behind keeps a long run of spaces from being tried from each of them.
_NAME = re.compile(r"(?:(?<!\s)\s+|\A)\^([\w-]{1,100})\s*\Z")


def name_blocks(state: StateCore) -> None:
    """Take the names of blocks out of the text and put them on what they name."""
    kept: list[Token] = []
    waiting = iter(state.tokens)
    for token in waiting:
        kept.append(token)
        found = _NAME.search(token.content) if token.type == "inline" and "^" in token.content else None
        if found is None:
            continue
        token.content = token.content[: found.start()]
        if token.content or kept[-2].type != "paragraph_open":
            _put(_owner(kept), found[1])
            continue
        # A line of its own names the block above it.
        next(waiting)
        del kept[-2:]
        _put(_above(kept), found[1])
    state.tokens = kept


def part_embeds(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, where an embed inside a paragraph stands between two paragraphs instead."""
    parted: list[Token] = []
    waiting = iter(tokens)
    for token in waiting:
        if not (parted and parted[-1].type == "paragraph_open" and _has_embed(token)):
            parted.append(token)
            continue
        following = next(waiting)
        # The end of a footnote has its way back in between, and stays as it is.
        whole = following.type == "paragraph_close"
        parted += _parted(parted.pop(), token, following) if whole else [token, following]
    return parted


def _owner(kept: Sequence[Token]) -> Token | None:
    opening = kept[-2] if len(kept) > 1 else None
    if opening is None or opening.type not in ("paragraph_open", "heading_open"):
        return None
    item = kept[-3] if len(kept) > 2 else None
    return item if item is not None and item.type == "list_item_open" else opening


def _above(kept: Sequence[Token]) -> Token | None:
    if not kept or kept[-1].nesting == 1:
        return None
    last = kept[-1]
    opened = (token for token in reversed(kept) if token.nesting == 1 and token.level == last.level)
    return last if last.nesting == 0 else next(opened, None)


def _put(owner: Token | None, name: str) -> None:
    if owner is not None:
        owner.meta = {**owner.meta, "block": name.casefold()}
        if owner.type != "heading_open":
            owner.attrSet("id", block_anchor(name))


def _has_embed(token: Token) -> bool:
    return token.type == "inline" and any(_is_embed(child) for child in token.children or [])


def _is_embed(token: Token) -> bool:
    # One inside emphasis or another link stays where it is, as a link; a picture stays in its sentence.
    if token.type != "wikilink" or token.level != 0:
        return False
    return bool(token.meta["link"].embed) and not names_a_file(token.meta["link"].name)


def _parted(opening: Token, inline: Token, closing: Token) -> Iterator[Token]:
    group: list[Token] = []
    for child in [*(inline.children or []), None]:
        if child is not None and not _is_embed(child):
            group.append(child)
            continue
        while group and _is_blank(group[0]):
            del group[0]
        while group and _is_blank(group[-1]):
            del group[-1]
        if group:
            yield opening
            opening = opening.copy(attrs={})
            yield inline.copy(children=group)
            yield closing
        group = []
        if child is not None:
            child.meta["alone"] = True
            yield inline.copy(children=[child])


def _is_blank(token: Token) -> bool:
    return token.type in ("softbreak", "hardbreak") or (token.type == "text" and not token.content.strip())
