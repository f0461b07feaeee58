"""What stands on Today: each panel is one bounded question to the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from communities.models import Event
from communities.models.event import Attended
from contacts.dates import Turn, to_congratulate
from contacts.models import Contact, Promise, Referral
from networking.accounts.models import User
from networking.home.rhythm import Due, due_people

SHOWN = 5


@dataclass(frozen=True)
class Today:
    """The facts of one day of one owner."""

    mine: list[Promise]
    mine_in_all: int
    theirs: list[Promise]
    due: list[Due]
    waiting: list[Event]
    soon: list[Event]
    not_thanked: list[Referral]
    congratulate: list[Turn]
    anybody: bool

    @property
    def asks(self) -> int:
        """How many things wait for the owner today."""
        return len(self.mine) + len(self.waiting) + len(self.due) + len(self.not_thanked) + len(self.congratulate)


def today_of(owner: User, now: datetime) -> Today:
    """Gather Today for a moment in the owner's zone, in at most nineteen queries."""
    day = now.date()
    promises = Promise.objects.for_owner(owner).open().select_related("contact", "interaction").soonest_first()
    events = Event.objects.for_owner(owner).select_related("community")
    mine = [*promises.mine()[: SHOWN + 1]]
    return Today(
        mine=mine[:SHOWN],
        mine_in_all=promises.mine().count() if len(mine) > SHOWN else len(mine),
        theirs=[*promises.theirs().due_by(day + timedelta(days=7))[:SHOWN]],
        due=due_people(owner, day, SHOWN),
        waiting=[*events.waiting_for_debrief(now).filter(starts__gte=now - timedelta(days=60))[:3]],
        soon=[
            *events.upcoming(now)
            .one_of_each_series(now)
            .exclude(mine=Attended.MISSED)
            .annotate(known=Count("attendance"))[:SHOWN]
        ],
        not_thanked=[*_not_thanked(owner)[:3]],
        congratulate=to_congratulate(owner, day),
        anybody=bool(mine) or Contact.objects.for_owner(owner).exists(),
    )


def _not_thanked(owner: User) -> QuerySet[Referral]:
    rows = Referral.objects.for_owner(owner).not_thanked().select_related("giver", "receiver")
    return rows.order_by("made_on", "pk")
