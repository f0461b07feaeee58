"""Series over months: each month a value and, where it is a mean or a share, of how many; no value is no data."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Avg, Case, Count, DateTimeField, F, IntegerField, QuerySet, Value, When

from contacts.models import Contact, TieChange
from networking.accounts.models import User
from networking.metrics.counting import over_windows
from networking.metrics.evidence import events_rated, opportunities_rated, talked_soon, ties_deepened
from networking.metrics.rated import RATINGS
from networking.metrics.rows import new_contacts
from networking.metrics.windows import Month, Window

Months: TypeAlias = Sequence[tuple[Month, Window]]
# Of one tie, the oldest first: from which day on, what it was before, and what it became.
Changes: TypeAlias = list[tuple[date, int | None, int | None]]


@dataclass(frozen=True)
class Point:
    """A month's value: a mean, a share in per cent, or a count; `of` is how many it is made from, None for a count."""

    value: float | None
    of: int | None = None


Series: TypeAlias = Callable[[User, Months], list[Point]]


def mean_tie(owner: User, months: Months) -> list[Point]:
    """The mean depth of the ties that have one, of 1 to 5, as it was at the end of each month.

    From the dated history: before its first change a tie was what that change says it was before. Somebody counts from
    the day when I met them, or else from the day when they were written down.
    """
    # A moment is read only where it is needed: reading one takes longer than all the rest of a row.
    added = Case(When(met_on=None, then=F("created_at")), output_field=DateTimeField())
    people = Contact.objects.for_owner(owner).order_by().annotate(added=added)
    history: dict[int, Changes] = {}
    changes = TieChange.objects.for_owner(owner).order_by("contact_id", "day")
    for pk, day, before, tie in changes.values_list("contact_id", "day", "before", "tie"):
        history.setdefault(pk, []).append((day, before, tie))
    ends = [window.after_lived for _month, window in months]
    sums, counts = [0] * len(ends), [0] * len(ends)
    for pk, tie, met_on, moment in people.values_list("pk", "tie", "met_on", "added"):
        own = history.get(pk, [])
        if tie is None and not own:
            continue
        since = met_on or moment.astimezone(owner.zone).date()
        for place in range(bisect_right(ends, since), len(ends)):
            if then := tie_on(tie, own, ends[place]):
                sums[place] += then
                counts[place] += 1
    return [
        Point(total / number, number) if number and window.has_data else Point(None)
        for total, number, (_month, window) in zip(sums, counts, months, strict=True)
    ]


def tie_on(now: int | None, changes: Changes, end: date) -> int | None:
    """What a tie was before the day `end`, from what it is and its changes, the oldest first."""
    if not changes:
        return now
    past = [tie for day, _before, tie in changes if day < end]
    return past[-1] if past else changes[0][1]


def second_talk_share(owner: User, months: Months) -> list[Point]:
    """Of the people met in a month, the share talked to again within 30 days, in per cent."""
    return _counted(owner, months, second_talk_share)


def deepened(owner: User, months: Months) -> list[Point]:
    """People with whom the tie became deeper in a month."""
    return _counted(owner, months, deepened)


def knowledge(owner: User, months: Months) -> list[Point]:
    """The mean of the marks for knowledge of a month's events."""
    span = _span(months)
    if span is None:
        return [Point(None) for _one in months]
    ends = [When(starts__lt=window.moments[1], then=Value(place)) for place, (_month, window) in enumerate(months)]
    return _means(events_rated(owner, span), ends, "knowledge", months)


def usefulness(owner: User, months: Months) -> list[Point]:
    """The mean of the marks for usefulness of the opportunities that came in a month."""
    span = _span(months)
    if span is None:
        return [Point(None) for _one in months]
    ends = [When(received_on__lt=window.after_last, then=Value(place)) for place, (_month, window) in enumerate(months)]
    return _means(opportunities_rated(owner, span), ends, "usefulness", months)


def recognition(owner: User, months: Months) -> list[Point]:
    """Signs of recognition in a month: talks, events organised, unasked recommendations, mentees, invitations."""
    return _counted(owner, months, recognition)


def _counted(owner: User, months: Months, series: Series) -> list[Point]:
    return counted(owner, months)[series]


def counted(owner: User, months: Months) -> dict[Series, list[Point]]:
    """The series that are counted from rows alone; one query for all of them."""
    signs = [
        rows for rating in RATINGS if rating.slug == "recognition" for proof in rating.proofs for rows in proof.parts
    ]
    windows = [window for _month, window in months]
    found = over_windows(owner, [talked_soon, new_contacts, ties_deepened, *signs], windows)
    return {
        second_talk_share: [
            Point(None) if not one or not one[1] else Point(100 * one[0] / one[1], one[1]) for one in found
        ],
        deepened: [Point(None) if one is None else Point(one[2]) for one in found],
        recognition: [Point(None) if one is None else Point(sum(one[3:])) for one in found],
    }


def _span(months: Months) -> Window | None:
    """One window over all months that have data."""
    known = [window for _month, window in months if window.has_data]
    if not known:
        return None
    first = known[0]
    return Window(first.first, known[-1].after_last, first.zone, first.today, first.known_since)


def _means(rows: QuerySet[Any], ends: list[When], field: str, months: Months) -> list[Point]:
    number = Case(*ends, output_field=IntegerField())
    found = rows.order_by().annotate(month_no=number).values("month_no").annotate(mean=Avg(field), n=Count("pk"))
    means = {row["month_no"]: Point(float(row["mean"]), row["n"]) for row in found}
    return [means.get(number, Point(None)) for number in range(len(months))]
