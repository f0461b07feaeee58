"""Since when there is anything to count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet, Subquery

from communities.models import Event, Opportunity, Reflection
from contacts.models import Contact, Interaction, Referral
from contacts.prepared import prepared
from networking.accounts.models import User
from networking.metrics.windows import Standpoint


def standpoint(owner: User, today: date) -> Standpoint:
    """Where an owner looks from on a day of theirs, in one query."""
    return Standpoint(owner.zone, today, first_fact(owner, _earliest(owner, today)[0]))


def first_fact(owner: User, found: Sequence[Any]) -> date | None:
    """The day of the oldest thing that a figure counts, or on which the first person was added, from what
    `first_days` found."""
    *days, starts, added = found
    days += [moment.astimezone(owner.zone).date() for moment in (starts, added) if moment]
    return min((day for day in days if day), default=None)


@prepared
def _earliest(owner: User, today: date) -> QuerySet[User, Any]:
    return User.objects.filter(pk=owner.pk).values_list(*first_days(owner, today))


def first_days(owner: User, today: date) -> list[Subquery]:
    """The first day of each kind of thing that is counted, as parts of a query."""
    return [
        # Whoever has no day comes first in the index; SQLite steps over them only where a day is named.
        _least(Contact.objects.for_owner(owner).filter(met_on__gte=date.min), "met_on"),
        _least(Interaction.objects.for_owner(owner).counted(today), "day"),
        # An index begins with the direction.
        _least(Referral.objects.for_owner(owner).received(), "made_on"),
        _least(Referral.objects.for_owner(owner).given(), "made_on"),
        _least(Opportunity.objects.for_owner(owner), "received_on"),
        _least(Reflection.objects.for_owner(owner), "month"),
        _least(Event.objects.for_owner(owner).attended(), "starts"),
        # The first that was added has the smallest key; there is no index by the moment.
        Subquery(Contact.objects.for_owner(owner).order_by("pk").values("created_at")[:1]),
    ]


def _least(rows: QuerySet[Any], field: str) -> Subquery:
    """The first value in the order of an index; an aggregate would read every row."""
    return Subquery(rows.exclude(**{field: None}).order_by(field).values(field)[:1])
