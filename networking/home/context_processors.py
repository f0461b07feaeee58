from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from networking.home.counts import counts_of

# Settings that live in a part of their own stand in the same room.
_ROOMS = {"feeds": "accounts", "map": "communities", "digests": "accounts"}


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs: the counts of the side bar and the room that is open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    match = request.resolver_match
    return {
        "room": _ROOMS.get(match.namespace, match.namespace) if match else "",
        "nav": SimpleLazyObject(lambda: counts_of(user)),
    }
