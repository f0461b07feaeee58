"""How each change of many people is put back: only where what it set still stands."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from contacts.actions.bulk import CADENCE, tell_columns
from contacts.bulk import chunks
from contacts.models import BulkChange, Change, Contact, ContactQuerySet, Tag
from contacts.models.change import TAGS

_Bearers = Contact.tags.through


def undo_tag(change: BulkChange) -> None:
    before = change.before
    for some in chunks(before["ids"]):
        bearers = _Bearers.objects.filter(tag=before["tag"], tag__owner=change.owner_id, contact__in=some)
        stale = [*bearers.values_list("contact", flat=True)]
        _Bearers.objects.filter(tag=before["tag"], contact__in=stale).delete()
        _put(_people(change, stale), version=F("version") + 1)
        Change.tell_of_many(change.owner_id, stale, {TAGS: [_tag_name(before["tag"]), []]})
    if before["made"]:
        Tag.objects.filter(pk=before["tag"], owner=change.owner_id, contacts=None).delete()


def undo_untag(change: BulkChange) -> None:
    tag = Tag.objects.filter(pk=change.before["tag"], owner=change.owner_id).first()
    for some in chunks(change.before["ids"]) if tag else ():
        without = _people(change, some).exclude(pk__in=_Bearers.objects.filter(tag=tag).values("contact"))
        ids = [*without.values_list("pk", flat=True)]
        _Bearers.objects.bulk_create([_Bearers(contact_id=pk, tag=tag) for pk in ids], ignore_conflicts=True)
        _put(_people(change, ids), version=F("version") + 1)
        Change.tell_of_many(change.owner_id, ids, {TAGS: [[], _tag_name(change.before["tag"])]})


def undo_cadence(change: BulkChange) -> None:
    now_ideal, now_at_most = change.before["set"]
    for ideal, at_most, ids in change.before["groups"]:
        for some in chunks(ids):
            same = _people(change, some).filter(cadence_ideal=now_ideal, cadence_at_most=now_at_most)
            pks = [*same.values_list("pk", flat=True)]
            _put(same, cadence_ideal=ideal, cadence_at_most=at_most, version=F("version") + 1)
            now = {CADENCE[0]: now_ideal, CADENCE[1]: now_at_most}
            tell_columns(change.owner_id, pks, now, {CADENCE[0]: ideal, CADENCE[1]: at_most})


def undo_archive(change: BulkChange) -> None:
    for some in chunks(change.before["ids"]):
        there = _people(change, some).filter(archived_on=change.before["on"])
        pks = [*there.values_list("pk", flat=True)]
        _put(there, archived_on=None)
        tell_columns(change.owner_id, pks, {"archived_on": change.before["on"]}, {"archived_on": None})


def undo_unarchive(change: BulkChange) -> None:
    for day, ids in change.before["days"].items():
        for some in chunks(ids):
            active = _people(change, some).active()
            pks = [*active.values_list("pk", flat=True)]
            _put(active, archived_on=day)
            tell_columns(change.owner_id, pks, {"archived_on": None}, {"archived_on": day})


def _tag_name(pk: int) -> list[str]:
    return [*Tag.objects.filter(pk=pk).values_list("name", flat=True)]


def _people(change: BulkChange, ids: Any) -> ContactQuerySet:
    """Those of the people who still exist, in the trash or not."""
    return Contact.objects.filter(owner=change.owner_id, pk__in=ids)


def _put(people: ContactQuerySet, **values: object) -> None:
    people.update(updated_at=timezone.now(), **values)
