"""Of the people of a community: who is most overdue, and with whom there was never a talk.

With many members there it is quicker to go through everybody who is due than through the members.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.db.models import Case, F, QuerySet, Value, When

from communities.as_kept import as_kept, day_of
from communities.models import Membership
from communities.models.participation import Role
from contacts.last_contact import latest_days
from contacts.overdue import Overdue, longest_over
from contacts.prepared import prepared
from contacts.text import said_name

MANY = 300
# Whom to get to know first in a community: those who know everybody there.
KNOWN_BY_ALL = (Role.ORGANISER, Role.FOUNDER, Role.SPEAKER)
_MEMBER = """
AND EXISTS (SELECT 1 FROM communities_membership m WHERE m.owner_id = one.owner_id AND m.community_id = %s
  AND m.contact_id = one.id AND m.trash_id IS NULL
  AND (m.since IS NULL OR m.since <= %s) AND (m.until IS NULL OR m.until >= %s))
"""
_DAYS = ("contact__ideal_on", "contact__last_on")
_NAMES = ("contact__given_name", "contact__family_name", "contact__nickname")


@dataclass(frozen=True)
class Stranger:
    """Somebody with whom there was never a talk: their role there, and how many such people are among those there.

    Both numbers are 0 where there are too many to count.
    """

    pk: int
    name: str
    role: str
    never: int = 0
    there: int = 0


def most_overdue(owner: AbstractBaseUser, community: int, today: date, here: int) -> Overdue | None:
    """The member who is longest over for their cadence; what is kept must hold on the day. `here`: how many members."""
    if here > MANY:
        day = connection.ops.adapt_datefield_value(today)
        return next(iter(longest_over(owner, today, 1, among=_MEMBER, values=[community, day, day])), None)
    rows = _due(owner, community, today)
    found = [
        Overdue(pk, tie, pace, day_of(ideal) or today, day_of(last), *names)
        for pk, tie, pace, ideal, last, *names in rows
    ]
    return min(found, key=lambda one: (-one.measure(today), -(one.tie or 0), one.pk), default=None)


@prepared
def _due(owner: AbstractBaseUser, community: int, today: date) -> QuerySet[Membership, tuple[Any, ...]]:
    rows = _here(owner, community, today).filter(contact__ideal_on__lte=today, contact__due_on__lte=today)
    rows = rows.filter(contact__pace__gt=0).order_by()
    return rows.values_list("contact", "contact__tie", "contact__pace", *map(as_kept, _DAYS), *_NAMES)


def first_stranger(
    owner: AbstractBaseUser, community: int, today: date, here: int, *, but: int | None = None
) -> Stranger | None:
    """Whom to get to know: those whom everybody there knows, then the deepest tie, then the order of names.

    `but` is somebody who is named already.
    """
    if here > MANY:
        return next((_stranger(*row[:5]) for row in _never(owner, community, today) if row[0] != but), None)
    last: dict[int, date | None] = {}
    first: dict[int, tuple[Any, ...]] = {}
    for row in _everybody(owner, community, today):
        first.setdefault(row[0], row)
        last[row[0]] = day_of(row[5])
    # The kept last day is asked anew of those whose last talk lies ahead of today.
    later = [pk for pk, day in last.items() if day and day > today]
    last |= dict.fromkeys(later) | (latest_days(owner, today, later) if later else {})
    never = [pk for pk, day in last.items() if day is None]
    named = next((pk for pk in never if pk != but), None)
    return _stranger(*first[named][:5], never=len(never), there=len(last)) if named else None


def _stranger(pk: int, role: str, *names: str, **counted: int) -> Stranger:
    return Stranger(pk, said_name(*names), role, **counted)


@prepared
def _never(owner: AbstractBaseUser, community: int, today: date) -> QuerySet[Membership, tuple[Any, ...]]:
    return _in_order(_here(owner, community, today).filter(contact__last_on=None))[:4]


@prepared
def _everybody(owner: AbstractBaseUser, community: int, today: date) -> QuerySet[Membership, tuple[Any, ...]]:
    return _in_order(_here(owner, community, today))


def _in_order(rows: QuerySet[Membership]) -> QuerySet[Membership, tuple[Any, ...]]:
    known = Case(When(role__in=KNOWN_BY_ALL, then=Value(0)), default=Value(1))
    tie = F("contact__tie").desc(nulls_last=True)
    return rows.order_by(known, tie, "contact__name_key", "contact", "pk").values_list(
        "contact", "role", *_NAMES, as_kept("contact__last_on")
    )


def _here(owner: AbstractBaseUser, community: int, today: date) -> QuerySet[Membership]:
    """Active people who are there on a day, each as often as they have a role."""
    here = Membership.objects.filter(owner=owner.pk, community=community, trash=None, contact__trash=None)
    return here.on(today).filter(contact__archived_on=None)
