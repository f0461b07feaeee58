"""Numbers of rows that stand inside texts and JSON: what they were in the archive, and what they are now.

Links between tables need nothing of this, see `contacts/owned.py`; here are the places that no foreign key tells of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from contacts.mentions.tokens import TOKEN, plain

PEOPLE = "contacts.Contact"
PROMISES = "contacts.Promise"
Inner = Callable[[Any, "Ids"], Any]


class Ids:
    """Old numbers → new ones, table by table; and the names of files."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, int]] = {}
        self.files: dict[str, str] = {}

    def of(self, label: str, old: Any) -> int | None:
        return self.rows.get(label, {}).get(old) if isinstance(old, int) else None


def text(said: str, ids: Ids, longest: int | None) -> str:
    """A text with its mentions led to the people as they are now; who is not in the archive is nobody: number 0."""
    if "@[" not in said:
        return said
    led = TOKEN.sub(lambda found: f"@[{found[1]} #{ids.of(PEOPLE, int(found[2])) or 0}]", said)
    # Longer numbers may not fit: then the names stay, as words.
    return led if longest is None or len(led) <= longest else plain(said)


def inner_texts(value: Any, ids: Ids) -> Any:
    """The same for every text inside a JSON value."""
    if isinstance(value, str):
        return text(value, ids, None)
    if isinstance(value, list):
        return [inner_texts(one, ids) for one in value]
    if isinstance(value, dict):
        return {name: inner_texts(one, ids) for name, one in value.items()}
    return value


# Rows beside a person of which their history tells, by the name there.
_TOLD = {
    "date": "contacts.ImportantDate",
    "mentorship": "contacts.Mentorship",
    "relationship": "contacts.Relationship",
}


def _change(fields: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """The history of a person: who introduced them, in which deletion they lay, which date it was, which
    photo, which community."""
    found = dict(fields)
    for name, label in (("introduced_by_id", PEOPLE), ("trash_id", "contacts.Trash")):
        if isinstance(found.get(name), list):
            # A number that leads nowhere still says that there was somebody.
            found[name] = [one and (ids.of(label, one) or 0) for one in found[name]]
    if isinstance(found.get("photo"), list):
        found["photo"] = [ids.files.get(one, one) if isinstance(one, str) else "" for one in found["photo"]]
    for name, label in _TOLD.items():
        if isinstance(found.get(name), list):
            found[name] = [_with_id(one, ids, label) for one in found[name]]
    if isinstance(found.get("relationship"), list):
        kind = "contacts.RelationshipKind"
        found["relationship"] = [_with_id(one, ids, kind, "own_kind_id") for one in found["relationship"]]
    if isinstance(found.get("community"), list):
        found["community"] = [_with_id(one, ids, "communities.Community") for one in found["community"]]
        found["community"] = [_with_id(one, ids, "communities.Membership", "membership") for one in found["community"]]
    return found


def _with_id(one: Any, ids: Ids, label: str, name: str = "id") -> Any:
    if not isinstance(one, dict) or name not in one:
        return one
    return one | {name: one[name] and (ids.of(label, one[name]) or 0)}


def _filter(query: str, ids: Ids) -> str:
    """What a saved filter asks for: a tag or a community by its number."""
    known = {"tag": "contacts.Tag", "community": "communities.Community"}
    said = parse_qsl(query)
    asked = [(name, _number(value, known[name], ids) if name in known else value) for name, value in said]
    return urlencode(asked) if asked != said else query


def _number(value: str, label: str, ids: Ids) -> str:
    if not value.isdecimal() or len(value) > 18:
        return value
    return str(ids.of(label, int(value)) or 0)


def _figures(figures: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """What a month was closed with: communities by their numbers, those that are gone by numbers that none has."""
    places = figures.get("communities")
    if not isinstance(places, dict):
        return figures
    led = {}
    for old, numbers in places.items():
        new = ids.of("communities.Community", int(old)) if old.isdecimal() and len(old) < 19 else None
        led[str(new) if new else f"-{old.lstrip('-')}"] = numbers
    return figures | {"communities": led}


def _draft(fields: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """A debrief as it was typed: people stand in it as `id:12`, promises as bare numbers in fields of their own."""
    return {name: _typed(name, values, ids) for name, values in fields.items()}


def _typed(name: str, values: Any, ids: Ids) -> Any:
    if not isinstance(values, list):
        return values
    if name.startswith("promised-"):
        return [_number(one, PROMISES, ids) if isinstance(one, str) else one for one in values]
    named = [isinstance(one, str) and one.startswith("id:") for one in values]
    return [f"id:{_number(one[3:], PEOPLE, ids)}" if is_one else one for one, is_one in zip(values, named, strict=True)]


INNER: dict[str, Inner] = {
    "contacts.Change.fields": _change,
    "contacts.SavedFilter.query": _filter,
    "metrics.MonthClosing.figures": _figures,
    "communities.DebriefDraft.fields": _draft,
}
# JSON in which no number of a row stands.
NO_NUMBERS = {
    "contacts.Contact.roles",
    "communities.Participation.aims",
    "communities.CatalogueSuggestion.other_names",
    "communities.CatalogueSuggestion.channels",
}
