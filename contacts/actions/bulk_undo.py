"""How each change of many people is put back: only where what it set still stands."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from contacts.bulk import chunks, undo_of
from contacts.models import BulkChange, Contact, ContactQuerySet, Tag

_Bearers = Contact.tags.through


@transaction.atomic
def undo_bulk_change(*, change: BulkChange) -> None:
    """Put a change back and forget it; a second press at the same time finds nothing and raises DoesNotExist."""
    locked = BulkChange.objects.select_for_update().get(pk=change.pk, owner=change.owner_id)
    if undo := undo_of(locked):
        undo(locked)
    locked.delete()


def undo_tag(change: BulkChange) -> None:
    before = change.before
    for some in chunks(before["ids"]):
        bearers = _Bearers.objects.filter(tag=before["tag"], tag__owner=change.owner_id, contact__in=some)
        stale = [*bearers.values_list("contact", flat=True)]
        _Bearers.objects.filter(tag=before["tag"], contact__in=stale).delete()
        _put(_people(change, stale), version=F("version") + 1)
    if before["made"]:
        Tag.objects.filter(pk=before["tag"], owner=change.owner_id, contacts=None).delete()


def undo_untag(change: BulkChange) -> None:
    tag = Tag.objects.filter(pk=change.before["tag"], owner=change.owner_id).first()
    for some in chunks(change.before["ids"]) if tag else ():
        without = _people(change, some).exclude(pk__in=_Bearers.objects.filter(tag=tag).values("contact"))
        ids = [*without.values_list("pk", flat=True)]
        _Bearers.objects.bulk_create([_Bearers(contact_id=pk, tag=tag) for pk in ids], ignore_conflicts=True)
        _put(_people(change, ids), version=F("version") + 1)


def undo_cadence(change: BulkChange) -> None:
    now_ideal, now_at_most = change.before["set"]
    for ideal, at_most, ids in change.before["groups"]:
        for some in chunks(ids):
            same = _people(change, some).filter(cadence_ideal=now_ideal, cadence_at_most=now_at_most)
            _put(same, cadence_ideal=ideal, cadence_at_most=at_most, version=F("version") + 1)


def undo_archive(change: BulkChange) -> None:
    for some in chunks(change.before["ids"]):
        _put(_people(change, some).filter(archived_on=change.before["on"]), archived_on=None)


def undo_unarchive(change: BulkChange) -> None:
    for day, ids in change.before["days"].items():
        for some in chunks(ids):
            _put(_people(change, some).active(), archived_on=day)


def _people(change: BulkChange, ids: Any) -> ContactQuerySet:
    """Those of the people who still exist, in the trash or not."""
    return Contact.objects.filter(owner=change.owner_id, pk__in=ids)


def _put(people: ContactQuerySet, **values: object) -> None:
    people.update(updated_at=timezone.now(), **values)
