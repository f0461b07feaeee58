"""What the owner gave to communities, and what opportunities came from there."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from communities.models import Contribution, Opportunity
from communities.models.event import Attended, EventRole
from communities.models.opportunity import Outcome
from networking.demo.rhythm import dice
from networking.demo.world import Club, Happening, World

_GIVEN_A_MONTH, _CAME_A_MONTH = 3, 0.8


def give(world: World) -> int:
    """Save about three contributions a month, and one for each event that was organised; returns how many."""
    chance = dice(world.seed, "contributions")
    rows = []
    for first, last in world.rhythm.months():
        for _ in range(chance.randrange(1, 2 * _GIVEN_A_MONTH)):
            day = world.rhythm.pick(chance, first, last)
            club = _club(world, chance, day) if day else None
            if day and club:
                rows.append(_given(world, chance, club, day))
    for happening in world.happenings:
        event = happening.event
        if event.mine == Attended.ATTENDED and event.my_role == EventRole.ORGANISER:
            rows.append(
                Contribution(owner=world.owner, kind="event", day=happening.day, community=event.community, event=event)
            )
    rows.sort(key=lambda row: row.day)
    Contribution.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _club(world: World, chance: Random, day: date) -> Club | None:
    return chance.choice([club for club in world.clubs if club.takes_part_on(day)] or [None])


def _line(world: World, chance: Random, name: str) -> tuple[str, str]:
    kind, _colon, text = chance.choice(world.texts.pool(name)).partition(": ")
    return kind, text


def _held_on(club: Club, day: date) -> Happening | None:
    return next((one for one in club.happenings if one.day == day and one.event.mine == Attended.ATTENDED), None)


def _given(world: World, chance: Random, club: Club, day: date) -> Contribution:
    kind, text = _line(world, chance, "contributions")
    there, held = club.members_on(day), _held_on(club, day)
    return Contribution(
        owner=world.owner,
        kind=kind,
        day=day,
        community=club.community,
        event=held.event if held else None,
        contact=chance.choice(there).contact if there and kind in ("help", "expertise", "opportunity") else None,
        note=text[:1].upper() + text[1:],
    )


def receive(world: World) -> int:
    """Save about four opportunities in five months; the older ones have their outcome; returns how many."""
    chance = dice(world.seed, "opportunities")
    rows = []
    for first, last in world.rhythm.months():
        day = world.rhythm.pick(chance, first, last)
        club = _club(world, chance, day) if day else None
        if day and club and chance.random() < _CAME_A_MONTH:
            rows.append(_came(world, chance, club, day))
    # Something always waits for an answer, so that Today has it.
    day = world.rhythm.pick(chance, world.today - timedelta(days=12), world.today)
    club = _club(world, chance, day) if day else None
    if day and club:
        rows.append(_came(world, chance, club, day))
    rows.sort(key=lambda row: row.received_on)
    Opportunity.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _came(world: World, chance: Random, club: Club, day: date) -> Opportunity:
    kind, text = _line(world, chance, "opportunities")
    there, held = club.members_on(day), _held_on(club, day)
    row = Opportunity(
        owner=world.owner,
        kind=kind,
        what=text[:1].upper() + text[1:],
        received_on=day,
        community=club.community,
        event=held.event if held else None,
        contact=chance.choice(there).contact if there and chance.random() < 0.8 else None,
        usefulness=chance.choice([None, 2, 3, 4, 4, 5]),
    )
    decided = world.rhythm.pick(chance, day, day + timedelta(days=30))
    if decided and decided <= world.today - timedelta(days=14):
        row.outcome = chance.choices((Outcome.TAKEN, Outcome.DECLINED, Outcome.NOTHING), (4, 3, 3))[0]
        row.outcome_on = decided
    return row
