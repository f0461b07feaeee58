"""What the owner thought of the last months: marks with a sentence each, targets, and the months that were closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from statistics import mean, median

from communities.models import QUALITIES, Opportunity, Reflection
from communities.models.event import Attended, EventRole
from networking.demo.rhythm import dice
from networking.demo.world import Club, Happening, World
from networking.metrics.facts import standpoint
from networking.metrics.models import MonthClosing, Review, Target
from networking.metrics.review.closing import snapshot
from networking.metrics.review.models import Step
from networking.metrics.windows import Month

MONTHS, SAID_IN_THE_END = 12, 6
# A month is first thought of when a third of it has passed, and closed in the days after it.
_FIRST_THOUGHT = timedelta(days=10)
_OF_ROLE: dict[str, float] = {EventRole.SPEAKER: 4.4, EventRole.ORGANISER: 4, EventRole.DISCUSSANT: 3}


def judge(world: World) -> tuple[int, int, int]:
    """Save the marks, the targets and the closed months of a year; returns how many of each.

    The month before the running one is marked and waits to be closed; one that was closed got another mark later.
    Nothing is said where the owner has spoken already.
    """
    if any(model.objects.for_owner(world.owner).exists() for model in (Reflection, Target, Review, MonthClosing)):
        return 0, 0, 0
    chance = dice(world.seed, "judging")
    months = [first for first, _last in world.rhythm.months() if first + _FIRST_THOUGHT <= world.today][-MONTHS:]
    marks = _Marks(world, chance)
    rows = [row for place, first in enumerate(months) for row in marks.of_month(first, place)]
    Reflection.objects.bulk_create(rows, batch_size=500)
    targets = _aim(world, months)
    over = [first for first in months if Month.of(first).after_last <= world.today]
    closed = _close(world, chance, over[:-1])
    _think_again(world, over[:-1])
    return len(rows), targets, closed


class _Marks:
    """Marks that follow from what the month held, with some mood; no sentence twice before all were said."""

    def __init__(self, world: World, chance: Random) -> None:
        self.world, self.chance = world, chance
        self.talks = Counter(one.interaction.day.replace(day=1) for one in world.talks)
        self.usual = median(self.talks.values()) if self.talks else 1
        self.came: dict[date, list[tuple[int, int | None]]] = {}
        for row in Opportunity.objects.for_owner(world.owner).order_by("pk"):
            self.came.setdefault(row.received_on.replace(day=1), []).append((row.community_id or 0, row.usefulness))
        self.said: dict[str, list[str]] = {}

    def of_month(self, first: date, place: int) -> list[Reflection]:
        """The marks of everything, and those of the communities that I went to."""
        held = {id(club): _held(club, first) for club in self.world.clubs}
        grown = 0.08 * place + min(1.0, self.talks[first] / self.usual) - 0.5
        whole = self._row(first, None, [one for there in held.values() for one in there], 2.4 + grown, often=0.85)
        return [whole, *(self._club(first, club, held[id(club)]) for club in self.world.clubs if held[id(club)])]

    def _club(self, first: date, club: Club, held: Sequence[Happening]) -> Reflection:
        met = sum(len(one.newcomers) for one in held)
        return self._row(first, club, held, 2 + 0.4 * met + 0.4 * club.internal, often=0.4)

    def _row(
        self, first: date, club: Club | None, held: Sequence[Happening], depth: float, *, often: float
    ) -> Reflection:
        here = club.community.pk if club else None
        worth = [mark for pk, mark in self.came.get(first, []) if mark and here in (None, pk)]
        known = [one.event.knowledge for one in held if one.event.knowledge]
        parts = [_OF_ROLE.get(one.event.my_role, 2) for one in held]
        felt = {
            "depth": depth,
            "knowledge": mean(known) if known else None,
            "usefulness": mean(worth) if worth else None if club else 2,
            "recognition": max(parts, default=1.8),
        }
        row = Reflection(owner=self.world.owner, month=first, community=club.community if club else None)
        for quality in QUALITIES:
            base, mood, speaks = felt[quality], self.chance.uniform(-0.8, 0.8), self.chance.random() < often
            if base is None:
                continue
            mark = min(5, max(1, round(base + mood)))
            setattr(row, quality, mark)
            if speaks:
                setattr(row, f"{quality}_note", self._why(quality, mark))
        return row

    def _why(self, quality: str, mark: int) -> str:
        key = f"{quality} {('low', 'low', 'middle', 'high', 'high')[mark - 1]}"
        if not self.said.get(key):
            lines = self.world.texts.pool("why")
            told = [line.removeprefix(f"{key}: ") for line in lines if line.startswith(f"{key}: ")]
            self.said[key] = self.chance.sample(told, len(told))
        return self.said[key].pop()


def _held(club: Club, first: date) -> list[Happening]:
    """The events of a community that I went to in a month."""
    after = Month.of(first).after_last
    return [one for one in club.happenings if first <= one.day < after and one.event.mine == Attended.ATTENDED]


def _aim(world: World, months: Sequence[date]) -> int:
    """Targets near what is usual, so that some months reach them; half a year ago they were raised."""
    if not months:
        return 0
    talks = Counter(one.interaction.day.replace(day=1) for one in world.talks)
    known = Counter(who.known_since.replace(day=1) for who in world.people)
    usual = {
        "new-contacts": median(known[first] for first in months),
        "interactions": median(talks[first] for first in months),
        "events-attended": median(sum(len(_held(club, first)) for club in world.clubs) for first in months),
    }
    raised = months[max(0, len(months) - SAID_IN_THE_END)]
    said = {(slug, months[0]): number for slug, number in usual.items()}
    said |= {(slug, raised): number * 1.15 + 0.5 for slug, number in usual.items()}
    said |= {("referrals-received", months[0]): 2, ("depth", months[0]): 3, ("knowledge", raised): 4}
    rows = [
        Target(owner=world.owner, figure=figure, month=first, value=min(1000, max(1, round(number))))
        for (figure, first), number in sorted(said.items())
    ]
    Target.objects.bulk_create(rows)
    return len(rows)


def _close(world: World, chance: Random, months: Sequence[date]) -> int:
    """Closed in the evening of one of the first days of the month that follows."""
    seen = standpoint(world.owner, world.today)
    rows = []
    for first in months:
        month = Month.of(first)
        day = min(world.today - timedelta(days=1), month.after_last + timedelta(days=chance.randrange(4)))
        moment = datetime.combine(day, time(21, chance.choice((5, 20, 40))), world.owner.zone)
        figures = snapshot(world.owner, month, seen)
        rows.append(MonthClosing(owner=world.owner, month=first, closed_at=moment, figures=figures))
    MonthClosing.objects.bulk_create(rows)
    Review.objects.bulk_create(Review(owner=world.owner, month=first, step=Step.CLOSE) for first in months)
    return len(rows)


def _think_again(world: World, months: Sequence[date]) -> None:
    """A quarter after it was closed, one month looks better than it did."""
    if len(months) < 4:
        return
    row = Reflection.objects.for_owner(world.owner).overall().of_month(months[-3]).get()
    row.depth = row.depth + 1 if (row.depth or 1) < 5 and row.depth else 4
    row.save()
