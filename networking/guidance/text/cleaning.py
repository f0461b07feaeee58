"""What of the HTML of a note may reach a page: a list of what is known, never of what is bad."""

from __future__ import annotations

import re
from typing import Any

import nh3

from contacts.markdown import LINK_SCHEMES, TAGS
from networking.guidance.text.callouts import CALLOUTS

_BOXES = {"callout"} | {f"callout-{kind}" for kind in CALLOUTS.values()}
# The address of a file that came with the notes, and nothing else: a picture is fetched without being asked.
_OURS = re.compile(r"/guidance/files/\d+/[^/?#\\\s]+\?v=[0-9a-f]{12}")
_tags = TAGS | {"h2", "h3", "h4", "h5", "h6", "mark", "sup", "section", "div", "details", "summary", "span"}
_rules: dict[str, Any] = {
    "attributes": {
        "a": {"href", "id"}, "ol": {"start", "id"}, "li": {"id"}, "span": {"title"}, "details": {"open", "id"},
        "p": {"id"}, "ul": {"id"}, "blockquote": {"id"}, "table": {"id"}, "code": {"id"}, "div": {"id"},
        "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
        "img": {"src", "alt", "width", "height", "loading"},
    },
    "allowed_classes": {
        "a": {"note-link", "note-tag", "footnote-backref"}, "span": {"missing", "task-box"},
        "li": {"task", "is-done", "footnote-item"}, "div": _BOXES | {"embed"}, "details": _BOXES,
        "p": {"callout-title", "embed-title", "embed-notice"}, "summary": {"callout-title"},
        "section": {"footnotes"}, "ol": {"footnotes-list"}, "sup": {"footnote-ref"}, "hr": {"footnotes-sep"},
        "img": {"note-picture"},
    },
    "url_schemes": LINK_SCHEMES,
    "url_relative": "pass_through",
    "generic_attribute_prefixes": set(),
}  # fmt: skip


def _only_our_pictures(tag: str, name: str, value: str) -> str | None:
    return None if tag == "img" and name == "src" and not _OURS.fullmatch(value) else value


_cleaner = nh3.Cleaner(tags=_tags, **_rules)
# Asking a function about each attribute is slow, so only pages with pictures are.
_cleaner_of_pictures = nh3.Cleaner(tags=_tags | {"img"}, attribute_filter=_only_our_pictures, **_rules)


def clean(html: str) -> str:
    """HTML of which nothing runs, posts or loads but files of ours. Every page of a note has gone through this."""
    return str((_cleaner_of_pictures if "<img" in html else _cleaner).clean(html))
