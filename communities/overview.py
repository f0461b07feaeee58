"""My communities with what stands around them, in a number of queries that does not grow with the list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When

from communities.kept_members import HERE, Members
from communities.models import Community, Event, Participation
from communities.models.participation import Status
from communities.models.periods import holds_on
from contacts.prepared import prepared

GROUPS = (
    ("taking_part", (Status.ACTIVE, Status.JOINED)),
    ("paused", (Status.PAUSED,)),
    ("considering", (Status.CONSIDERING,)),
    ("left", (Status.LEFT,)),
)


_GROUP_OF = {str(status): name for name, statuses in GROUPS for status in statuses}
GROUP_NAMES = frozenset(name for name, _statuses in GROUPS)
PAGE = 20


@dataclass
class Card:
    """A community of mine on a list; `community` is read only of those that are shown."""

    pk: int
    role: str = ""
    community: Community = field(init=False)
    people: int = 0
    last_event: date | None = None
    next_event: date | None = None


@dataclass
class Group:
    """Communities where I am in the same way: those of a page, how many there are, and after which it goes on."""

    name: str
    cards: list[Card]
    all: int
    further: Card | None

    @classmethod
    def of(cls, name: str, communities: list[int], roles: dict[int, str], after: str) -> Self:
        """One page, which goes on after the community with an id as it stands in an address."""
        ids = [str(pk) for pk in communities] if after else []
        begin = ids.index(after) + 1 if after in ids else 0
        cards = [Card(pk, roles.get(pk, "")) for pk in communities[begin : begin + PAGE]]
        return cls(name, cards, len(communities), cards[-1] if len(communities) > begin + PAGE else None)


def latest_of(periods: list[Participation], day: date) -> Participation | None:
    """The period that holds on a day, else the latest one."""
    return max(periods, key=lambda one: (one.contains(day), one.since or date.min, one.pk), default=None)


def status_on(period: Participation | None, day: date) -> str:
    """The status of a period as it stands on a day: one that ended is over, whatever it was."""
    if period is None:
        return ""
    return str(Status.LEFT) if period.until and period.until < day else period.status


def groups_of(
    owner: AbstractBaseUser, now: datetime, *, family: str = "", only: str = "", after: str = ""
) -> list[Group]:
    """A page of the owner's communities by how I am there, each group in the order of names; three queries.

    `only` names the one group that is asked for, and `after` where its page goes on.
    """
    roles: dict[int, str] = {}
    statuses: dict[int, str] = {}
    for community, role, status in _periods(owner, now.date()):
        roles[community], statuses[community] = role, status
    found: dict[str, list[int]] = {name: [] for name, _statuses in GROUPS}
    for (pk,) in _in_order(owner, family=family):
        found[_GROUP_OF.get(statuses.get(pk, ""), "considering")].append(pk)
    named = [(name, there) for name, there in found.items() if there and only in ("", name)]
    groups = [Group.of(name, there, roles, after) for name, there in named]
    _say_more([card for group in groups for card in group.cards], now)
    return groups


@prepared
def _in_order(owner: AbstractBaseUser, *, family: str) -> QuerySet[Community, tuple[int]]:
    rows = Community.objects.for_owner(owner).values_list("pk")
    return rows.filter(family=family) if family else rows


@prepared
def _periods(owner: AbstractBaseUser, day: date) -> QuerySet[Participation, tuple[int, str, str]]:
    """Where I have a part, as what, and its status as `status_on` says it; of each community what holds on a day stands
    last, else the latest, as `latest_of` chooses. No day is read: there may be hundreds."""
    rows = Participation.objects.filter(owner=owner.pk, trash=None)
    rows = rows.order_by(_holds(day), F("since").asc(nulls_first=True), "pk")
    return rows.values_list("community", "role", _status(day))


def _holds(day: date) -> Case:
    return Case(When(holds_on(day), then=1), default=0)


def _status(day: date) -> Case:
    return Case(When(until__lt=day, then=Value(Status.LEFT.value)), default=F("status"), output_field=CharField())


def status_there(day: date) -> Subquery:
    """The status of my part in each of some communities as `status_on` says it of `latest_of`, NULL without a part."""
    rows = Participation.objects.filter(owner=OuterRef("owner"), community=OuterRef("pk"), trash=None)
    rows = rows.order_by(_holds(day).desc(), F("since").desc(nulls_last=True), "-pk")
    return Subquery(rows.values_list(_status(day))[:1])


@prepared
def _communities(shown: list[int], now: datetime, day: date) -> QuerySet[Community]:
    """With how many `people` are there on a day and the moments of the `last` event and of the one `ahead`: each of
    these is found at an end of an index."""
    events = Event.objects.filter(owner=OuterRef("owner"), community=OuterRef("pk"), trash=None).values("starts")
    last = Subquery(events.filter(starts__lt=now).order_by("-starts")[:1])
    ahead = Subquery(events.filter(starts__gte=now).order_by("starts")[:1])
    rows = Community.objects.filter(pk__in=shown).only("name", "kind", "city").order_by()
    return rows.annotate(people=Members(HERE, day), last=last, ahead=ahead)


def _say_more(cards: list[Card], now: datetime) -> None:
    """Tell cards what they are of, how many people are there today, and the last and next events; one query."""
    shown = [card.pk for card in cards]
    communities = {one.pk: one for one in _communities(shown, now, now.date())}
    for card in cards:
        card.community = place = communities[card.pk]
        card.people = place.people  # type: ignore[attr-defined]  # as annotated
        before: datetime | None = place.last  # type: ignore[attr-defined]  # as annotated
        after: datetime | None = place.ahead  # type: ignore[attr-defined]  # as annotated
        card.last_event = before.astimezone(now.tzinfo).date() if before else None
        card.next_event = after.astimezone(now.tzinfo).date() if after else None
