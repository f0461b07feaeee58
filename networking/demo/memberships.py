"""Who belongs to which community, and from when to when."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from communities.models import Membership
from communities.models.participation import Role
from networking.demo.rhythm import dice
from networking.demo.world import Club, Person, World

_ROLES = (Role.READER, Role.PARTICIPANT, Role.SPEAKER, Role.ORGANISER)
_WEIGHTS = (15, 65, 14, 6)


def join(world: World) -> int:
    """Save everybody's memberships, some in several periods; returns how many there are."""
    chance = dice(world.seed, "memberships")
    rows = []
    for one in world.people:
        for club in _clubs_of(world, chance, one):
            for since, until in _periods(world, chance, one):
                club.members.append((one, since or date.min, until))
                rows.append(
                    Membership(
                        owner=world.owner, contact=one.contact, community=club.community, since=since, until=until,
                        role=chance.choices(_ROLES, _WEIGHTS)[0],
                    )
                )  # fmt: skip
    Membership.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _clubs_of(world: World, chance: Random, one: Person) -> list[Club]:
    """Colleagues meet inside; those met at an event mostly belong to whoever held it."""
    own = [club for club in world.clubs if one.happening in club.happenings and chance.random() < 0.7]
    inside = one.colleague
    others = [club for club in world.clubs if club.internal is inside and club not in own]
    more = chance.choice((0, 1, 1, 2)) if inside or not own else chance.choice((0, 0, 0, 1))
    return [*own, *chance.sample(others, min(more, len(others)))]


def _periods(world: World, chance: Random, one: Person) -> list[tuple[date | None, date | None]]:
    """One open period as a rule; some have left, some have come back, of some the beginning is unknown."""
    begin = one.known_since - timedelta(days=chance.choice((0, 0, 0, 30, 90, 400)))
    span = (world.today - begin).days
    if span < 240 or chance.random() < 0.75:
        return [(None if chance.random() < 0.06 else begin, None)]
    left = begin + timedelta(days=chance.randrange(60, span - 100))
    if chance.random() < 0.5:
        return [(begin, left)]
    return [(begin, left), (left + timedelta(days=chance.randrange(30, 100)), None)]
