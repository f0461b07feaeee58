"""The numbers of every community over twelve months, for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from communities.models import Community, Participation
from communities.models.participation import FeePeriod, Status
from networking.accounts.models import User
from networking.metrics.returns.people import Met, met
from networking.metrics.returns.sums import CHANCES, EVENTS, GIVEN, NAMED, Sums, sums
from networking.metrics.returns.verdict import Numbers, Verdict, verdict
from networking.metrics.windows import Month, Standpoint, Window

MONTHS = 12


@dataclass(frozen=True)
class Return:
    """A community with what it took and what it gave back."""

    community: Community
    numbers: Numbers
    verdict: Verdict


def span_of(seen: Standpoint, how_many: int = MONTHS) -> tuple[list[Month], Window]:
    """So many months up to the running one, and the window over them."""
    last = Month.of(seen.today)
    months = [last.moved(back) for back in range(1 - how_many, 1)]
    return months, seen.window(months[0].first, last.after_last)


def returns(owner: User, seen: Standpoint, communities: Sequence[Community], how_many: int = MONTHS) -> list[Return]:
    """What each community gave back over so many months, in the order of the communities; five queries."""
    months, window = span_of(seen, how_many)
    if not communities or not window.has_data:
        return []
    periods: dict[int, list[Participation]] = {}
    for period in Participation.objects.for_owner(owner).filter(community__in=communities):
        periods.setdefault(period.community_id, []).append(period)
    people, summed = met(owner, window, communities), sums(owner, window, communities)
    # What it took is counted over the months of which it can be known what it gave.
    lived = [month for month in months if seen.known_since and month.after_last > seen.known_since]
    found = []
    for community in communities:
        persons = people.get(community.pk, Met())
        all_mine = periods.get(community.pk, [])
        mine = [one for one in all_mine if _was_there(one, all_mine)]
        at, got, given, named = (summed.get((sort, community.pk), Sums()) for sort in (EVENTS, CHANCES, GIVEN, NAMED))
        there = _months_there(mine, months, seen.today) if mine else how_many
        there_lived = _months_there(mine, lived, seen.today) if mine else len(lived)
        numbers = Numbers(
            span=how_many,
            unrecorded=there - there_lived,
            gone=_has_left(all_mine, seen.today),
            considered=bool(all_mine) and all(one.status == Status.CONSIDERING for one in all_mine),
            months=there_lived,
            hours=hours(mine, lived, at.hours or Decimal(0), seen.today),
            money=(at.cost or Decimal(0)) + fees(mine, lived, seen.today, months[0].first),
            events=at.n,
            new_contacts=persons.new,
            kept=persons.kept,
            old_enough=persons.old_enough,
            referrals=named.n,
            useful_referrals=named.part,
            opportunities=got.n,
            taken=got.part,
            usefulness=got.mean,
            knowledge=at.mean,
            knowledge_marks=at.part,
            contributions=given.n,
        )
        found.append(Return(community, numbers, verdict(numbers)))
    return found


def _was_there(period: Participation, periods: Sequence[Participation]) -> bool:
    """Not a period of mere thought; one that ended by leaving counts until its last day, if that is known.

    Where another taking part came before it, it is the time of being away until I came again.
    """
    if period.status != Status.LEFT:
        return period.status != Status.CONSIDERING
    away = any(_is_before(other, period) for other in periods if other.status not in (Status.CONSIDERING, Status.LEFT))
    return period.until is not None and not away


def _is_before(one: Participation, other: Participation) -> bool:
    return other.since is not None and (one.since is None or one.since < other.since)


def _has_left(periods: Sequence[Participation], today: date) -> bool:
    """Whether I was there, or have left, and am there no more; what begins only later is neither."""
    begun = [one for one in periods if one.since is None or one.since <= today]
    been = [one for one in begun if one.status != Status.CONSIDERING]
    return bool(been) and not any(one.status != Status.LEFT and one.contains(today) for one in been)


def _touches(period: Participation, month: Month, today: date) -> bool:
    """Whether a period has a day in a month, up to today."""
    ends = min(period.until, today) if period.until else today
    begins = period.since or month.first
    return begins < month.after_last and begins <= today and ends >= month.first


def _months_there(periods: Sequence[Participation], months: Sequence[Month], today: date) -> int:
    return sum(any(_touches(one, month, today) for one in periods) for month in months)


def hours(periods: Sequence[Participation], months: Sequence[Month], at_events: Decimal, today: date) -> Decimal:
    """What a community took of my time: the hours that I say a month takes, in the months that I was active there,
    or those of its events, whichever is more; both together would count an event twice."""
    active = [one for one in periods if one.hours_per_month and one.status != Status.PAUSED]
    said = Decimal(0)
    for month in months:
        said += max(
            (one.hours_per_month or Decimal(0) for one in active if _touches(one, month, today)), default=Decimal(0)
        )
    return max(said, at_events)


def fees(periods: Sequence[Participation], months: Sequence[Month], today: date, since: date) -> Decimal:
    """The fees of the months: a month has one fee, the largest of that month or a twelfth of that year; one that is
    paid once counts if I joined from `since` on, and not again where the next period took it over."""
    paid = [one for one in periods if one.fee]
    again = [one for one in paid if one.fee_period in (FeePeriod.MONTH, FeePeriod.YEAR)]
    # Counted in twelfths, so that twelve of them are the whole fee to the kopeck.
    twelfths = sum(
        max((_twelfths(one) for one in again if _touches(one, month, today)), default=Decimal(0)) for month in months
    )
    once = [one for one in paid if one not in again]
    joined = [one for one in once if one.since and since <= one.since <= today]
    said = (one.fee for one in joined if one.fee and not any(_goes_on_as(one, other) for other in once))
    return Decimal(twelfths) / 12 + sum(said, Decimal(0))


def _twelfths(period: Participation) -> Decimal:
    """What a month takes of a fee that is paid again and again, in twelfths."""
    fee = period.fee or Decimal(0)
    return fee * 12 if period.fee_period == FeePeriod.MONTH else fee


def _goes_on_as(period: Participation, earlier: Participation) -> bool:
    """Whether a period follows an earlier one of the same fee without a day between, as after a change of role."""
    if earlier.fee != period.fee or period.since is None or not _is_before(earlier, period):
        return False
    return earlier.until is None or earlier.until.toordinal() + 1 >= period.since.toordinal()
