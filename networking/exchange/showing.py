"""Words for what an import says: kinds of files, and fields that would change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import Event
from contacts.models import Contact
from networking.exchange.models import Choice, ImportRow

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
    "date": _("a date"),
    "tag": _("a tag"),
    "photo": _("a photo"),
    "talks": _("days of talks"),
    "turns": _("new turns"),
    "invited": _("people invited"),
}
_OF_EVENTS = {Choice.CREATE: _("add an event")}


def format_name(name: str) -> Any:
    return _FORMATS.get(name, name)


def shown_changes(row: ImportRow) -> list[dict[str, Any]]:
    """The changes of a row with the names of their fields."""
    return [one | {"label": _label(row, one["field"])} for one in row.changes]


def _label(row: ImportRow, field: str) -> Any:
    model = Event if row.event_id else Contact
    return _FIELDS.get(field) or model._meta.get_field(field).verbose_name  # type: ignore[union-attr]


def choices_of(row: ImportRow, *, of_events: bool) -> list[tuple[str, Any]]:
    """What can be done with a row, in words; with somebody unknown, only to add or to leave out."""
    words = _OF_EVENTS if of_events else {}
    fitting = [one for one in Choice if row.is_known or one in (Choice.CREATE, Choice.SKIP)]
    return [(one.value, words.get(one, one.label)) for one in fitting]


def turns_of(row: ImportRow) -> dict[str, Any]:
    """When the event of a row takes place: the first and the last turn, and how many they are."""
    turns = row.person["meeting"]["turns"]
    ends = [datetime.fromisoformat(turns[place]["starts"]) for place in (0, -1)]
    return {"first": ends[0], "last": ends[1], "count": len(turns)}
