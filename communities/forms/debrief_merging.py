"""Rows of a debrief that turned out to be one person."""

from __future__ import annotations

from collections.abc import Iterable

from communities.forms.debrief_rows import Row
from communities.list_addresses import differ
from contacts.text import words


def merged(rows: Iterable[Row]) -> list[Row]:
    """One row for each person: two names of the same one add up, while new namesakes with an address each are two."""
    found: dict[object, Row] = {}
    for row in rows:
        key: object = row.contact.pk if row.contact else row.token if row.answer == "new" else frozenset(words(row.who))
        if row.contact is None and key in found and differ(found[key].addresses, row.addresses):
            key = (key, row.addresses)
        first = found.setdefault(key, row)
        if first is not row:
            first.add_up(row)
    return list(found.values())
