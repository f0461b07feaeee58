"""How many people are in a community, as kept by the database, beside a count of all its memberships."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from communities.kept_members import AHEAD, EVER, HERE, LATER, PERIODS, Members
from communities.models import Community, Membership
from networking.accounts.models import User
from tests.factories import DAY, make_community, make_contact, make_membership

pytestmark = pytest.mark.django_db


def counted(rows: list[Membership], day: date) -> tuple[int, int, int, int, int]:
    there = [row for row in rows if row.contains(day)]
    begun = {row.contact_id for row in rows if row.since is None or row.since <= day}
    everybody = {row.contact_id for row in rows}
    ahead = [row for row in rows if row.since and row.since > day]
    return len({row.contact_id for row in there}), len(there), len(everybody - begun), len(everybody), len(ahead)


@pytest.mark.parametrize("seed", range(4))
def test_every_day_says_what_the_memberships_say(owner: User, seed: int) -> None:
    chance = Random(seed)
    clubs, people = [make_community(owner=owner) for _ in range(2)], [make_contact(owner=owner) for _ in range(5)]
    days = [None, date.min, date.max, *(DAY + timedelta(days=number) for number in range(-6, 7))]
    for _ in range(14):
        since, until = chance.choice(days), chance.choice(days)
        if since and until and until < since:
            since, until = until, since
        make_membership(contact=chance.choice(people), community=chance.choice(clubs), since=since, until=until)
    gone = people[0]
    gone.throw_away()
    rows = [row for row in Membership.objects.all() if row.contact_id != gone.pk]
    for day in [date.min, *(DAY + timedelta(days=number) for number in range(-8, 9)), date.max]:
        numbers = {f"n{what}": Members(what, day) for what in (HERE, PERIODS, LATER, EVER, AHEAD)}
        found = Community.objects.annotate(**numbers).values_list("pk", *numbers)
        expected = {club.pk: counted([row for row in rows if row.community_id == club.pk], day) for club in clubs}
        assert {pk: tuple(numbers) for pk, *numbers in found} == expected, day
