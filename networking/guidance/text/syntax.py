"""Markdown as vaults write it: links between notes, ==marks==, #tags, callouts, tasks, footnotes; comments left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from networking.guidance.text.blocks import name_blocks
from networking.guidance.text.callouts import make_boxes
from networking.guidance.text.links import WIKILINK, Written, take_apart

DEEPEST, MOST_TAG = 40, 100
_BRACKET = re.compile(r"[\[\]]")
# Any letter or sign between the brackets says that the task is no longer open.
_TASK = re.compile(r"\[([ xXхХ/><?!*-])\][ \t]+")
# As Obsidian has them: after a space, letters among the signs, so that `#2026` is none.
_HASHTAG = re.compile(r"#(?=[\w/-]{0,99}[^\W\d])([\w-]+(?:/[\w-]+)*)")
_MARK = re.compile(r"==(?=[^\s=])([^\n]{0,1000}?[^\s=])==(?!=)")
# What any rule within a line begins with.
_SIGNS = ("*", "[", "]", "\n", "_", "`", "=", "~", "\\", "<", "&", "^", "#")
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
    markdown.inline.ruler.before("link", "hashtag", _hashtag)
    markdown.core.ruler.at("inline", _inline)
    markdown.core.ruler.after("block", "callouts", make_boxes)
    markdown.core.ruler.after("callouts", "named_blocks", name_blocks)
    markdown.core.ruler.after("named_blocks", "tasks", _tasks)
    markdown.core.ruler.after("tasks", "brackets", _brackets)
    return markdown


def without_comments(body: str) -> str:
    """The text with its comments gone and its lines where they were."""
    # One sign is found in a tenth of the time of two.
    if "%" not in body or "%%" not in body:
        return body
    return _COMMENT.sub(lambda found: found["code"] or "\n" * found[0].count("\n"), body)


def written_parts(body: str) -> Iterator[tuple[str, bool]]:
    """The text in order, and of each part whether brackets in it are links: in code and comments they are not."""
    end = 0
    for found in _COMMENT.finditer(body):
        yield body[end : found.start()], True
        yield found[0], False
        end = found.end()
    yield body[end:], True


def _inline(state: StateCore) -> None:
    """The rule of the library, but for a line in which only links between notes mean anything, as most lines are."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        children = None if token.children else _words_and_links(token.content)
        if children is None:
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children = children


def _words_and_links(line: str) -> list[Token] | None:
    """The parts of a line without any other sign that a rule looks for, or None where there is one."""
    links: list[Written] = []
    words: list[str] = []
    end = 0
    # To go from one bracket to the next is much quicker than to look whether a link begins at each letter.
    begin = line.find("[[")
    while begin >= 0:
        begin -= line[begin - 1 : begin] == "!"
        match = WIKILINK.match(line, begin)
        link = take_apart(match) if match else None
        if match is None or link is None:
            return None
        words.append(line[end:begin])
        links.append(link)
        end = match.end()
        begin = line.find("[[", end)
    words.append(line[end:])
    others = "".join(words)
    for sign in _SIGNS:
        if sign in others:
            return None
    found: list[Token] = []
    for text, link in zip_longest(words, links):
        if text:
            found.append(Token("text", "", 0, content=text))
        if link:
            found.append(Token("wikilink", "", 0, content=link.text, meta={"link": link}))
    return found


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


def _hashtag(state: StateInline, silent: bool) -> bool:
    begins = state.src[state.pos] == "#" and (not state.pos or state.src[state.pos - 1].isspace())
    # A link holds no other.
    if not begins or state.linkLevel:
        return False
    found = _HASHTAG.match(state.src, state.pos, state.posMax)
    if found is None or len(found[1]) > MOST_TAG:
        return False
    if not silent:
        token = state.push("hashtag", "", 0)
        token.content, token.meta = found[0], {"tag": found[1].strip("-")}
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


def _brackets(state: StateCore) -> None:
    """Brackets nested more deeply than anybody means are text: looking for their ends would take half a minute."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        depth = 0
        for bracket in _BRACKET.findall(token.content) if token.content.count("[") > DEEPEST else []:
            depth = max(0, depth + (1 if bracket == "[" else -1))
            if depth > DEEPEST:
                token.content = token.content.replace("[", "\\[")
                break


def _tasks(state: StateCore) -> None:
    """`- [ ] text` shows a box: drawn by a class, said by a letter, and no form field."""
    for place in range(2, len(state.tokens)):
        inline, item = state.tokens[place], state.tokens[place - 2]
        if inline.type != "inline" or item.type != "list_item_open":
            continue
        found = _TASK.match(inline.content)
        if found:
            inline.content = inline.content[found.end() :]
            inline.meta = {"task": "☐" if found[1] == " " else "☑"}
            item.attrSet("class", "task" if found[1] == " " else "task is-done")
