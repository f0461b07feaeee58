"""How many rows of data a page shows, so that the floor shows as many.

What counts is what came from the database: items of lists and tables, people one beside the other, events of a month,
choices that are records, nodes of a picture, entries of a calendar file. Choices that are the same for everybody and
links of the frame do not.
"""

from __future__ import annotations

import json
import re
from html import unescape

_ROW = re.compile(
    rb'class="(?:row-item|row-line|debrief-row|timeline-item|figure|month-event|launch-step)\b'
    rb'|<a class="chip" href="/contacts/\d+/"|<tr\b|<article\b|<option value="[0-9]|^BEGIN:VEVENT',
    re.MULTILINE,
)
_PICTURE = re.compile(r'<div id="map-data" hidden>([^<]*)</div>')


def rows_shown(body: bytes) -> int:
    """At least one: a page of one record is a row itself."""
    return max(1, len(_ROW.findall(body)) + _nodes(body))


def _nodes(body: bytes) -> int:
    data = _PICTURE.search(body.decode(errors="replace")) if b'id="map-data"' in body else None
    drawn = json.loads(unescape(data[1])) if data else {}
    return len(drawn.get("places", ())) + len(drawn.get("people", ()))
