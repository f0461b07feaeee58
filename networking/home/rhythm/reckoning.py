"""The rhythm as the database works it out for a whole network: the parts of its queries."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, DateField, Func, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, TruncDate

from communities.models import Community
from contacts.cadence import Cadence, cadence
from contacts.models import Participant
from contacts.prepared import prepared
from networking.accounts.models import User


class DaysBetween(Func):
    """Days from a date to a later one."""

    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template, joiner = "(julianday(%(expressions)s))", ") - julianday("
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)


def of_communities(owner: User) -> dict[int, Cadence]:
    """The cadence of each community that sets one."""
    return {pk: found for pk, ideal, at_most in _paces(owner) if (found := cadence(ideal, at_most))}


@prepared
def _paces(owner: User) -> QuerySet[Community, Any]:
    rows = Community.objects.for_owner(owner).exclude(cadence_ideal=None, cadence_at_most=None)
    return rows.order_by("pk").values_list("pk", "cadence_ideal", "cadence_at_most")


def ideal_of(field: str, cadences: dict[int, Cadence]) -> Cast:
    """The ideal of the cadence that a field points at."""
    return _case(field, {key: one.ideal for key, one in cadences.items()})


def at_most_of(field: str, cadences: dict[int, Cadence]) -> Cast:
    """The longest time that the cadence bears that a field points at, or nothing."""
    return _case(field, {key: one.at_most for key, one in cadences.items()})


def _case(field: str, days: dict[int, int | None]) -> Cast:
    cases = [When(**{field: key, "then": Value(one)}) for key, one in days.items() if one is not None]
    # Without a single case PostgreSQL would take the bare NULL for a text.
    return Cast(Case(*cases, default=None, output_field=IntegerField()), IntegerField())


def last_contact(owner: User, today: date) -> Subquery:
    """The latest day of a person that counts as contact."""
    talks = Participant.objects.filter(owner=owner, contact=OuterRef("pk")).counted(today)
    return Subquery(talks.order_by("-counted_on").values("counted_on")[:1])


def clock(owner: User, today: date, zone: ZoneInfo) -> Coalesce:
    """The last contact, else the meeting, else the day the person was added."""
    added = TruncDate("created_at", tzinfo=zone)
    return Coalesce(last_contact(owner, today), "met_on", added, output_field=DateField())
