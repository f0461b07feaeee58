"""What is kept of the rhythm is what the facts say, whatever changes them and whenever it is asked."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Community, Membership
from contacts.actions.merging import merge, unmerge
from contacts.filtering.narrowing import read
from contacts.filtering.registry import Asked
from contacts.models import Contact, Interaction, Participant, RhythmDefault, Trash
from networking.accounts.models import User
from networking.home.rhythm import rhythm_of
from networking.home.rhythm.kept import TRIGGERS, recount
from tests.factories import make_community, make_contact, make_interaction, make_membership, make_user
from tests.home.test_rhythm_recount import TODAY, make_life

pytestmark = pytest.mark.django_db(transaction=False)
DAYS = [TODAY + timedelta(days=days) for days in (0, -3, 7, 60, 0)]


def wrong(owner: User, today: date) -> list[str]:
    """Where the filters and the order by rhythm differ from the rhythm of each person's page."""
    people = [*Contact.objects.for_owner(owner)]
    rhythms = rhythm_of(owner, people, today)
    due = {pk: one.due for pk, one in rhythms.items()}
    wanted = {
        "due": {pk for pk, day in due.items() if day and day <= today},
        "late": {pk for pk, one in rhythms.items() if one.state == "late"},
        "none": {pk for pk, day in due.items() if day is None},
    }
    found = {}
    for value in wanted:
        narrowing = read(Asked(owner, today), QueryDict(f"rhythm={value}&archived=all"))
        found[value] = {*narrowing.people.values_list("pk", flat=True)}
    kept = dict(Contact.objects.for_owner(owner).values_list("pk", "due_on"))
    return [value for value in wanted if found[value] != wanted[value]] + (["day"] if kept != due else [])


def step(owner: User, chance: Random) -> None:
    """One random thing that people, forms, bulk statements or an import do."""
    people, talks = [*Contact.objects.for_owner(owner)], [*Interaction.objects.for_owner(owner)]
    periods, clubs = [*Membership.objects.filter(owner=owner)], [*Community.objects.for_owner(owner)]
    if len(people) < 3 or not talks or not clubs or not periods:
        make_life(owner, chance)
        return
    one, other = chance.sample(people, 2)
    match chance.randrange(17):
        case 0:
            one.snooze(until=some_day(chance))
        case 1:
            one.stop_reminding()
        case 2:
            one.archive(on=TODAY)
            other.unarchive()
        case 3:
            chance.choice([one, chance.choice(talks), chance.choice(clubs), chance.choice(periods)]).throw_away()
        case 4:
            for trash in Trash.objects.for_owner(owner)[:2]:
                trash.put_back()
        case 5:
            club = chance.choice(clubs)
            club.cadence_ideal, club.cadence_at_most = chance.choice([None, 3, 50]), chance.choice([None, 60])
            club.save()
        case 6:
            Membership.objects.filter(pk=chance.choice(periods).pk).update(until=some_day(chance), since=None)
        case 7:
            period = chance.choice(periods)
            period.contact = one
            period.save()
        case 8:
            RhythmDefault.objects.filter(owner=owner).delete()
            RhythmDefault.objects.create(owner=owner, tie=chance.randint(1, 5), ideal=chance.choice([None, 9]))
        case 9:
            owner.time_zone = chance.choice(["America/Los_Angeles", "Asia/Vladivostok", "Europe/Moscow"])
            owner.save()
        case 10:
            make_interaction(owner=owner, contacts=[one, other], day=some_day(chance), answered=chance.random() < 0.7)
        case 11:
            Participant.objects.filter(owner=owner, contact=one).delete()
        case 12:
            one.tie, one.met_on = chance.choice([None, 1, 4]), chance.choice([None, some_day(chance)])
            make_interaction(owner=owner, contacts=[one], day=some_day(chance))
            one.save()
        case 13:
            merged = merge(owner=owner, kept=one, gone=other, chosen={})
            if chance.random() < 0.5:
                unmerge(merged=merged)
        case 14:
            Interaction.objects.filter(owner=owner).update(answered=chance.random() < 0.7)
        case 15:
            new = make_contact(
                owner=owner, tie=chance.choice([None, 3]), met_on=chance.choice([None, some_day(chance)])
            )
            make_membership(
                contact=new, community=make_community(owner=owner, cadence_ideal=12), since=some_day(chance)
            )
        case 16:
            Contact.objects.filter(owner=owner, pk=one.pk).update(cadence_at_most=chance.choice([None, 25]))


def some_day(chance: Random) -> date:
    return TODAY + timedelta(days=chance.randint(-90, 20))


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_kept_rhythm_is_what_the_facts_say(seed: int) -> None:
    owner, chance = make_user(), Random(seed)
    make_life(owner, chance)
    for number in range(10):
        step(owner, chance)
        assert not wrong(owner, DAYS[number % len(DAYS)])
    assert recount() == 0


def test_a_kept_day_that_is_wrong_is_counted_and_mended(owner: User) -> None:
    person = make_contact(owner=owner, met_on=TODAY, cadence_ideal=10)
    TRIGGERS.drop()
    Contact.objects.filter(pk=person.pk).update(due_on=None)
    TRIGGERS.install()
    assert recount() == 1
    assert Contact.objects.get(pk=person.pk).due_on == TODAY + timedelta(days=10)
