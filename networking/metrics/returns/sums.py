"""What is counted by community over many months, in one query for all communities and all sorts of rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Avg, Count, DecimalField, F, FloatField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from communities.models import Community, Contribution, Opportunity
from communities.models.opportunity import Outcome
from contacts.models import Referral
from networking.accounts.models import User
from networking.metrics.rows import events_attended
from networking.metrics.windows import Window

EVENTS, CHANCES, GIVEN, NAMED = "events", "chances", "given", "named"
_COLUMNS = ("sort", "in_community", "n", "part", "mean", "hours_sum", "cost_sum")
_MONEY = DecimalField(max_digits=20, decimal_places=2)


class Sums(NamedTuple):
    """Of events: how many, how many with a mark, their mean mark, hours and costs. Of opportunities: how many, taken,
    their mean usefulness. Of recommendations: how many, of use. Of contributions: how many."""

    n: int = 0
    part: int = 0
    mean: float | None = None
    hours: Decimal | None = None
    cost: Decimal | None = None


def sums(owner: User, window: Window, communities: Sequence[Community]) -> dict[tuple[str, int], Sums]:
    """By the sort of row and the community; one query."""
    first, last = window.first, window.after_last
    attended, marks = events_attended(owner, window), Count("knowledge")
    took = {"hours_sum": Sum("hours"), "cost_sum": Sum("cost")}
    events = _counted(attended, EVENTS, "community", part=marks, mean=_mean("knowledge"), **took)
    chances = Opportunity.objects.for_owner(owner).received_in(first, last)
    given = Contribution.objects.for_owner(owner).made_in(first, last)
    taken = Count("pk", filter=Q(outcome=Outcome.TAKEN))
    rows = events.union(
        _counted(chances, CHANCES, "community", part=taken, mean=_mean("usefulness")),
        _counted(given, GIVEN, "community"),
        _named(owner, window, communities),
        all=True,
    )
    return {(sort, place): Sums(*rest) for sort, place, *rest in rows}


def _named(owner: User, window: Window, communities: Sequence[Community]) -> QuerySet[Any, Any]:
    """Recommendations received by the communities of who gave them that day, and those of use."""
    period = "giver__membership"
    since = Q(**{f"{period}__since": None}) | Q(**{f"{period}__since__lte": F("made_on")})
    until = Q(**{f"{period}__until": None}) | Q(**{f"{period}__until__gte": F("made_on")})
    kept = {f"{period}__trash": None, "giver__trash": None, f"{period}__community__in": communities}
    rows = Referral.objects.for_owner(owner).received().made_in(window.first, window.after_last)
    # One `filter` for all: every condition is about the same membership.
    rows = rows.filter(since, until, **kept)
    useful = Count("pk", distinct=True, filter=Q(useful_on__isnull=False))
    return _counted(rows, NAMED, f"{period}__community", n=Count("pk", distinct=True), part=useful)


def _counted(rows: QuerySet[Any, Any], sort: str, place: str, **added: Any) -> QuerySet[Any, Any]:
    """The rows by community, with every column of the others."""
    empty = {
        "n": Count("pk"),
        "part": Value(0),
        "mean": Cast(Value(None), FloatField()),
        "hours_sum": Cast(Value(None), _MONEY),
        "cost_sum": Cast(Value(None), _MONEY),
    }
    found = (
        rows.exclude(**{place: None})
        .order_by()
        .annotate(sort=Value(sort), in_community=F(place))
        .values("sort", "in_community")
    )
    counted: QuerySet[Any, Any] = found.annotate(**{**empty, **added}).values_list(*_COLUMNS)
    return counted


def _mean(column: str) -> Cast:
    return Cast(Avg(column), FloatField())
