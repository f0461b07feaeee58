from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from communities.advice.people import Stranger, first_stranger, most_overdue
from communities.kept_members import HERE, Members
from communities.models import Community, Contribution, Event, Membership, Opportunity, Participation
from contacts.overdue import Overdue, bring_stale_to, some_stale
from contacts.prepared import prepared

WAITS_FOR = timedelta(days=60)


class Around:
    """The facts around a community on a day of its owner's, each asked when a rule first wants it: there are many, and
    three suggestions rest on few of them. At most six queries."""

    def __init__(
        self, owner: AbstractBaseUser, community: Community, now: datetime, *, mine: Participation | None, status: str
    ) -> None:
        """For a community that `place_around` found, and a moment in the owner's zone; `status` is that of my part,
        empty without one."""
        self._owner, self.community, self._now, self.mine, self.status = owner, community, now, mine, status
        self.today = now.date()

    @property
    def ahead(self) -> bool:
        """Whether an event is ahead."""
        return bool(vars(self.community)["ahead"])

    @property
    def nobody(self) -> bool:
        """Whether no active person is written down there, for today or for later."""
        return not vars(self.community)["somebody"]

    @property
    def last_event(self) -> date | None:
        """The day of the last event behind."""
        last: datetime | None = vars(self.community)["last"]
        return last.astimezone(self._now.tzinfo).date() if last else None

    @cached_property
    def waiting(self) -> Event | None:
        """The latest event that I have not gone through."""
        since = self._now - WAITS_FOR
        return next(iter(_waiting(self._owner, self._now, self.community.pk, since)), None)

    @cached_property
    def overdue(self) -> Overdue | None:
        """Who of those there is longest over for their cadence."""
        if vars(self.community)["stale"]:
            bring_stale_to(self._owner, self.today)
        return most_overdue(self._owner, self.community.pk, self.today, vars(self.community)["here"])

    @cached_property
    def stranger(self) -> Stranger | None:
        """With whom of those there I should talk for the first time, if it is not whoever is overdue."""
        but = self.overdue.pk if self.overdue else None
        return first_stranger(self._owner, self.community.pk, self.today, vars(self.community)["here"], but=but)

    @cached_property
    def given(self) -> frozenset[str]:
        """The kinds of contribution that I have made there."""
        return frozenset(kind for (kind,) in _given(self._owner, self.community.pk))

    @cached_property
    def undecided(self) -> Opportunity | None:
        """The oldest opportunity from there without an outcome."""
        return next(iter(_undecided(self._owner, self.community.pk)), None)


def place_around(owner: AbstractBaseUser, pk: int, now: datetime) -> Community:
    """One of the owner's communities with what `Around` asks of it: `ahead`, whether an event is, `last`, when the last
    one behind was, `here`, how many people are there today, `somebody`, whether an active one is or is to come, and
    `stale`, whether some rhythm has to be worked out anew."""
    return _place.one_or_404(owner, pk, now, now.date())


@prepared
def _place(owner: AbstractBaseUser, pk: int, now: datetime, today: date) -> QuerySet[Community]:
    events = Event.objects.filter(community=OuterRef("pk"), owner=OuterRef("owner"), trash=None).order_by()
    last = events.filter(starts__lt=now).order_by("-starts").values("starts")[:1]
    there = Membership.objects.filter(owner=OuterRef("owner"), community=OuterRef("pk"), trash=None)
    there = there.touching(today, None)
    active = there.filter(contact__trash=None, contact__archived_on=None)
    places = Community.objects.for_owner(owner).filter(pk=pk)
    return places.annotate(
        ahead=Exists(events.filter(starts__gte=now)),
        last=Subquery(last),
        here=Members(HERE, today),
        somebody=Exists(active),
        stale=some_stale(OuterRef("owner"), today),
    )


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
