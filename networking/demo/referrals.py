"""Recommendations received and given, in every stage."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from contacts.models import Referral
from contacts.models.referral import ReferralDirection, ReferralKind
from networking.demo.rhythm import dice
from networking.demo.world import Person, World


def refer(world: World, count: int) -> int:
    """Save about `count` referrals, three of five received; returns how many there are."""
    chance = dice(world.seed, "referrals")
    rows = [row for row in (_referral(world, chance) for _ in range(count)) if row]
    rows.sort(key=lambda row: row.made_on or row.asked_on or date.min)
    Referral.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _referral(world: World, chance: Random) -> Referral | None:
    day = world.rhythm.pick(chance)
    known = [who for who in world.people if day and who.known_since < day]
    if day is None or len(known) < 2:
        return None
    one, other = _two(chance, known)
    received = chance.random() < 0.6
    referral = Referral(
        owner=world.owner,
        direction=ReferralDirection.RECEIVED if received else ReferralDirection.GIVEN,
        kind=chance.choices(ReferralKind.values, (5, 2, 2, 1))[0],
        giver=one.contact if received else None,
        subject=None if received else one.contact,
        subject_text=chance.choice(world.texts.pool("subjects")) if received else "",
        receiver=other.contact if not received or chance.random() < 0.7 else None,
        note=chance.choice(world.texts.pool("referral_notes")) if chance.random() < 0.4 else "",
    )
    _go_on(world, chance, referral, day)
    return referral


def _two(chance: Random, known: list[Person]) -> tuple[Person, Person]:
    one = chance.choices(known, [who.weight**0.5 for who in known])[0]
    return one, chance.choice([who for who in known if who is not one])


def _go_on(world: World, chance: Random, referral: Referral, day: date) -> None:
    """As far as it came: asked, made, met, useful, thanked; each not before the one before."""
    if chance.random() < 0.35:
        referral.asked_on = day
    referral.made_on = _later(world, chance, day) if referral.asked_on else day
    if referral.made_on is None:
        return
    if chance.random() < 0.7:
        referral.met_on = _later(world, chance, referral.made_on)
    if referral.met_on and chance.random() < 0.6:
        referral.useful_on = _later(world, chance, referral.met_on)
    recent = (world.today - referral.made_on).days < 60
    if referral.direction == ReferralDirection.RECEIVED and not (recent and chance.random() < 0.6):
        last = referral.useful_on or referral.met_on or referral.made_on
        referral.thanked_on = _later(world, chance, last) or last


def _later(world: World, chance: Random, day: date) -> date | None:
    """A day within the next three weeks, or None when it lies ahead of today."""
    if chance.random() < 0.12:
        return None
    return world.rhythm.pick(chance, day, min(world.today, day + timedelta(days=21)))
