"""The kept day of a part in an interaction follows its facts, whatever changes them and how."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.actions.interactions import change_participants, log_interaction
from contacts.actions.trash import delete_contact
from contacts.kept_days import TRIGGERS, recount
from contacts.models import Contact, Interaction, Participant, Trash
from networking.accounts.models import User
from tests.factories import DAY, make_contact, make_interaction, make_user

pytestmark = pytest.mark.django_db(transaction=False)


def wrong(owner: User) -> list[int]:
    """Parts whose kept day is not what their interaction says."""
    rows = Participant.objects.filter(owner=owner).select_related("interaction")
    return [
        row.pk
        for row in rows
        if row.day != (row.interaction.day if row.interaction.trash_id is None else None)
        or row.counted_on != (row.day if row.interaction.answered else None)
    ]


def wrong_people(owner: User) -> list[int]:
    """People whose kept last contact is not the latest day of their parts that count."""
    days: dict[int, date] = {}
    for row in Participant.objects.filter(owner=owner).select_related("interaction"):
        talk = row.interaction
        if talk.answered and talk.trash_id is None:
            days[row.contact_id] = max(days.get(row.contact_id, date.min), talk.day)
    return [one.pk for one in Contact._base_manager.filter(owner=owner) if one.last_on != days.get(one.pk)]


def step(owner: User, chance: Random) -> None:
    """One random thing that people, forms, bulk statements or an import do."""
    people, talks = [*Contact.objects.for_owner(owner)], [*Interaction.objects.for_owner(owner)]
    if not people or not talks or chance.random() < 0.3:
        log_interaction(owner=owner, contacts=[*people[:1], make_contact(owner=owner)], day=some_day(chance))
        return
    talk, parts = chance.choice(talks), [*Participant.objects.filter(owner=owner)]
    if not parts:
        change_participants(interaction=talk, contacts=people[:1], own_notes={})
        return
    match chance.randrange(11):
        case 0:
            talk.day, talk.answered = some_day(chance), chance.random() < 0.5
            talk.save()
        case 1:
            talk.throw_away()
        case 2:
            for trash in Trash.objects.for_owner(owner)[:2]:
                trash.put_back()
        case 3:
            delete_contact(contact=chance.choice(people))
        case 4:
            change_participants(interaction=talk, contacts=[chance.choice(people)], own_notes={})
        case 5:
            Interaction.objects.filter(owner=owner).update(answered=chance.random() < 0.5)
        case 6:
            part = chance.choice(parts)
            part.counted_on = some_day(chance)
            part.save()
        case 7:
            make_interaction(owner=owner, contacts=people[:2], day=some_day(chance), answered=chance.random() < 0.5)
        case 8:
            Participant.objects.filter(owner=owner, pk=chance.choice(parts).pk).delete()
        case 9:
            old = chance.choice(people)
            log_interaction(owner=owner, contacts=[old], day=some_day(chance))
            old.position = "saved from before the talk"
            old.save()
        case 10:
            one, other = chance.choice(people), make_contact(owner=owner)
            Participant.objects.filter(contact=one).update(contact=other)


def some_day(chance: Random) -> date:
    return DAY + timedelta(days=chance.randint(-50, 50))


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 2**32))
def test_kept_days_are_what_the_facts_say(seed: int) -> None:
    owner, chance = make_user(), Random(seed)
    for _ in range(8):
        step(owner, chance)
        assert not wrong(owner)
        assert not wrong_people(owner)
    assert recount() == 0


def test_a_kept_last_contact_that_is_wrong_is_counted_and_mended(owner: User) -> None:
    person = make_contact(owner=owner)
    make_interaction(owner=owner, contacts=[person])
    TRIGGERS.drop()
    Contact.objects.filter(pk=person.pk).update(last_on=None)
    assert recount() == 1
    TRIGGERS.install()
    assert Contact.objects.get(pk=person.pk).last_on == DAY


def test_a_participant_saved_with_an_old_day_keeps_the_new_one(owner: User) -> None:
    talk = make_interaction(owner=owner, contacts=[make_contact(owner=owner)])
    part = talk.participants.get()
    Interaction.objects.filter(pk=talk.pk).update(day=DAY + timedelta(days=3))
    part.own_note = "ещё одно"
    part.save()
    part.refresh_from_db()
    assert (part.counted_on, part.own_note) == (DAY + timedelta(days=3), "ещё одно")
