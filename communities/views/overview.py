"""My communities with what stands around them, in a number of queries that does not grow with the list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Max, Min, Q

from communities.models import Community, Event, Membership, Participation
from communities.models.participation import Status

GROUPS = (
    ("taking_part", (Status.ACTIVE, Status.JOINED)),
    ("paused", (Status.PAUSED,)),
    ("considering", (Status.CONSIDERING,)),
    ("left", (Status.LEFT,)),
)


@dataclass
class Card:
    """A community of mine on a list."""

    community: Community
    mine: Participation | None = None
    people: int = 0
    last_event: date | None = None
    next_event: date | None = None


@dataclass
class Group:
    """Communities where I am in the same way."""

    name: str
    cards: list[Card] = field(default_factory=list)


def latest_of(periods: list[Participation], day: date) -> Participation | None:
    """The period that holds on a day, else the latest one."""
    return max(periods, key=lambda one: (one.contains(day), one.since or date.min, one.pk), default=None)


def status_on(period: Participation | None, day: date) -> str:
    """The status of a period as it stands on a day: one that ended is over, whatever it was."""
    if period is None:
        return ""
    return str(Status.LEFT) if period.until and period.until < day else period.status


def cards(owner: AbstractBaseUser, now: datetime, family: str = "") -> list[Card]:
    """Every community of the owner, in the order of names; four queries."""
    day = now.date()
    communities = Community.objects.for_owner(owner)
    found = {one.pk: Card(one) for one in (communities.filter(family=family) if family else communities)}
    periods: dict[int, list[Participation]] = {}
    for period in Participation.objects.for_owner(owner):
        periods.setdefault(period.community_id, []).append(period)
    here = Membership.objects.for_owner(owner).on(day).order_by().values_list("community")
    people = dict(here.annotate(Count("contact", distinct=True)))
    events = Event.objects.for_owner(owner).exclude(community=None).order_by().values_list("community")
    last, ahead = Max("starts", filter=Q(starts__lt=now)), Min("starts", filter=Q(starts__gte=now))
    days = {pk: (before, after) for pk, before, after in events.annotate(last=last, ahead=ahead)}
    for pk, card in found.items():
        card.mine = latest_of(periods.get(pk, []), day)
        card.people = people.get(pk, 0)
        before, after = days.get(pk, (None, None))
        card.last_event = before.astimezone(now.tzinfo).date() if before else None
        card.next_event = after.astimezone(now.tzinfo).date() if after else None
    return list(found.values())


def grouped(all_cards: list[Card], day: date) -> list[Group]:
    """The cards by how I am there; groups without cards are left out, and so is none of the cards."""
    groups = {name: Group(name) for name, _statuses in GROUPS}
    of_status = {str(status): name for name, statuses in GROUPS for status in statuses}
    for card in all_cards:
        name = of_status.get(status_on(card.mine, day), "considering")
        groups[name].cards.append(card)
    return [group for group in groups.values() if group.cards]
