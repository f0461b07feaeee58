"""Callouts: quotes that begin with `[!kind] title`, of any kind, foldable and nested."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import override, pgettext
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

CALLOUTS = {
    "note": "note", "info": "note", "abstract": "note", "summary": "note", "tldr": "note", "todo": "note",
    "tip": "tip", "hint": "tip", "important": "tip", "success": "tip", "check": "tip", "done": "tip",
    "question": "question", "help": "question", "faq": "question", "example": "example", "quote": "quote",
    "cite": "quote", "warning": "warning", "caution": "warning", "attention": "warning", "danger": "danger",
    "error": "danger", "failure": "danger", "fail": "danger", "missing": "danger", "bug": "danger",
}  # fmt: skip
_CALLOUT = re.compile(r"\[!([^\]\n]{1,40})\]([+-]?)[ \t]*([^\n]*)(?:\n|\Z)")


def make_boxes(state: StateCore) -> None:
    """A quote that begins with `[!kind] title` becomes a box; with `+` or `-` behind the kind it folds.

    A box without a title gets one in the language that `env` names.
    """
    tokens: list[Token] = []
    open_boxes: list[Token | None] = []
    waiting = list(reversed(state.tokens))
    while waiting:
        token = waiting.pop()
        if token.type == "blockquote_open":
            found = _CALLOUT.match(waiting[-2].content) if _starts_with_text(waiting) else None
            open_boxes.append(token if found else None)
            if found:
                tokens += [token, *_title(token, found, waiting[-2], state.env.get("language", "en"))]
                _drop_first_line(waiting, found)
                continue
        elif token.type == "blockquote_close":
            box = open_boxes.pop()
            token.tag = box.tag if box else token.tag
        tokens.append(token)
    state.tokens = tokens


def _starts_with_text(waiting: list[Token]) -> bool:
    return len(waiting) > 2 and waiting[-1].type == "paragraph_open" and waiting[-2].type == "inline"


def _title(box: Token, found: re.Match[str], inline: Token, language: str) -> list[Token]:
    written = found[1].split("|")[0].strip()
    kind = CALLOUTS.get(written.casefold(), "")
    folds = found[2] in ("+", "-") and bool(found[2])
    box.tag = "details" if folds else "div"
    box.attrSet("class", f"callout callout-{kind or 'note'}")
    if found[2] == "+":
        box.attrSet("open", "")
    # A kind of the writer's own names the box itself.
    names = _names(language)
    title = found[3].strip() or names.get(kind) or written.capitalize() or names["note"]
    tag = "summary" if folds else "p"
    level = box.level + 1
    return [
        Token("callout_title_open", tag, 1, attrs={"class": "callout-title"}, block=True, map=inline.map, level=level),
        Token("inline", "", 0, content=title, children=[], map=inline.map, level=level + 1),
        Token("callout_title_close", tag, -1, block=True, level=level),
    ]


@lru_cache(maxsize=8)
def _names(language: str) -> dict[str, str]:
    with override(language):
        return {
            "note": pgettext("callout", "Note"),
            "tip": pgettext("callout", "Tip"),
            "question": pgettext("callout", "Question"),
            "example": pgettext("callout", "Example"),
            "quote": pgettext("callout", "Quote"),
            "warning": pgettext("callout", "Warning"),
            "danger": pgettext("callout", "Danger"),
        }


def _drop_first_line(waiting: list[Token], found: re.Match[str]) -> None:
    inline = waiting[-2]
    inline.content = inline.content[found.end() :]
    if inline.map:
        inline.map = [inline.map[0] + 1, inline.map[1]]
    if not inline.content.strip():
        del waiting[-3:]
