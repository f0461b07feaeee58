"""What of the HTML of a note may reach a page: a list of what is known, never of what is bad."""

from __future__ import annotations

import nh3

from contacts.markdown import LINK_SCHEMES, TAGS
from networking.guidance.callouts import CALLOUTS

_BOXES = {"callout"} | {f"callout-{kind}" for kind in CALLOUTS.values()}
_cleaner = nh3.Cleaner(
    tags=TAGS | {"h2", "h3", "h4", "h5", "h6", "mark", "sup", "section", "div", "details", "summary", "span"},
    attributes={
        "a": {"href", "id"}, "ol": {"start", "id"}, "li": {"id"}, "span": {"title"}, "details": {"open", "id"},
        "p": {"id"}, "ul": {"id"}, "blockquote": {"id"}, "table": {"id"}, "code": {"id"}, "div": {"id"},
        "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
    },
    allowed_classes={
        "a": {"note-link", "footnote-backref"}, "span": {"missing", "task-box"},
        "li": {"task", "is-done", "footnote-item"}, "div": _BOXES | {"embed"}, "details": _BOXES,
        "p": {"callout-title", "embed-title", "embed-notice"}, "summary": {"callout-title"},
        "section": {"footnotes"}, "ol": {"footnotes-list"}, "sup": {"footnote-ref"}, "hr": {"footnotes-sep"},
    },
    url_schemes=LINK_SCHEMES,
    url_relative="pass_through",
    generic_attribute_prefixes=set(),
)  # fmt: skip


def clean(html: str) -> str:
    """HTML of which nothing runs, posts or loads. Every page of a note has gone through this."""
    return str(_cleaner.clean(html))
