"""Promises in both directions: kept, kept late, taken back, open, and a few overdue."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from contacts.models import Promise
from contacts.models.promise import Direction
from networking.demo.notes import Deck
from networking.demo.rhythm import dice
from networking.demo.world import Talk, World

_RECENT = 14


def promise(world: World) -> int:
    """Save the promises of about every fourth talk; returns how many there are."""
    chance = dice(world.seed, "promises")
    given = [one for one in world.talks if one.interaction.answered and chance.random() < 0.26]
    decks = {side: Deck(chance, world.texts.pool(f"promises_{side}")) for side in ("mine", "theirs")}
    rows = [_promise(world, chance, one, decks) for one in given]
    _something_for_today(world, rows)
    Promise.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _promise(world: World, chance: Random, one: Talk, decks: dict[str, Deck]) -> Promise:
    made = one.interaction.day
    direction = Direction.MINE if chance.random() < 0.6 else Direction.THEIRS
    promise = Promise(
        owner=world.owner,
        contact=chance.choice(one.people).contact,
        direction=direction,
        text=decks[direction.value].draw(),
        made_on=made,
        due_on=made + timedelta(days=chance.choice((2, 3, 5, 7, 7, 14, 21, 30))) if chance.random() < 0.88 else None,
        interaction=one.interaction,
    )
    _end(world, chance, promise)
    return promise


def _end(world: World, chance: Random, promise: Promise) -> None:
    """What became of it by today: the older, the surer it has an end."""
    due = promise.due_on or promise.made_on + timedelta(days=30)
    left = (due - world.today).days
    stays_open = 0.8 if left >= 0 else 0.25 if left > -_RECENT else 0.05 if left > -3 * _RECENT else 0
    if chance.random() < stays_open:
        return
    late = chance.random() < 0.22 and left < 0
    last = due + timedelta(days=20) if late else due
    day = world.rhythm.pick(chance, due + timedelta(days=1) if late else promise.made_on, last)
    if chance.random() < 0.08:
        promise.withdrawn_on = day or promise.made_on
    else:
        promise.kept_on = day or promise.made_on


def _something_for_today(world: World, rows: list[Promise]) -> None:
    """One of mine is due today and another is two days late, so that the first page shows both."""
    mine = sorted((one for one in rows if one.direction == Direction.MINE), key=lambda one: one.made_on, reverse=True)
    for days_late in (0, 2):
        due = world.today - timedelta(days=days_late)
        one = next((one for one in mine if one.made_on < due), None)
        if one:
            mine.remove(one)
            one.due_on, one.kept_on, one.withdrawn_on = due, None, None
