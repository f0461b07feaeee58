"""Where a quick entry was opened from, and where it leads back to."""

from __future__ import annotations

from typing import Any

from django.shortcuts import resolve_url

from communities.models import Community, Event
from communities.models.setting import Setting
from contacts.http import Request, next_address
from contacts.models import Contact


def opened_from(request: Request) -> dict[str, Any]:
    """The community, event and person that the address names; somebody else's are nobody's."""
    found: dict[str, Any] = {}
    event = _named(request, "event", Event.objects.for_owner(request.user))
    if event:
        found |= {"event": event.pk, "community": event.community_id}
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
