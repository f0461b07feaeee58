from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from communities.models import Community
from contacts.models import Contact
from contacts.prepared import prepared
from networking.accounts.models import User

# Settings that live in a part of their own stand in the same room.
_ROOMS = {"feeds": "accounts"}


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page needs: the counts of the side bar and the room that is open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    match = request.resolver_match
    return {
        "room": _ROOMS.get(match.namespace, match.namespace) if match else "",
        "nav": SimpleLazyObject(lambda: dict(zip(("people", "communities"), _counts(user)[0], strict=True))),
    }


@prepared
def _counts(owner: User) -> QuerySet[User, Any]:
    """How many people and communities the owner has."""
    people, communities = Contact.objects.for_owner(owner).active(), Community.objects.for_owner(owner)
    return User.objects.filter(pk=owner.pk).values_list(_number(people), _number(communities))


def _number(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("owner").annotate(n=Count("pk")).values("n")), 0)
