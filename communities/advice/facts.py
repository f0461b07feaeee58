from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, F, Max, Q, QuerySet

from communities.models import Community, Contribution, Event, Membership, Opportunity, Participation
from communities.models.event import EventQuerySet
from contacts.cadence import Cadence, tie_defaults
from contacts.last_contact import read_last_contact
from contacts.models import Contact
from contacts.models.contact import NAMES
from contacts.prepared import prepared

MOST_MEMBERS = 500
WAITS_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Member:
    """Somebody who is there today: their role there, and the last day of a talk that counts."""

    person: Contact
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
    given: frozenset[str] = frozenset()
    # The oldest opportunity from there without an outcome.
    undecided: Opportunity | None = None
    ties: Mapping[int, Cadence] = field(default_factory=dict)


def around(
    owner: AbstractBaseUser, community: Community, now: datetime, *, mine: Participation | None, status: str
) -> Around:
    """Gather the facts for a moment in the owner's zone, in six queries."""
    events = Event.objects.for_owner(owner).filter(community=community)
    ahead, last = _when_events_are(events, now)
    given = Contribution.objects.for_owner(owner).filter(community=community).order_by()
    chances = Opportunity.objects.for_owner(owner).filter(community=community).open()
    return Around(
        community=community,
        today=now.date(),
        mine=mine,
        status=status,
        waiting=events.waiting_for_debrief(now).filter(starts__gte=now - WAITS_FOR).first(),
        ahead=ahead,
        last_event=last,
        members=_members(owner, community, now.date()),
        given=frozenset(given.values_list("kind", flat=True).distinct()),
        undecided=chances.order_by("received_on", "pk").first(),
        ties=tie_defaults(owner),
    )


def _when_events_are(events: EventQuerySet, now: datetime) -> tuple[bool, date | None]:
    """Whether an event is ahead, and the day of the last one behind; one query."""
    latest = Max("starts", filter=Q(starts__lt=now))
    found = events.order_by().aggregate(ahead=Count("pk", filter=Q(starts__gte=now)), last=latest)
    return bool(found["ahead"]), found["last"].astimezone(now.tzinfo).date() if found["last"] else None


def _members(owner: AbstractBaseUser, community: Community, today: date) -> list[Member]:
    """Active people who are there today, those with the deepest ties first."""
    found: dict[int, Member] = {}
    rows = _deepest(owner, community.pk, today)
    read_last_contact([row.contact for row in rows], owner, today)
    for row in rows:
        found.setdefault(row.contact_id, Member(row.contact, row.role, row.contact.last_contact))
    return list(found.values())


@prepared
def _deepest(owner: AbstractBaseUser, community: int, today: date) -> QuerySet[Membership]:
    here = Membership.objects.filter(owner=owner.pk, community=community, trash=None, contact__trash=None).on(today)
    here = here.filter(contact__archived_on=None).select_related("contact")
    rows = here.only("role", *(f"contact__{name}" for name in (*NAMES, *_OF_A_MEMBER)))
    return rows.order_by(F("contact__tie").desc(nulls_last=True), "contact__name_key", "pk")[:MOST_MEMBERS]


# What the rules ask of a person.
_OF_A_MEMBER = (
    "name_key", "tie", "met_on", "last_on", "cadence_ideal", "cadence_at_most", "rhythm_off", "snoozed_until",
)  # fmt: skip
