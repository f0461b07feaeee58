from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from communities.as_kept import as_kept, day_of
from communities.kept_members import HERE, Members
from communities.models import Community, Contribution, Event, Membership, Opportunity, Participation
from contacts.cadence import Cadence, tie_defaults
from contacts.last_contact import latest_days
from contacts.models import Contact
from contacts.prepared import prepared

MOST_MEMBERS = 200
# With so many members it is quicker to go through everybody by the depth of the tie than to sort the members.
MANY = 300
WAITS_FOR = timedelta(days=60)
_LARGEST_ID = 2**63 - 1


class Someone(NamedTuple):
    """What the rules ask of a person: there are hundreds, of whom three are named."""

    pk: int
    given_name: str
    family_name: str
    nickname: str
    name_key: str
    tie: int | None
    cadence_ideal: int | None
    cadence_at_most: int | None
    rhythm_off: bool
    met_on: date | None
    snoozed_until: date | None

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.given_name, self.family_name))) or self.nickname


_DAYS = ("met_on", "snoozed_until")


@dataclass(frozen=True)
class Member:
    """Somebody who is there today: their role there, and the last day of a talk that counts."""

    person: Someone | Contact
    role: str
    last: date | None = None


@dataclass(frozen=True)
class Around:
    """The facts around a community on a day of its owner's; `status` is that of my part, empty without one."""

    community: Community
    today: date
    mine: Participation | None = None
    status: str = ""
    # The latest event that I have not gone through, whether one is ahead, and the day of the last one behind.
    waiting: Event | None = None
    ahead: bool = False
    last_event: date | None = None
    members: list[Member] = field(default_factory=list)
    # How many more are there than those in `members`, and with how many of these there was no talk; none where there
    # was one with each of `members`, because then neither is said.
    more_there: int = 0
    more_never: int = 0
    given: frozenset[str] = frozenset()
    # The oldest opportunity from there without an outcome.
    undecided: Opportunity | None = None
    ties: Mapping[int, Cadence] = field(default_factory=dict)


def place_around(owner: AbstractBaseUser, pk: int, now: datetime) -> Community:
    """One of the owner's communities with `ahead`, whether an event is, `last`, when the last one behind was, and
    `here`, how many people are there today."""
    found = _place(owner, pk, now, now.date()) if pk <= _LARGEST_ID else []
    if not found:
        raise Http404
    return found[0]


def around(
    owner: AbstractBaseUser, community: Community, now: datetime, *, mine: Participation | None, status: str
) -> Around:
    """Gather the facts of `place_around` for a moment in the owner's zone: five queries, up to seven where many are."""
    here: int = community.here  # type: ignore[attr-defined]  # place_around adds it
    members, late = _members(owner, community.pk, now.date(), many=here > MANY), now - WAITS_FOR
    last: datetime | None = community.last  # type: ignore[attr-defined]  # place_around adds it
    never_here = sum(one.last is None for one in members)
    # How many more there are is asked only where it is to be said.
    more = len(members) == MOST_MEMBERS and never_here
    there, never = _all_members(owner, community.pk, now.date()) if more else (0, 0)
    return Around(
        community=community,
        today=now.date(),
        mine=mine,
        status=status,
        waiting=next(iter(_waiting(owner, now, community.pk, late)), None),
        ahead=community.ahead,  # type: ignore[attr-defined]  # place_around adds it
        last_event=last.astimezone(now.tzinfo).date() if last else None,
        members=members,
        more_there=max(0, there - len(members)),
        more_never=max(0, never - never_here),
        given=frozenset(kind for (kind,) in _given(owner, community.pk)),
        undecided=next(iter(_undecided(owner, community.pk)), None),
        ties=tie_defaults(owner),
    )


@prepared
def _place(owner: AbstractBaseUser, pk: int, now: datetime, today: date) -> QuerySet[Community]:
    events = Event.objects.filter(community=OuterRef("pk"), owner=OuterRef("owner"), trash=None).order_by()
    last = events.filter(starts__lt=now).order_by("-starts").values("starts")[:1]
    places = Community.objects.for_owner(owner).filter(pk=pk)
    ahead = Exists(events.filter(starts__gte=now))
    return places.annotate(ahead=ahead, last=Subquery(last), here=Members(HERE, today))


@prepared
def _waiting(owner: AbstractBaseUser, now: datetime, community: int, since: datetime) -> QuerySet[Event]:
    events = Event.objects.for_owner(owner).filter(community=community).waiting_for_debrief(now)
    return events.filter(starts__gte=since).only("name", "starts")[:1]


@prepared
def _given(owner: AbstractBaseUser, community: int) -> QuerySet[Contribution, tuple[str]]:
    rows = Contribution.objects.filter(owner=owner.pk, community=community, trash=None).order_by()
    return rows.values_list("kind").distinct()


@prepared
def _undecided(owner: AbstractBaseUser, community: int) -> QuerySet[Opportunity]:
    chances = Opportunity.objects.for_owner(owner).filter(community=community).open()
    return chances.only("kind", "what", "received_on").order_by("received_on", "pk")[:1]


def _members(owner: AbstractBaseUser, community: int, today: date, *, many: bool) -> list[Member]:
    """Active people who are there today, those with the deepest ties first."""
    rows = _deepest(owner, community, today, by_tie=True) if many else []
    if len(rows) < MOST_MEMBERS:
        rows = _deepest(owner, community, today, by_tie=False)
    found: dict[int, Member] = {}
    for role, talked, met, snoozed, *person in rows:
        someone = Someone._make([*person, day_of(met), day_of(snoozed)])
        found.setdefault(someone.pk, Member(someone, role, day_of(talked)))
    # The kept last day is asked anew of those whose last talk lies ahead of today.
    later = [pk for pk, one in found.items() if one.last and one.last > today]
    days = latest_days(owner, today, later) if later else {}
    found |= {pk: replace(found[pk], last=days.get(pk)) for pk in later}
    return [*found.values()]


@prepared
def _deepest(
    owner: AbstractBaseUser, community: int, today: date, *, by_tie: bool
) -> QuerySet[Membership, tuple[Any, ...]]:
    """All of them, or only those whose tie has a depth: these are read off an index until there are enough."""
    days = [as_kept(f"contact__{name}") for name in ("last_on", *_DAYS)]
    columns = [f"contact__{name}" for name in Someone._fields if name not in _DAYS]
    rows = _here(owner, community, today).order_by(F("contact__tie").desc(nulls_last=True), "contact__name_key", "pk")
    if by_tie:
        there = {"owner": OuterRef("owner"), "community": community, "contact": OuterRef("pk"), "trash": None}
        people = Contact.objects.filter(owner=owner.pk, trash=None, archived_on=None, tie__gte=1)
        people = people.filter(Exists(Membership.objects.filter(**there).on(today)))
        rows = rows.filter(contact__in=people.order_by("-tie", "name_key", "pk").values("pk")[:MOST_MEMBERS])
    return rows.values_list("role", *days, *columns)[:MOST_MEMBERS]


def _all_members(owner: AbstractBaseUser, community: int, today: date) -> tuple[int, int]:
    """How many active people are there today, and with how many of them there was no talk."""
    found = _counted(owner, community, today)
    return found[0] if found else (0, 0)


@prepared
def _counted(owner: AbstractBaseUser, community: int, today: date) -> QuerySet[Membership, tuple[int, int]]:
    people = _here(owner, community, today).order_by().values("community")
    never = Count("contact", distinct=True, filter=Q(contact__last_on=None))
    return people.annotate(there=Count("contact", distinct=True), never=never).values_list("there", "never")


def _here(owner: AbstractBaseUser, community: int, today: date) -> QuerySet[Membership]:
    here = Membership.objects.filter(owner=owner.pk, community=community, trash=None, contact__trash=None)
    return here.on(today).filter(contact__archived_on=None)
