"""Whom a community's page names: the quick queries beside the slow obvious computation, with few members and many."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from unittest.mock import patch

import pytest
import time_machine

from communities.advice import people as asked
from communities.advice.people import KNOWN_BY_ALL, first_stranger, most_overdue
from communities.models import Community, Membership
from contacts.last_contact import add_last_contact
from contacts.models import Contact
from contacts.overdue import bring_to
from networking.accounts.models import User
from networking.home.rhythm import rhythm_of
from tests.factories import make_community, make_contact, make_interaction, make_membership

TODAY = date(2026, 10, 15)


def _network(owner: User, random: Random) -> Community:
    """People of all kinds, some of them in the community, some no longer, some in another one that sets a rhythm."""
    clubs = [make_community(owner=owner, cadence_ideal=random.choice([None, 3, 50])) for _ in range(2)]
    for number in range(25):
        person = make_contact(
            owner=owner,
            name=f"P{random.randrange(9)} {number}",
            tie=random.choice([None, 1, 2, 3, 4, 5]),
            cadence_ideal=random.choice([None, None, 7, 200]),
            met_on=random.choice([None, TODAY - timedelta(random.randrange(400))]),
            snoozed_until=random.choice([None, None, TODAY + timedelta(random.randrange(-3, 3))]),
            rhythm_off=random.random() < 0.1,
            archived_on=TODAY if random.random() < 0.1 else None,
        )
        for _talk in range(random.randrange(3)):
            day = TODAY - timedelta(random.randrange(-2, 300))
            make_interaction(owner=owner, contacts=[person], day=day, answered=random.choice([True, True, False]))
        for club in clubs:
            for _period in range(random.choice([0, 1, 1, 2])):
                role = random.choice(["participant", "participant", "organiser", "speaker"])
                until = random.choice([None, None, TODAY, TODAY - timedelta(1)])
                make_membership(contact=person, community=club, role=role, until=until)
        if random.random() < 0.1:
            person.throw_away()
    return clubs[0]


def _members(club: Community) -> list[Contact]:
    rows = Membership.objects.for_owner(club.owner).on(TODAY).filter(community=club, contact__archived_on=None)
    return [*Contact.objects.filter(pk__in=rows.values("contact"), trash=None)]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("seed", range(6))
@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_the_most_overdue_and_the_first_stranger_are_those_of_a_plain_count(
    owner: User, stranger: User, seed: int, many: bool
) -> None:
    random = Random(seed)
    _network(stranger, random)
    club = _network(owner, random)
    people = _members(club)
    rhythms = rhythm_of(owner, people, TODAY)
    late = [
        (-(rhythm.days or 0) / rhythm.cadence.ideal, -(one.tie or 0), one.pk)
        for one in people
        if (rhythm := rhythms[one.pk]).cadence and rhythm.state
    ]
    bring_to(owner, TODAY)
    with patch.object(asked, "MANY", 0 if many else 300):
        found = most_overdue(owner, club.pk, TODAY, here=len(people))
        unknown = first_stranger(owner, club.pk, TODAY, here=len(people))
    expected = min(late, default=None)
    assert (found and found.pk) == (expected and expected[-1])
    if found and expected:
        assert (found.days(TODAY), found.measure(TODAY)) == (rhythms[found.pk].days, -expected[0])
    if found:
        assert found.last_on == Contact.objects.get(pk=found.pk).last_on
    add_last_contact(people, owner, TODAY)
    # Of many, those with whom something is planned are not looked at anew.
    never = [one for one in people if (one.last_on if many else one.last_contact) is None]
    roles = {one.pk: _best_role(club, one) for one in never}
    order = sorted(never, key=lambda one: (roles[one.pk] not in KNOWN_BY_ALL, -(one.tie or 0), one.name_key, one.pk))
    assert (unknown and unknown.pk) == (order[0].pk if order else None)
    if unknown:
        assert unknown.name == order[0].name
        assert (unknown.never, unknown.there) == ((0, 0) if many else (len(never), len(people)))
        assert (unknown.role in KNOWN_BY_ALL) == (roles[unknown.pk] in KNOWN_BY_ALL)


@pytest.mark.parametrize("many", [False, True])
@time_machine.travel("2026-10-15 12:00:00+03:00")
def test_whoever_is_named_already_is_not_named_again(owner: User, many: bool) -> None:
    club = make_community(owner=owner)
    anna, boris = (make_contact(owner=owner, name=name, tie=tie) for name, tie in (("Анна", 5), ("Борис", 1)))
    for one in (anna, anna, boris):
        make_membership(contact=one, community=club, role="speaker" if one.memberships.exists() else "participant")
    with patch.object(asked, "MANY", 0 if many else 300):
        first, second = (first_stranger(owner, club.pk, TODAY, 2, but=but) for but in (None, anna.pk))
    assert (first and first.pk, second and second.pk) == (anna.pk, boris.pk)
    if second and not many:
        assert (second.never, second.there) == (2, 2)


def _best_role(club: Community, person: Contact) -> str:
    """Their role there today, one that everybody knows before another."""
    rows = Membership.objects.for_owner(club.owner).on(TODAY).filter(community=club, contact=person)
    return min(rows.values_list("role", flat=True), key=lambda role: role not in KNOWN_BY_ALL)
