"""Where a quick entry was opened from, and where it leads back to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.shortcuts import resolve_url

from communities.models import Community, Event
from communities.models.setting import Setting
from contacts.http import Request, next_address
from contacts.models import Contact


def opened_from(request: Request, day: str, today: date) -> dict[str, Any]:
    """What the address names: community, event, person; somebody else's are nobody's.

    `day` is the form's field for the day: that of the event, unless it lies ahead.
    """
    found: dict[str, Any] = {day: today}
    event = _named(request, "event", Event.objects.for_owner(request.user))
    if event:
        held = event.starts.astimezone(request.user.zone).date()
        found |= {"event": event.pk, "community": event.community_id, day: min(held, today)}
    if community := _named(request, "community", Community.objects.for_owner(request.user)):
        found["community"] = community.pk
    if person := _named(request, "contact", Contact.objects.for_owner(request.user)):
        found["contact"] = person
    return found


def _named(request: Request, what: str, rows: Any) -> Any:
    pk = request.GET.get(what, "")
    return rows.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None


def way_back(request: Request, row: Setting, otherwise: str) -> str:
    """The page that a form was opened from, else the page of what the row belongs to."""
    return next_address(request) or resolve_url(row.occasion or row.place or row.person or otherwise)


def described(row: Setting) -> str:
    """A row in the trash: what it is, and where or with whom it was."""
    return ", ".join(str(part) for part in (row, row.person, row.place or row.occasion) if part)
