"""Markdown as vaults write it: links between notes, ==marks==, callouts, tasks, footnotes; comments left out."""

from __future__ import annotations

import re

from django.utils.translation import gettext
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from networking.guidance.links import WIKILINK, take_apart

CALLOUTS = {
    "note": "note", "info": "note", "abstract": "note", "summary": "note", "tldr": "note", "todo": "note",
    "tip": "tip", "hint": "tip", "important": "tip", "success": "tip", "check": "tip", "done": "tip",
    "question": "question", "help": "question", "faq": "question", "example": "example", "quote": "quote",
    "cite": "quote", "warning": "warning", "caution": "warning", "attention": "warning", "danger": "danger",
    "error": "danger", "failure": "danger", "fail": "danger", "missing": "danger", "bug": "danger",
}  # fmt: skip
_CALLOUT = re.compile(r"\[!([^\]\n]{1,40})\]([+-]?)[ \t]*([^\n]*)(?:\n|\Z)")
_BRACKET = re.compile(r"[\[\]]")
_BLOCK_MARK = re.compile(r"\s+\^[\w-]+$")
_TASK = re.compile(r"\[([ xXхХ])\][ \t]+")
_MARK = re.compile(r"==(?=[^\s=])([^\n]{0,1000}?[^\s=])==(?!=)")
# Fences and code of one line are stepped over; a comment that is never closed hides the rest, as in the editor.
_COMMENT = re.compile(
    r"(?P<code>^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?\n)?? {0,3}(?P=fence)[^\n]*$|`[^`\n]{1,500}`)|%%.*?(?:%%|\Z)",
    re.S | re.M,
)


def parser() -> MarkdownIt:
    """A renderer that lets no HTML of a note through and knows the rules below."""
    markdown = MarkdownIt("js-default", {"html": False, "linkify": False}).use(footnote_plugin)
    markdown.inline.ruler.before("link", "wikilink", _wikilink)
    markdown.inline.ruler.before("emphasis", "mark", _mark)
    markdown.core.ruler.after("block", "callouts", _callouts)
    markdown.core.ruler.after("callouts", "tasks", _tasks)
    markdown.core.ruler.after("tasks", "brackets", _brackets)
    return markdown


def without_comments(body: str) -> str:
    """The text with its comments gone and its lines where they were."""
    if "%%" not in body:
        return body
    return _COMMENT.sub(lambda found: found["code"] or "\n" * found[0].count("\n"), body)


def _wikilink(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "![":
        return False
    found = WIKILINK.match(state.src, state.pos, state.posMax)
    link = take_apart(found) if found else None
    if found is None or link is None:
        return False
    if not silent:
        token = state.push("wikilink", "", 0)
        token.content, token.meta = link.text, {"link": link}
    state.pos = found.end()
    return True


def _mark(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "=":
        return False
    found = _MARK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        end = state.posMax
        state.push("mark_open", "mark", 1)
        state.pos, state.posMax = found.start(1), found.end(1)
        state.md.inline.tokenize(state)
        state.posMax = end
        state.push("mark_close", "mark", -1)
    state.pos = found.end()
    return True


def _callouts(state: StateCore) -> None:
    """A quote that begins with `[!kind] title` becomes a box; with `+` or `-` behind the kind it folds."""
    tokens: list[Token] = []
    open_boxes: list[Token | None] = []
    waiting = list(reversed(state.tokens))
    while waiting:
        token = waiting.pop()
        if token.type == "blockquote_open":
            found = _CALLOUT.match(waiting[-2].content) if _starts_with_text(waiting) else None
            open_boxes.append(token if found else None)
            if found:
                tokens += [token, *_title(token, found, waiting[-2])]
                _drop_first_line(waiting, found)
                continue
        elif token.type == "blockquote_close":
            box = open_boxes.pop()
            token.tag = box.tag if box else token.tag
        tokens.append(token)
    state.tokens = tokens


def _starts_with_text(waiting: list[Token]) -> bool:
    return len(waiting) > 2 and waiting[-1].type == "paragraph_open" and waiting[-2].type == "inline"


def _title(box: Token, found: re.Match[str], inline: Token) -> list[Token]:
    kind = found[1].strip().casefold().split("|")[0]
    folds = found[2] in ("+", "-") and bool(found[2])
    box.tag = "details" if folds else "div"
    box.attrSet("class", f"callout callout-{CALLOUTS.get(kind, 'note')}")
    if found[2] == "+":
        box.attrSet("open", "")
    title = found[3].strip()
    if not title and not folds:
        return []
    tag = "summary" if folds else "p"
    opening = Token("callout_title_open", tag, 1, attrs={"class": "callout-title"}, block=True, map=inline.map)
    text = Token("inline", "", 0, content=title or gettext("More"), children=[], map=inline.map)
    return [opening, text, Token("callout_title_close", tag, -1, block=True)]


def _drop_first_line(waiting: list[Token], found: re.Match[str]) -> None:
    inline = waiting[-2]
    inline.content = inline.content[found.end() :]
    if inline.map:
        inline.map = [inline.map[0] + 1, inline.map[1]]
    if not inline.content.strip():
        del waiting[-3:]


def _brackets(state: StateCore) -> None:
    """Brackets nested more deeply than anybody means are text: looking for their ends would take half a minute."""
    for token in state.tokens:
        depth = 0
        for bracket in _BRACKET.findall(token.content) if token.type == "inline" else []:
            depth = max(0, depth + (1 if bracket == "[" else -1))
            if depth > 40:
                token.content = token.content.replace("[", "\\[")
                break


def _tasks(state: StateCore) -> None:
    """`- [ ] text` shows a box: drawn by a class, said by a letter, and no form field. Marks of blocks go unseen."""
    for place in range(2, len(state.tokens)):
        inline, item = state.tokens[place], state.tokens[place - 2]
        if inline.type == "inline":
            inline.content = _BLOCK_MARK.sub("", inline.content)
        if inline.type != "inline" or item.type != "list_item_open":
            continue
        found = _TASK.match(inline.content)
        if found:
            inline.content = inline.content[found.end() :]
            inline.meta = {"task": "☐" if found[1] == " " else "☑"}
            item.attrSet("class", "task" if found[1] == " " else "task is-done")
