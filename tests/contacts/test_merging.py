"""Merging two people loses nothing, and unmerging gives back the very same rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Attendance, Membership
from contacts import kept_days
from contacts.actions.journal import values_of
from contacts.actions.merging import FIELDS, MergeRefused, merge, unmerge
from contacts.actions.trash import delete_contact
from contacts.finding.keys import note_text
from contacts.models import (
    Channel,
    Congratulation,
    Contact,
    ImportantDate,
    Interaction,
    Merge,
    NotSame,
    Participant,
    Promise,
    Referral,
    Relationship,
    TieChange,
)
from contacts.owned import Owned
from contacts.photos import put_photo
from networking.accounts.models import User
from tests.factories import (
    DAY,
    make_attendance,
    make_channel,
    make_community,
    make_contact,
    make_date,
    make_event,
    make_interaction,
    make_membership,
    make_mentorship,
    make_promise,
    make_referral,
    make_relationship,
    make_tag,
    make_user,
)
from tests.network import fill, picture

KEEP: dict[str, str] = {}
TO_ME = ["mentor", "partner"]
OLD, ROLES = date(2026, 1, 1), ["participant", "organiser"]


def snapshot() -> dict[str, list[dict[str, Any]]]:
    """Every stored column of every personal row and of what joins them, but the merges themselves."""
    models = [model for model in apps.get_models(include_auto_created=True) if model is not Merge]
    ours = [model for model in models if issubclass(model, Owned) or model is Contact.tags.through]
    return {model._meta.label: [values_of(row) for row in model._base_manager.order_by("pk")] for model in ours}


def counts() -> dict[str, int]:
    models = (Interaction, Promise, Referral, Membership)
    return {model.__name__: model._base_manager.count() for model in models}


def random_network(owner: User, seed: int) -> list[Contact]:
    """Six people with everything that can join them, so that any two have much in common."""
    dice = Random(seed)
    people = [make_contact(owner=owner, name=f"Имя{n} Фамилия{n % 3}", company="Яндекс" * (n % 2)) for n in range(6)]
    for one in people:
        one.introduced_by = dice.choice([None, *people]) if dice.random() < 0.7 else None
        one.introduced_by = None if one.introduced_by == one else one.introduced_by
        one.about, one.roles = (
            dice.choice(["", "люблю горы", "х"]),
            dice.sample(TO_ME, dice.randint(0, 2)),
        )
        one.save()
    tags = [make_tag(owner=owner) for _ in range(2)]
    community, events = make_community(owner=owner), [make_event(owner=owner) for _ in range(2)]
    for one in people:
        one.tags.add(*dice.sample(tags, dice.randint(0, 2)))
        make_channel(contact=one, value=dice.choice(["@anna", "@Anna", "@ira"]))
        important = make_date(contact=one, day=dice.choice([1, 2]), year=dice.choice([None, 1990, 1991]))
        talk = make_interaction(owner=owner, contacts=[one], day=DAY - timedelta(days=dice.randint(0, 9)))
        Congratulation.objects.create(owner=owner, date=important, meant_for=DAY, interaction=talk)
        TieChange.objects.create(
            owner=owner, contact=one, day=dice.choice([DAY, date(2026, 1, 1)]), tie=dice.randint(1, 5)
        )
        make_promise(contact=one, interaction=talk)
        make_mentorship(contact=one)
        make_membership(
            contact=one,
            community=community,
            since=dice.choice([None, DAY]),
            role=dice.choice(["participant", "organiser"]),
        )
        for event in dice.sample(events, dice.randint(0, 2)):
            make_attendance(event=event, contact=one, came=dice.random() < 0.5, interaction=dice.choice([None, talk]))
    for _ in range(6):
        one, other, third = dice.sample(people, 3)
        talk = make_interaction(owner=owner, contacts=[one, other], answered=dice.random() < 0.8)
        Participant.objects.filter(interaction=talk, contact=one).update(own_note="записка")
        make_referral(owner=owner, giver=one, receiver=other, subject=dice.choice([None, third]))
        make_relationship(contact=one, other=other, kind=dice.choice(["friend", "colleague"]))
        low, high = sorted([one, third], key=lambda person: person.pk)
        NotSame.objects.get_or_create(owner=owner, low=low, high=high)
        dice.choice([talk, make_promise(contact=one)]).throw_away()
    return people


@pytest.mark.django_db
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), side=st.sampled_from(["kept", "gone", "both"]), more=st.booleans())
def test_unmerge_returns_every_row_and_merge_loses_nothing(seed: int, side: str, more: bool) -> None:
    from django.db import transaction

    with transaction.atomic():
        owner = make_user()
        people = random_network(owner, seed)
        before, counted = snapshot(), counts()
        chosen = {name: ("gone" if side == "both" and name != "about" else side) for name in FIELDS}
        first = merge(owner=owner, kept=people[0], gone=people[1], chosen=chosen)
        assert not Contact.objects.filter(pk=people[1].pk).exists()
        after = counts()
        assert {**after, "Membership": 0} == {**counted, "Membership": 0}
        assert kept_days.recount() == 0
        _keys_are_right(people[0].pk)
        _no_circle(people[0].pk)
        second = merge(owner=owner, kept=people[2], gone=people[0], chosen={}) if more else None
        if second:
            with pytest.raises(MergeRefused) as refused:
                unmerge(merged=first)
            assert refused.value.code == "later"
            unmerge(merged=second)
        assert unmerge(merged=first).pk == people[1].pk
        assert snapshot() == before
        assert kept_days.recount() == 0
        transaction.set_rollback(True)


def _keys_are_right(pk: int) -> None:
    kept = Contact.objects.get(pk=pk)
    stored = (kept.name_key, kept.search_text, kept.about_text)
    kept.refresh_keys()
    assert (kept.name_key, kept.search_text, note_text(kept.about, kept.how_met)) == stored


def _no_circle(pk: int) -> None:
    above = dict(Contact.objects.values_list("pk", "introduced_by_id"))
    assert all(one != introducer for one, introducer in above.items())


@time_machine.travel("2026-11-20 12:00:00+03:00")
def test_a_full_network_of_two_and_back(owner: User, stranger: User) -> None:
    theirs = fill(stranger, date(2026, 11, 20))
    rows = fill(owner, date(2026, 11, 20))
    kept = Contact.objects.get(owner=owner, family_name="Личность")
    gone = Contact.objects.get(pk=rows["Contact"].pk)
    before = snapshot()
    merged = merge(owner=owner, kept=kept, gone=gone, chosen={"photo": "gone"})
    kept.refresh_from_db()
    assert kept.photo.name
    assert kept.photo.name != gone.photo.name
    assert default_storage.exists(kept.photo.name)
    assert Participant.objects.filter(interaction_id=rows["Interaction"].pk).count() == 1
    assert not Relationship.objects.filter(owner=owner).exists()
    referral = Referral.objects.get(owner=owner)
    assert (referral.giver, referral.receiver) == (kept, None)
    assert kept.introduced_by is None
    assert theirs["Contact"].pk
    unmerge(merged=merged)
    assert snapshot() == before


def test_what_both_have_is_united(owner: User) -> None:
    one, other = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Аня Петрова")
    make_channel(contact=one, kind="phone", value="+7 916 000-00-00")
    make_channel(contact=other, kind="phone", value="8 (916) 000 00 00", preferred=True)
    make_channel(contact=other, kind="email", value="anna@example.org")
    talk = make_interaction(owner=owner, contacts=[one, other])
    for person, note in ((one, "любит чай"), (other, "ищет работу")):
        Participant.objects.filter(interaction=talk, contact=person).update(own_note=note)
    event = make_event(owner=owner, starts=datetime(2026, 10, 1, tzinfo=UTC))
    make_attendance(event=event, contact=one, invited=True)
    make_attendance(event=event, contact=other, came=True, interaction=talk)
    make_date(contact=one)
    make_date(contact=other, year=1990)
    merge(owner=owner, kept=one, gone=other, chosen=KEEP)
    assert {(row.value_folded, row.preferred) for row in Channel.objects.filter(contact=one)} == {
        ("+79160000000", True),
        ("anna@example.org", False),
    }
    part = Participant.objects.get(interaction=talk)
    assert (part.own_note, part.contact) == ("любит чай\n\nищет работу", one)
    assert "работ" in part.own_text
    attendance = Attendance.objects.get(event=event)
    assert (attendance.invited, attendance.came, attendance.interaction) == (True, True, talk)
    assert ImportantDate.objects.get(contact=one).year == 1990


def test_birthdays_of_other_years_both_stay(owner: User) -> None:
    one, other = make_contact(owner=owner), make_contact(owner=owner)
    make_date(contact=one, year=1985)
    make_date(contact=other, year=1990)
    merge(owner=owner, kept=one, gone=other, chosen=KEEP)
    assert {*ImportantDate.objects.filter(contact=one).values_list("year", flat=True)} == {1985, 1990}


def test_a_circle_of_introductions_is_opened_and_closed_again(owner: User) -> None:
    kept = make_contact(owner=owner)
    between = make_contact(owner=owner)
    gone = make_contact(owner=owner, introduced_by=between)
    between.introduced_by = kept
    between.save()
    before = snapshot()
    merged = merge(owner=owner, kept=kept, gone=gone, chosen={"introduced_by": "gone"})
    kept.refresh_from_db()
    assert kept.introduced_by is None
    unmerge(merged=merged)
    assert snapshot() == before


def test_what_happened_since_stays(owner: User) -> None:
    kept, gone = make_contact(owner=owner, name="Анна Петрова"), make_contact(owner=owner, name="Аня Петрова")
    third = make_contact(owner=owner)
    promise, moved_on = make_promise(contact=gone), make_promise(contact=gone)
    merged = merge(owner=owner, kept=kept, gone=gone, chosen={"given_name": "gone"})
    kept.refresh_from_db()
    assert kept.given_name == "Аня"
    kept.city, kept.version = "Казань", kept.version + 1
    kept.save()
    added = make_promise(contact=kept)
    Promise.objects.filter(pk=moved_on.pk).update(contact=third)
    unmerge(merged=merged)
    kept.refresh_from_db()
    assert (kept.given_name, kept.city) == ("Анна", "Казань")
    assert Promise.objects.get(pk=added.pk).contact == kept
    assert Promise.objects.get(pk=promise.pk).contact == gone
    assert Promise.objects.get(pk=moved_on.pk).contact == third


def test_unmerge_waits_for_the_trash_and_ends_after_thirty_days(owner: User) -> None:
    kept, gone = make_contact(owner=owner), make_contact(owner=owner)
    merged = merge(owner=owner, kept=kept, gone=gone, chosen=KEEP)
    trash = delete_contact(contact=Contact.objects.get(pk=kept.pk))
    with pytest.raises(MergeRefused, match="trash"):
        unmerge(merged=merged)
    trash.put_back()
    with time_machine.travel(merged.created_at + timedelta(days=31)), pytest.raises(MergeRefused, match="late"):
        unmerge(merged=merged)
    unmerge(merged=merged)
    with pytest.raises(MergeRefused, match="late"):
        unmerge(merged=merged)


def test_a_strangers_person_is_never_merged(owner: User, stranger: User) -> None:
    mine, theirs = make_contact(owner=owner), make_contact(owner=stranger)
    for kept, gone in ((mine, theirs), (theirs, mine)):
        with pytest.raises(MergeRefused, match="missing"):
            merge(owner=owner, kept=kept, gone=gone, chosen=KEEP)
    assert Contact.objects.count() == 2


def test_a_new_photo_after_the_merge_does_not_take_the_old_one(owner: User) -> None:
    kept, gone = make_contact(owner=owner), make_contact(owner=owner)
    put_photo(gone, picture())
    name = gone.photo.name
    merged = merge(owner=owner, kept=kept, gone=gone, chosen={"photo": "gone"})
    kept.refresh_from_db()
    put_photo(kept, picture())
    assert unmerge(merged=merged).photo.name == name
    assert name
    assert default_storage.exists(name)
