"""What stands on Today: each panel is one bounded question to the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, When

from communities.event_days import LONGEST
from communities.models import DebriefDraft, Event
from communities.models.event import Attended, over
from contacts.dates import Turn, to_congratulate
from contacts.models import Promise, Referral
from contacts.models.contact import NAMES
from contacts.models.promise import Direction
from contacts.prepared import prepared
from networking.accounts.models import User
from networking.home.rhythm import Due, due_people
from networking.home.standing import Standing

SHOWN = 5
# The columns that a line of Today shows: reading the rest costs more than finding the rows.
_PROMISED = ("contact", "text", "made_on", "due_on", "kept_on", "withdrawn_on")
_PARTIES = ("giver", "subject", "receiver")
_RECOMMENDED = (
    *_PARTIES,
    *("direction", "kind", "subject_text", "asked_on", "made_on", "met_on", "useful_on", "thanked_on"),
)
_SAID_OF_EVENTS = ("name", "starts", "ends", "place", "format", "community__name")
# Beyond this Today says only that there are more promises.
COUNTED = 500


@dataclass(frozen=True)
class Today:
    """The facts of one day of one owner."""

    mine: list[Promise]
    mine_in_all: int
    more_of_mine: bool
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


def today_of(owner: User, now: datetime, standing: Standing) -> Today:
    """Gather Today for a moment in the owner's zone, in at most nine queries."""
    day = now.date()
    promised = _promised(owner, day + timedelta(days=7))
    mine = [one for one in promised if one.direction == Direction.MINE]
    # The few that are shown say how many there are, unless there are more.
    in_all = len(mine) if len(mine) <= SHOWN else len(_each_of_mine(owner))
    events = _events(owner, now, now - timedelta(days=60), now - LONGEST)
    return Today(
        mine=mine[:SHOWN],
        mine_in_all=min(in_all, COUNTED),
        more_of_mine=in_all > COUNTED,
        theirs=[one for one in promised if one.direction != Direction.MINE],
        due=due_people(owner, day, SHOWN, stale=standing.stale),
        waiting=[one for one in reversed(events) if vars(one)["waits"]],
        soon=[one for one in events if not vars(one)["waits"]][:SHOWN],
        not_thanked=_not_thanked(owner),
        congratulate=to_congratulate(owner, day),
        anybody=standing.anybody,
    )


def _whole(person: str) -> list[str]:
    """What a line says of a person who is read along with a row."""
    return [f"{person}__{name}" for name in (*NAMES, "photo")]


@prepared
def _promised(owner: User, by: date) -> QuerySet[Promise]:
    """The first of my promises with a day and of those without, and the first promised to me, the soonest first; each
    of the three stands so in an index."""
    rows = Promise.objects.for_owner(owner).open()
    mine, theirs = rows.mine(), rows.theirs().due_by(by)
    firsts = (
        # One more than is shown says that there are more.
        mine.filter(due_on__isnull=False).order_by("due_on", "made_on", "pk").values("pk")[: SHOWN + 1],
        mine.filter(due_on__isnull=True).order_by("made_on", "pk").values("pk")[: SHOWN + 1],
        theirs.soonest_first().values("pk")[:SHOWN],
    )
    found = Promise.objects.in_any_of(*firsts).select_related("contact")
    return found.only("direction", *_PROMISED, *_whole("contact")).soonest_first()


@prepared
def _each_of_mine(owner: User) -> QuerySet[Promise, Any]:
    return Promise.objects.for_owner(owner).open().mine().order_by().values_list("pk")[: COUNTED + 1]


@prepared
def _events(owner: User, now: datetime, since: datetime, earliest: datetime) -> QuerySet[Event]:
    """The latest that wait to be gone through, what goes on for days and the next that come, the soonest first; `waits`
    tells the first apart."""
    events = Event.objects.for_owner(owner)
    waiting = events.waiting_for_debrief(now).filter(starts__gte=since).values("pk")[:3]
    lists = [events.going_on(now, earliest), events.upcoming(now).one_of_each_series(now)]
    soon = [one.exclude(mine=Attended.MISSED).values("pk")[:SHOWN] for one in lists]
    found = Event.objects.in_any_of(waiting, *soon).select_related("community")
    begun = DebriefDraft.objects.filter(event=OuterRef("pk"), trash=None)
    found = found.annotate(drafted=Exists(begun), waits=Case(When(over(now), starts__lt=now, then=True), default=False))
    return found.only(*_SAID_OF_EVENTS).order_by("starts", "pk")


@prepared
def _not_thanked(owner: User) -> QuerySet[Referral]:
    rows = Referral.objects.for_owner(owner).not_thanked().select_related(*_PARTIES)
    rows = rows.only(*_RECOMMENDED, *(name for one in _PARTIES for name in _whole(one)))
    return rows.order_by("made_on", "pk")[:3]
