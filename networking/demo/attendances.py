"""Who was invited to an event, who came, and whom the owner talked to there."""

from __future__ import annotations

from random import Random

from communities.models import Attendance
from communities.models.event import Attended
from networking.demo.rhythm import dice
from networking.demo.world import Club, Happening, Person, Talk, World


def attend(world: World, talks: dict[tuple[int, int], Talk]) -> int:
    """Save the attendances; a talk at an event is linked to its interaction. Returns how many there are."""
    chance = dice(world.seed, "attendances")
    rows = []
    for club in world.clubs:
        for one in club.happenings:
            rows += [_row(world, chance, one, who, talks) for who in _people(chance, club, one, talks)]
    Attendance.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _people(chance: Random, club: Club, one: Happening, talks: dict[tuple[int, int], Talk]) -> list[Person]:
    """Those met there, those talked to, and some of the members known by then."""
    spoken = {key[1] for key in talks if key[0] == one.event.pk}
    known = {who.contact.pk: who for who in club.members_on(one.day) if who.known_since < one.day}
    silent = [who for pk, who in known.items() if pk not in spoken]
    waits = one.event.mine == Attended.PLANNED
    some = chance.sample(silent, min(len(silent), chance.randrange(5, 9) if waits else chance.randrange(2, 6)))
    return [*one.newcomers, *(known[pk] for pk in sorted(spoken) if pk in known), *some]


def _row(world: World, chance: Random, one: Happening, who: Person, talks: dict[tuple[int, int], Talk]) -> Attendance:
    talk = talks.get((one.event.pk, who.contact.pk))
    ahead = one.event.mine == Attended.PLANNED
    known = who.known_since < one.day
    return Attendance(
        owner=world.owner, event=one.event, contact=who.contact,
        invited=ahead or (known and chance.random() < 0.4),
        came=not ahead and (talk is not None or who in one.newcomers or chance.random() < 0.7),
        interaction=talk.interaction if talk else None,
    )  # fmt: skip
