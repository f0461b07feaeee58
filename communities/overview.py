"""My communities with what stands around them, in a number of queries that does not grow with the list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community, Event, Membership, Participation
from communities.models.participation import Role, Status
from contacts.models import Contact
from contacts.prepared import prepared

GROUPS = (
    ("taking_part", (Status.ACTIVE, Status.JOINED)),
    ("paused", (Status.PAUSED,)),
    ("considering", (Status.CONSIDERING,)),
    ("left", (Status.LEFT,)),
)


GROUP_NAMES = frozenset(name for name, _statuses in GROUPS)
PAGE = 20


class Part(NamedTuple):
    """A period of mine in a community, with what a list needs of it: there may be hundreds."""

    community: int
    pk: int
    status: str
    role: str
    since: date | None
    until: date | None

    def contains(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


P = TypeVar("P", Part, Participation)


@dataclass
class Card:
    """A community of mine on a list; `community` is read only of those that are shown."""

    pk: int
    mine: Part | None = None
    community: Community = field(init=False)
    people: int = 0
    last_event: date | None = None
    next_event: date | None = None

    @property
    def said(self) -> str:
        """What it is, where, and my role there; said in one step, because lists have many."""
        role = _("you: %(role)s") % {"role": Role(self.mine.role).label} if self.mine else ""
        return " · ".join(part for part in (self.community.kind_said, self.community.city, role) if part)

    @property
    def people_said(self) -> str:
        known = ngettext("you know %(n)d person there", "you know %(n)d people there", self.people)
        return known % {"n": self.people} if self.people else _("nobody you know is there yet")


@dataclass
class Group:
    """Communities where I am in the same way: those of a page, how many there are, and after which it goes on."""

    name: str
    cards: list[Card] = field(default_factory=list)
    all: int = 0
    further: Card | None = None

    def cut(self, after: str) -> None:
        """Leave one page, which goes on after the community with an id as it stands in an address."""
        self.all = len(self.cards)
        places = [number for number, card in enumerate(self.cards) if str(card.pk) == after]
        rest = self.cards[places[0] + 1 :] if places else self.cards
        self.cards = rest[:PAGE]
        self.further = self.cards[-1] if len(rest) > PAGE else None


def latest_of(periods: list[P], day: date) -> P | None:
    """The period that holds on a day, else the latest one."""
    return max(periods, key=lambda one: (one.contains(day), one.since or date.min, one.pk), default=None)


def status_on(period: Participation | Part | None, day: date) -> str:
    """The status of a period as it stands on a day: one that ended is over, whatever it was."""
    if period is None:
        return ""
    return str(Status.LEFT) if period.until and period.until < day else period.status


def groups_of(
    owner: AbstractBaseUser, now: datetime, *, family: str = "", only: str = "", after: str = ""
) -> list[Group]:
    """A page of the owner's communities by how I am there, each group in the order of names; five queries.

    `only` names the one group that is asked for, and `after` where its page goes on.
    """
    found = {pk: Card(pk) for (pk,) in _in_order(owner, family=family)}
    periods: dict[int, list[Part]] = {}
    for period in map(Part._make, _periods(owner)):
        periods.setdefault(period.community, []).append(period)
    for pk, card in found.items():
        card.mine = latest_of(periods.get(pk, []), now.date())
    groups = [group for group in _grouped([*found.values()], now.date()) if not only or group.name == only]
    for group in groups:
        group.cut(after)
    _say_more(owner, [card for group in groups for card in group.cards], now)
    return groups


@prepared
def _in_order(owner: AbstractBaseUser, *, family: str) -> QuerySet[Community, tuple[int]]:
    rows = Community.objects.for_owner(owner).values_list("pk")
    return rows.filter(family=family) if family else rows


@prepared
def _periods(owner: AbstractBaseUser) -> QuerySet[Participation, Any]:
    rows = Participation.objects.filter(owner=owner.pk, trash=None).order_by()
    return rows.values_list("community", "pk", "status", "role", "since", "until")


@prepared
def _communities(shown: list[int]) -> QuerySet[Community]:
    return Community.objects.filter(pk__in=shown).only("name", "kind", "city").order_by()


def _say_more(owner: AbstractBaseUser, cards: list[Card], now: datetime) -> None:
    """Tell cards what they are of, how many people are there today, and the last and next events; three queries."""
    shown = [card.pk for card in cards]
    communities = {one.pk: one for one in _communities(shown)}
    people = dict(_people(owner, now.date(), shown))
    days = {pk: (before, after) for pk, before, after in _days(owner, now, shown)}
    for card in cards:
        card.community = communities[card.pk]
        card.people = people.get(card.pk, 0)
        before, after = days.get(card.pk, (None, None))
        card.last_event = before.astimezone(now.tzinfo).date() if before else None
        card.next_event = after.astimezone(now.tzinfo).date() if after else None


@prepared
def _people(owner: AbstractBaseUser, day: date, shown: list[int]) -> QuerySet[Membership, tuple[int, int]]:
    here = Membership.objects.filter(owner=owner.pk, trash=None, community__in=shown).on(day).order_by()
    # Few lie in the trash: to name them once is quicker than to ask everybody whether they do.
    here = here.exclude(contact__in=Contact.objects.filter(trash__gt=0).values("pk"))
    return here.values_list("community").annotate(Count("contact", distinct=True))


@prepared
def _days(owner: AbstractBaseUser, now: datetime, shown: list[int]) -> QuerySet[Event, tuple[int, datetime, datetime]]:
    events = Event.objects.for_owner(owner).filter(community__in=shown).order_by().values_list("community")
    last, ahead = Max("starts", filter=Q(starts__lt=now)), Min("starts", filter=Q(starts__gte=now))
    return events.annotate(last=last, ahead=ahead)


def _grouped(all_cards: list[Card], day: date) -> list[Group]:
    """The cards by how I am there; groups without cards are left out, and so is none of the cards."""
    groups = {name: Group(name) for name, _statuses in GROUPS}
    of_status = {str(status): name for name, statuses in GROUPS for status in statuses}
    for card in all_cards:
        name = of_status.get(status_on(card.mine, day), "considering")
        groups[name].cards.append(card)
    return [group for group in groups.values() if group.cards]
