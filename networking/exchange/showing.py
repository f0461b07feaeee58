"""Words for what an import says: kinds of files, and fields that would change."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

from communities.models import Event
from contacts.columns import field_of
from contacts.models import Contact
from networking.exchange.models import Choice, ImportRow, Verdict

_FORMATS = {
    "vcard": "vCard",
    "google_csv": _("Google contacts"),
    "outlook_csv": _("Outlook contacts"),
    "linkedin": _("LinkedIn connections"),
    "telegram": "Telegram",
    "monica": "Monica",
    "ics": _("Calendar"),
    "table": _("Table"),
}
_FIELDS = {
    "channel": _("another address"),
    "birthday": _("birthday"),
    "date": _("a date"),
    "tag": _("a tag"),
    "photo": _("a photo"),
    "talks": _("days of talks"),
    "turns": _("new turns"),
    "invited": _("people invited"),
}
_OF_EVENTS = {Choice.CREATE: _("add an event")}
_DONE = {
    Choice.CREATE: _("added"),
    Choice.ADD: _("completed"),
    Choice.REPLACE: _("taken from the file"),
    Choice.SKIP: _("left out"),
}
_OF_A_PERSON = {
    Verdict.NEW: _("a new person"),
    Verdict.SAME: _("nothing new"),
    Verdict.DIFFERS: _("known, with something new"),
    Verdict.DOUBLE: _("perhaps you know them"),
}
_OF_AN_EVENT = {
    Verdict.NEW: _("a new event"),
    Verdict.SAME: _("nothing new"),
    Verdict.DIFFERS: _("known, with something new"),
    Verdict.DOUBLE: _("perhaps it is there already"),
}
DETAILS = 6


def format_name(name: str) -> Any:
    return _FORMATS.get(name, name)


def shown_changes(row: ImportRow, *, waits: bool) -> list[dict[str, Any]]:
    """The changes of a row with the names of their fields; when it waits no more, only those that were made."""
    found = row.changes
    if not waits and row.choice != Choice.REPLACE:
        found = [one for one in found if one["adds"]] if row.choice == Choice.ADD else []
    return [one | {"label": _label(row, one["field"])} for one in found]


def _label(row: ImportRow, field: str) -> Any:
    model = Event if row.event_id else Contact
    return _FIELDS.get(field) or field_of(model, field).verbose_name


def choices_of(row: ImportRow, *, of_events: bool) -> list[tuple[str, Any]]:
    """What can be done with a row, in words; with somebody unknown, only to add or to leave out."""
    words = _OF_EVENTS if of_events else {}
    fitting = [one for one in Choice if row.is_known or one in (Choice.CREATE, Choice.SKIP)]
    return [(one.value, words.get(one, one.label)) for one in fitting]


def verdict_of(row: ImportRow, *, of_events: bool) -> Any:
    """What is thought of one row, in words for one."""
    return (_OF_AN_EVENT if of_events else _OF_A_PERSON)[Verdict(row.verdict)]


def done_as(row: ImportRow) -> Any:
    """What became of a row of an import that is over, or of one that was done already; empty when it still waits."""
    return _DONE[Choice(row.choice)] if row.done or row.choice == Choice.SKIP else ""


def results_of(counted: dict[str, int]) -> list[tuple[Any, int]]:
    """How many rows became what, in the order of the choices."""
    return [(words, counted[choice]) for choice, words in _DONE.items() if counted.get(choice)]


def details_of(row: ImportRow) -> list[str]:
    """What the file knows about somebody new, so that it can be checked before it is brought in."""
    said = row.person
    found = [_read_aloud(one["value"]) for one in said.get("channels", ()) if one["value"] != row.name]
    found += [said[name] for name in ("city", "how_met") if said.get(name)]
    found += [_day(one) for one in said.get("dates", ())]
    found += [f"#{tag}" for tag in said.get("tags", ())]
    shown = [one[:80] for one in found[:DETAILS]]
    return [*shown, "…"] if len(found) > DETAILS else shown


def _read_aloud(address: str) -> str:
    """An address without what nobody reads: the scheme, and letters written as bytes."""
    return re.sub(r"^https?://(?:www\.)?", "", unquote(address)).rstrip("/")


def _day(said: dict[str, Any]) -> str:
    """A date that returns each year, as an address book writes it."""
    year = f".{said['year']}" if said.get("year") else ""
    return f"{said['day']:02d}.{said['month']:02d}{year}"


def turns_of(row: ImportRow) -> dict[str, Any]:
    """When the event of a row takes place: the first and the last turn, and how many they are."""
    turns = row.person["meeting"]["turns"]
    ends = [datetime.fromisoformat(turns[place]["starts"]) for place in (0, -1)]
    return {"first": ends[0], "last": ends[1], "count": len(turns), "all_day": row.person["meeting"].get("all_day")}
