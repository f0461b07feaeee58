"""Short texts of a person's own as HTML: the one door through which they become markup.

Whatever a text holds, nothing in it runs, loads or posts: raw HTML stays text, and what the renderer made passes
an allow-list afterwards. Templates put the result inside `data-hx-disable`.
"""

from __future__ import annotations

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

LINK_SCHEMES = {"http", "https", "mailto", "tel", "tg"}
TAGS = {
    "p", "br", "em", "strong", "s", "a", "ul", "ol", "li", "code", "pre", "blockquote", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# A heading in a remark about a person would break the outline of the page; an image would tell a stranger's server.
_renderer = MarkdownIt("js-default", {"html": False, "breaks": True, "linkify": False}).disable(
    ["heading", "lheading", "image"]
)
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes=LINK_SCHEMES,
    url_relative="deny",
    generic_attribute_prefixes=set(),
)


@lru_cache(maxsize=2048)
def render(text: str) -> SafeString:
    """Markdown as safe HTML; an empty text is an empty string. The latest texts are kept: timelines repeat them."""
    if not text.strip():
        return SafeString()
    return mark_safe(_cleaner.clean(_renderer.render(text)))
