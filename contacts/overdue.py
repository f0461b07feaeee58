"""Who has gone longest without a talk for their cadence: the first few of any number of people.

When somebody is due is kept with them, in the columns of `contacts.models.kept_rhythm`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from contacts.models import Contact
from contacts.prepared import prepared
from contacts.text import said_name

# Within one cadence the longest over is whoever was due first, which stands in an index: so the first few of each
# cadence are read, and there are never many cadences.
_PACES = """
WITH RECURSIVE paces(pace) AS (
  SELECT MIN(pace) FROM contacts_contact WHERE owner_id = %s AND pace > 0
  UNION ALL
  SELECT (SELECT MIN(pace) FROM contacts_contact WHERE owner_id = %s AND pace > paces.pace)
  FROM paces WHERE paces.pace IS NOT NULL
)
"""
_FIRST = """
FROM contacts_contact one
WHERE one.owner_id = %s AND one.pace = paces.pace AND one.ideal_on <= %s AND one.due_on <= %s {among}
ORDER BY one.ideal_on, one.tie DESC NULLS LAST, one.id LIMIT %s
"""
# By measure, which is one more than the days since they were due ÷ cadence.
_BY_MEASURE = "ORDER BY 1.0 * ({since}) / person.pace DESC, person.tie DESC NULLS LAST, person.id LIMIT %s"
_SINCE = {"sqlite": "julianday(%s) - julianday(person.ideal_on)", "postgresql": "%s::date - person.ideal_on"}
_COLUMNS = ("id", "tie", "pace", "ideal_on", "last_on", "given_name", "family_name", "nickname")


class Overdue(NamedTuple):
    """Somebody who is due: `pace` days after the last talk, or the meeting, was `ideal_on`. `last_on` is the last talk
    of all, None where there was none and none is planned."""

    pk: int
    tie: int | None
    pace: int
    ideal_on: date
    last_on: date | None
    given_name: str
    family_name: str
    nickname: str

    @property
    def name(self) -> str:
        return said_name(self.given_name, self.family_name, self.nickname)

    def days(self, today: date) -> int:
        """Days since the clock began."""
        return self.pace + (today - self.ideal_on).days

    def measure(self, today: date) -> float:
        return measure_of(self.pace, self.ideal_on, today)


def measure_of(pace: int, ideal_on: date, today: date) -> float:
    """Days since the clock began ÷ cadence, 1 on the day that they are due on."""
    return (pace + (today - ideal_on).days) / pace


def bring_to(owner: AbstractBaseUser, today: date) -> None:
    """See to it that what is kept of an owner's people holds on a day; one query, and nearly never a second one."""
    if any(found for (found,) in _stale(owner, today)):
        bring_stale_to(owner, today)


def bring_stale_to(owner: AbstractBaseUser, today: date) -> None:
    """Have those worked out anew of whom it does not hold: the database does that when it is told for which day."""
    people = Contact.objects.filter(owner=owner.pk)
    people.filter(Q(stands_until__lte=today) | Q(stands_from__gt=today)).order_by().update(reckoned_on=today)


def some_stale(owner: OuterRef, today: date) -> Q:
    """Whether it does not hold of some of an owner's people, as a part of a query: a planned talk has been, or a
    membership has begun or ended."""
    people = Contact.objects.filter(owner=owner).order_by()
    return Exists(people.filter(stands_until__lte=today)) | Exists(people.filter(stands_from__gt=today))


@prepared
def _stale(owner: AbstractBaseUser, today: date) -> QuerySet[Any, tuple[bool]]:
    users = get_user_model().objects.filter(pk=owner.pk)
    return users.annotate(stale=some_stale(OuterRef("pk"), today)).values_list("stale")


def longest_over(
    owner: AbstractBaseUser, today: date, limit: int, *, among: str = "", values: Sequence[Any] = ()
) -> list[Overdue]:
    """The first by measure, then by tie; what is kept must hold on the day, see `bring_to`. One query.

    `among` narrows them: SQL that begins with AND and calls a person `one`; it should pass for many of those due.
    """
    with connection.cursor() as cursor:
        sql = _statement(connection.vendor, _COLUMNS, among)
        cursor.execute(sql, _filled(owner, today, limit, values))
        return [Overdue(*row) for row in cursor.fetchall()]


def ids_of_longest_over(owner: AbstractBaseUser, today: date, limit: int) -> RawSQL:
    """The ids of the same, as a part of a query, in no order."""
    return RawSQL(_statement(connection.vendor, ("id",), ""), _filled(owner, today, limit))  # noqa: S611  # our own SQL


def _filled(owner: AbstractBaseUser, today: date, limit: int, values: Sequence[Any] = ()) -> list[Any]:
    day = connection.ops.adapt_datefield_value(today)
    return [owner.pk, owner.pk, owner.pk, day, day, *values, limit, day, limit]


@cache
def _statement(vendor: str, columns: tuple[str, ...], among: str) -> str:
    first = _FIRST.format(among=among)
    said = ", ".join(f"person.{name}" for name in columns)
    if vendor == "sqlite":
        people = f"contacts_contact person WHERE person.id IN (SELECT one.id {first})"
    else:
        people = f"LATERAL (SELECT one.* {first}) AS person"
    order = _BY_MEASURE.format(since=_SINCE[vendor])
    return f"{_PACES} SELECT {said} FROM paces CROSS JOIN {people} {order}"
