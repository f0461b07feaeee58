"""What a summary says: the numbers of what is over, and what waits in the days to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from communities.models import Event
from communities.models.event import Attended
from contacts.dates import Turn, to_congratulate
from contacts.models import Promise
from networking.accounts.models import User
from networking.digests.periods import Kind, Period
from networking.home.rhythm import Due, due_people
from networking.metrics.counting import over_windows
from networking.metrics.facts import standpoint
from networking.metrics.measures import COUNTS
from networking.metrics.practices.scorecard import scorecard
from networking.metrics.windows import Month

SHOWN = 5
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """A count of the period, and of the period before; None where there is no data."""

    name: str
    value: int
    before: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None else self.value - self.before


@dataclass(frozen=True)
class Summary:
    period: Period
    lines: list[Line]
    # How many of the twelve practices were done; of a month only.
    practices: int | None
    promises: list[Promise]
    due: list[Due]
    events: list[Event]
    waiting: list[Event]
    congratulate: list[Turn]

    @property
    def month(self) -> Month | None:
        return Month.of(self.period.first) if self.period.kind == Kind.MONTH else None


def summary(owner: User, period: Period, now: datetime) -> Summary | None:
    """The summary of a period for a moment in the owner's zone; None where nothing was written down by then."""
    today = now.date()
    seen = standpoint(owner, today)
    windows = [seen.window(period.first, period.after), seen.window(period.before, period.first)]
    counted, before = over_windows(owner, [count.rows for count in COUNTS], windows)
    if counted is None:
        return None
    earlier: list[int | None] = [*before] if before else [None] * len(COUNTS)
    lines = [Line(str(one.name), n, was) for one, n, was in zip(COUNTS, counted, earlier, strict=True)]
    practices = None
    if period.kind == Kind.MONTH:
        practices = sum(one.is_done for one in scorecard(owner, Month.of(period.first), windows[0]))
    promises = Promise.objects.for_owner(owner).open().mine().due_by(today + AHEAD).select_related("contact")
    events = Event.objects.for_owner(owner)
    return Summary(
        period=period,
        lines=lines,
        practices=practices,
        promises=[*promises.soonest_first()[:SHOWN]],
        due=due_people(owner, today, SHOWN),
        events=[*events.upcoming(now).filter(starts__lt=now + AHEAD).exclude(mine=Attended.MISSED)[:SHOWN]],
        waiting=[*events.waiting_for_debrief(now).filter(starts__gte=now - timedelta(days=60))[:SHOWN]],
        congratulate=to_congratulate(owner, today)[:SHOWN],
    )
