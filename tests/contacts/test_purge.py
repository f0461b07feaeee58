from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contacts.actions.bulk import archive_people
from contacts.actions.trash import delete_contact, delete_people
from contacts.models import BulkChange, Contact, Interaction, Trash
from contacts.photos import put_photo
from networking.accounts.models import User
from tests.factories import make_contact, make_interaction, make_promise
from tests.network import fill, picture

pytestmark = pytest.mark.django_db(transaction=True)


def purge(*arguments: str) -> str:
    said = StringIO()
    call_command("purge_trash", *arguments, stdout=said)
    return said.getvalue()


def has_photo(person: Contact) -> bool:
    return default_storage.exists(person.photo.name or "")


def age(trash: Trash | BulkChange, days: int) -> None:
    type(trash).objects.filter(pk=trash.pk).update(created_at=timezone.now() - timedelta(days=days, minutes=1))


def test_old_deletions_go_for_good_with_their_photos(owner: User) -> None:
    anna, boris, vera = (make_contact(owner=owner, name=name) for name in ("Анна", "Борис", "Вера"))
    for one in (anna, boris, vera):
        put_photo(one, picture())
    both = make_interaction(owner=owner, contacts=[anna, vera])
    alone = make_interaction(owner=owner, contacts=[anna])
    make_promise(contact=anna)
    age(delete_contact(contact=anna), 30)
    age(delete_contact(contact=boris), 29)
    assert has_photo(anna)
    assert "1 deletions with 1 people and 1 photos" in purge()
    assert set(Contact.objects.filter(owner=owner)) == {boris, vera}
    assert set(Interaction.objects.filter(owner=owner)) == {both}
    assert alone not in Interaction.objects.all()
    assert not has_photo(anna)
    assert has_photo(boris)
    assert has_photo(vera)
    Trash.objects.get(owner=owner).put_back()
    assert set(Contact.objects.for_owner(owner)) == {boris, vera}
    assert "0 deletions with 0 people and 0 photos; 0 changes" in purge()


def test_a_dry_run_says_and_does_nothing(owner: User) -> None:
    anna = make_contact(owner=owner)
    put_photo(anna, picture())
    change = archive_people(owner=owner, people=Contact.objects.for_owner(owner), on=timezone.localdate())
    assert change
    age(change, 31)
    age(delete_contact(contact=anna), 31)
    assert "1 deletions with 1 people and 1 photos; 1 changes" in purge("--dry-run")
    assert Trash.objects.count() == BulkChange.objects.count() == Contact.objects.count() == 1
    assert "1 deletions with 1 people and 1 photos; 1 changes" in purge()
    assert Trash.objects.count() == BulkChange.objects.count() == Contact.objects.count() == 0
    assert not has_photo(anna)


def test_a_batch_of_many_goes_whole(owner: User) -> None:
    for number in range(7):
        make_contact(owner=owner, name=f"Имя{number}")
    trash, _count = delete_people(owner=owner, people=Contact.objects.for_owner(owner))
    age(trash, 40)
    assert "1 deletions with 7 people" in purge("--days", "35")
    assert not Contact.objects.exists()


def test_everything_that_can_be_thrown_away_can_be_purged(owner: User, stranger: User) -> None:
    today = timezone.localdate()
    kept = fill(stranger, today)
    thrown = [row for row in fill(owner, today).values() if hasattr(row, "throw_away")]
    assert len(thrown) > 8
    for row in thrown:
        row.throw_away()
    Trash.objects.filter(owner=owner).update(created_at=timezone.now() - timedelta(days=31))
    purge()
    assert not Trash.objects.filter(owner=owner).exists()
    for row in thrown:
        assert not type(row)._base_manager.filter(pk=row.pk).exists()
    for row in kept.values():
        assert type(row)._base_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize("days", ["-1", "99999999"])
def test_a_wrong_number_of_days_is_refused(days: str) -> None:
    with pytest.raises(CommandError, match="--days"):
        purge(f"--days={days}")


def test_the_trash_says_how_many_days_are_left(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна")
    change = archive_people(owner=owner, people=Contact.objects.for_owner(owner), on=timezone.localdate())
    assert change
    trash = delete_contact(contact=anna)
    Trash.objects.filter(pk=trash.pk).update(created_at=timezone.now() - timedelta(days=20))
    page = client_of_owner.get(reverse("contacts:trash"))
    assert [(one.pk, left) for one, left in page.context["deletions"]] == [(trash.pk, 10)]
    assert [(one.pk, left) for one, left, _undo in page.context["changes"]] == [(change.pk, 30)]
    assert reverse("contacts:bulk_undo", args=[change.pk]) in page.content.decode()
