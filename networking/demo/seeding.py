"""Tells the whole story of an invented network, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from contacts.models import Contact
from networking.accounts.models import User
from networking.demo.around import surround
from networking.demo.attendances import attend
from networking.demo.channels import connect
from networking.demo.clubs import found
from networking.demo.customs import customs_of
from networking.demo.giving import give, receive
from networking.demo.happenings import hold
from networking.demo.judging import judge
from networking.demo.memberships import join
from networking.demo.people import meet
from networking.demo.promises import promise
from networking.demo.referrals import refer
from networking.demo.rhythm import Rhythm, months_before
from networking.demo.talks import talk
from networking.demo.texts import Texts
from networking.demo.world import World

TALKS_A_MONTH = 0.3


class InUse(Exception):
    """The account holds people already, and nobody said that invented ones may stand among them."""


@dataclass(frozen=True)
class Counts:
    """How many rows of each kind were made."""

    people: int
    channels: int
    communities: int
    memberships: int
    events: int
    attendances: int
    interactions: int
    promises: int
    referrals: int
    contributions: int
    opportunities: int
    marks: int
    targets: int
    closed_months: int


@transaction.atomic
def seed(
    *,
    owner: User,
    people: int = 120,
    months: int = 24,
    seed: int = 1,
    today: date | None = None,
    interactions: int | None = None,
    into_used: bool = False,
) -> Counts:
    """Fill an account with an invented life that ends today; raises InUse when it holds people already.

    It speaks the language of the account. The same seed, sizes, language and day give the same rows, whatever the
    database.
    """
    if not into_used and Contact.objects.filter(owner=owner).exists():
        raise InUse
    today = today or timezone.now().astimezone(owner.zone).date()
    texts = Texts.of(owner.language)
    customs = customs_of(texts.language)
    rhythm = Rhythm(seed=seed, first=months_before(today, months - 1), today=today, customs=customs)
    world = World(owner=owner, seed=seed, today=today, rhythm=rhythm, texts=texts, customs=customs)
    found(world, outside=min(12, 6 + people // 300))
    events = hold(world)
    meet(world, people)
    channels, memberships = connect(world), join(world)
    wanted = round(people * months * TALKS_A_MONTH) if interactions is None else interactions
    at_events = talk(world, wanted)
    surround(world)
    attendances, promises = attend(world, at_events), promise(world)
    referrals = refer(world, round(months * (1.5 + people / 120)))
    contributions, opportunities = give(world), receive(world)
    # Last of all: it looks back at everything else.
    marks, targets, closed_months = judge(world)
    return Counts(
        people=len(world.people),
        channels=channels,
        communities=len(world.clubs),
        memberships=memberships,
        events=events,
        attendances=attendances,
        interactions=len(world.talks),
        promises=promises,
        referrals=referrals,
        contributions=contributions,
        opportunities=opportunities,
        marks=marks,
        targets=targets,
        closed_months=closed_months,
    )
