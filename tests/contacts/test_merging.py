"""Merging two people loses nothing, and unmerging gives back the very same rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Attendance
from contacts.actions.merging import MergeRefused, merge, unmerge
from contacts.actions.trash import delete_contact
from contacts.models import (
    Channel,
    Contact,
    ImportantDate,
    Interaction,
    Mention,
    Participant,
    Promise,
    Referral,
    Relationship,
)
from contacts.photos import put_photo
from networking.accounts.models import User
from tests.factories import (
    DAY,
    make_attendance,
    make_channel,
    make_contact,
    make_date,
    make_event,
    make_interaction,
    make_promise,
    make_relationship,
)
from tests.merge_network import snapshot
from tests.network import fill, picture

KEEP: dict[str, str] = {}


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


def test_keys_of_search_follow_what_comes_back(owner: User) -> None:
    kept = make_contact(owner=owner, name="Анна Петрова")
    gone = make_contact(owner=owner, name="Нюра Сидорова", how_met="на ярмарке")
    merged = merge(owner=owner, kept=kept, gone=gone, chosen={"given_name": "gone", "how_met": "gone"})
    person = Contact.objects.get(pk=kept.pk)
    person.family_name, person.about = "Орлова", "пишет стихи"
    person.save()
    unmerge(merged=merged)
    person.refresh_from_db()
    assert (person.given_name, person.family_name, person.how_met) == ("Анна", "Орлова", "")
    assert "нюра" not in person.search_text
    assert "ярмарк" not in person.about_text
    assert "стих" in person.about_text


def test_a_rhythm_that_was_changed_since_stays_whole(owner: User) -> None:
    kept = make_contact(owner=owner, cadence_ideal=10, cadence_at_most=20)
    gone = make_contact(owner=owner, cadence_ideal=30, cadence_at_most=60)
    chosen = {"cadence_ideal": "gone", "cadence_at_most": "gone"}
    merged = merge(owner=owner, kept=kept, gone=gone, chosen=chosen)
    person = Contact.objects.get(pk=kept.pk)
    person.cadence_ideal = 50
    person.save()
    unmerge(merged=merged)
    person.refresh_from_db()
    assert (person.cadence_ideal, person.cadence_at_most) == (50, 60)


def test_taking_apart_closes_no_circle_with_what_was_written_since(owner: User) -> None:
    gone = make_contact(owner=owner)
    below = make_contact(owner=owner, introduced_by=gone)
    above, kept = make_contact(owner=owner), make_contact(owner=owner, introduced_by=make_contact(owner=owner))
    gone.introduced_by = above
    gone.save()
    merged = merge(owner=owner, kept=kept, gone=gone, chosen={"introduced_by": "kept"})
    above.introduced_by = below
    above.save()
    unmerge(merged=merged)
    introducers = dict(Contact.objects.values_list("pk", "introduced_by"))
    assert (introducers[above.pk], introducers[below.pk], introducers[gone.pk]) == (below.pk, gone.pk, None)


def test_who_introduced_them_may_be_gone_for_good(owner: User) -> None:
    first, second = make_contact(owner=owner), make_contact(owner=owner)
    kept, gone = make_contact(owner=owner, introduced_by=first), make_contact(owner=owner, introduced_by=second)
    merged = merge(owner=owner, kept=kept, gone=gone, chosen={"introduced_by": "gone"})
    Contact.objects.filter(pk=first.pk).delete()
    unmerge(merged=merged)
    kept.refresh_from_db()
    assert kept.introduced_by == second


def test_merges_that_do_not_touch_each_other_come_apart_in_any_order(owner: User) -> None:
    pairs = [(make_contact(owner=owner), make_contact(owner=owner)) for _ in range(2)]
    before = snapshot()
    first, second = (merge(owner=owner, kept=one, gone=other, chosen=KEEP) for one, other in pairs)
    unmerge(merged=first)
    unmerge(merged=second)
    assert snapshot() == before


def test_a_row_that_a_later_merge_united_makes_the_earlier_one_wait(owner: User) -> None:
    one, other, third, fourth = (make_contact(owner=owner) for _ in range(4))
    make_relationship(contact=one, other=third, kind="friend")
    make_relationship(contact=other, other=fourth, kind="friend")
    before = snapshot()
    first = merge(owner=owner, kept=one, gone=other, chosen=KEEP)
    second = merge(owner=owner, kept=third, gone=fourth, chosen=KEEP)
    with pytest.raises(MergeRefused, match="later") as refused:
        unmerge(merged=first)
    assert refused.value.name == str(second)
    unmerge(merged=second)
    unmerge(merged=first)
    assert snapshot() == before


def test_many_mentions_come_back_in_as_many_statements_as_few(owner: User) -> None:
    counted = []
    for many in (3, 60):
        kept, gone, other = (make_contact(owner=owner) for _one in range(3))
        note = f"Про @[Нюра #{gone.pk}] и про работу"
        Interaction.objects.bulk_create(Interaction(owner=owner, day=DAY, kind="call", note=note) for _n in range(many))
        make_interaction(owner=owner, contacts=[other, gone], note=note)
        before = [*Interaction.objects.order_by("pk").values()]
        merged = merge(owner=owner, kept=kept, gone=gone, chosen={})
        assert not Mention.objects.filter(contact=gone).exists()
        assert Mention.objects.filter(contact=kept).count() == many + 1
        with CaptureQueriesContext(connection) as asked:
            unmerge(merged=merged)
        counted.append(len(asked))
        assert [*Interaction.objects.order_by("pk").values()] == before
        assert Mention.objects.filter(contact=gone).count() == many + 1
    assert counted[0] == counted[1]


def test_a_copied_photo_goes_when_the_merge_is_taken_apart(
    owner: User, django_capture_on_commit_callbacks: Any
) -> None:
    kept, gone = make_contact(owner=owner), make_contact(owner=owner)
    for one in (kept, gone):
        put_photo(one, picture())
    merged = merge(owner=owner, kept=kept, gone=gone, chosen={"photo": "gone"})
    copied = Contact.objects.get(pk=kept.pk).photo.name
    with django_capture_on_commit_callbacks(execute=True):
        unmerge(merged=merged)
    assert copied
    assert not default_storage.exists(copied)
    assert all(default_storage.exists(one.photo.name or "") for one in Contact.objects.all())
