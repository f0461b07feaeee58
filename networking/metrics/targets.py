"""What the owner wants a month to bring, read for all eight figures at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from contacts.prepared import prepared
from networking.accounts.models import User
from networking.metrics.models import Target


def targets_in(owner: User, first: date) -> dict[str, int]:
    """The targets that stand in the month that begins on a day, by the words of their figures; one query."""
    return dict(_standing(owner, first))


@prepared
def _standing(owner: User, first: date) -> QuerySet[Target, Any]:
    return Target.objects.for_owner(owner).standing_in(first).order_by().values_list("figure", "value")
