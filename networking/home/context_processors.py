from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from communities import kept_places
from contacts import kept_headcount
from networking.accounts.models import User

# Settings that live in a part of their own stand in the same room.
_ROOMS = {"feeds": "accounts", "map": "communities", "digests": "accounts"}
# Beyond this the frame says only that there are more.
MOST = 10_000
_COUNTED = f"""
SELECT (SELECT CAST(COALESCE(SUM(number), 0) AS bigint) FROM {kept_headcount.KEPT.table.name}
        WHERE owner_id = %s AND what = {kept_headcount.ACTIVE}),
       (SELECT CAST(COALESCE(SUM(number), 0) AS bigint) FROM {kept_places.KEPT.table.name}
        WHERE owner_id = %s AND what = {kept_places.ALL})
"""  # noqa: S608  # names of our own


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs: the counts of the side bar and the room that is open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    match = request.resolver_match
    return {
        "room": _ROOMS.get(match.namespace, match.namespace) if match else "",
        "nav": SimpleLazyObject(lambda: _counts(user)),
    }


def _counts(owner: User) -> dict[str, Any]:
    """How many people and communities the owner has; they are not counted one by one on every page."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [owner.pk, owner.pk])
        people, communities = cursor.fetchone()
    return {"people": min(people, MOST), "more": people > MOST, "communities": communities}
