"""A parser with the rules that a text has any use for.

Most rules of Markdown look at every line or sign of a text to find that it is not theirs. A text without the sign
that a rule begins with comes out the same without it, in two thirds of the time.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt

from networking.guidance.text.syntax import DEEPEST, parser

# Rules go in few groups, so that no vault can ask for thousands of parsers; each group with the signs that it needs.
_RULES = (
    (("blockquote",), (b">",)),
    (("hr", "list", "lheading", "emphasis", "tasks"), (b"-", b"*", b"_", b"=", b"+")),
    (("reference", "footnote_def", "footnote_inline", "footnote_ref"), (b"]:", b"[^", b"^[")),
    (("fence", "backticks", "strikethrough"), (b"`", b"~")),
    (("escape", "autolink", "entity", "mark", "image", "text_join"), (b"\\", b"<", b"&", b"=", b"![")),
    (("callouts",), (b"[!",)),
    (("named_blocks",), (b"^",)),
)
# Of each sign the byte by which it is looked for first: the brackets are in every text with links.
_SIGNS = tuple(tuple((sign.strip(b"[]"), sign) for sign in signs) for _names, signs in _RULES)
_LISTS, _FOOTNOTES, _ESCAPES, _TABLE = 1, 2, 4, ("table",)
# Lines that may begin a numbered list or stand under the head of a table; what stands inside others begins with them.
_NUMBERED = re.compile(rb"\n[ \t>]*[0-9]")
_RULED = re.compile(rb"\n[ \t>]*[-:|]")
# No rule of these finds anything where HTML and bare addresses are text, and quotes and line ends stay as they are.
_NEVER = ["html_block", "html_inline", "linkify", "replacements", "smartquotes", "normalize"]


def parser_for(body: str) -> MarkdownIt:
    """What reads this text as the whole parser would."""
    # Half of the signs share a byte with a Cyrillic letter in memory, and none of them in UTF-8.
    text = b"\n" + body.encode("utf-8", "surrogatepass")
    if b"\r" in text or b"\x00" in text:
        return whole()
    wanted = [_has_one(text, signs) for signs in _SIGNS]
    wanted[_LISTS] = wanted[_LISTS] or wanted[_FOOTNOTES] or _NUMBERED.search(text) is not None
    # Brackets nested too deeply are escaped before they are read.
    wanted[_ESCAPES] = wanted[_ESCAPES] or text.count(b"[") > DEEPEST
    table = b"|" in text and _RULED.search(text) is not None
    return _fitting(*wanted, table)


def _has_one(text: bytes, signs: tuple[tuple[bytes, bytes], ...]) -> bool:
    for rare, sign in signs:  # noqa: SIM110  # a generator for each group would take longer than the looking
        if rare in text and sign in text:
            return True
    return False


@lru_cache(maxsize=1)
def whole() -> MarkdownIt:
    return parser()


@lru_cache(maxsize=256)
def _fitting(*wanted: bool) -> MarkdownIt:
    groups = [*(names for names, _signs in _RULES), _TABLE]
    unused = [name for names, wants in zip(groups, wanted, strict=True) if not wants for name in names]
    return parser().disable(unused + _NEVER)
