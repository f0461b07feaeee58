"""What has lain in the trash long enough goes for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from contacts.actions.merged_photos import delete_unused, photos_in, photos_told, unused_photos
from contacts.bulk import chunks
from contacts.models import BulkChange, Change, Contact, Merge, Trash

# What upper floors forget as well, by what it is called; each says how much it is, or would be.
_others: dict[str, Callable[[datetime, bool], int]] = {}
# People whose rows are read into memory at once: a deletion takes what leans on them along.
_PEOPLE = 500


@dataclass
class Purged:
    """How much is gone, or would be."""

    deletions: int = 0
    people: int = 0
    photos: int = 0
    changes: int = 0
    merges: int = 0
    others: dict[str, int] = field(default_factory=dict)


def register(what: str, forget: Callable[[datetime, bool], int]) -> None:
    """Let an upper floor forget its own, older than a moment, in the same run; told in `AppConfig.ready`."""
    _others[what] = forget


def purge(*, before: datetime, dry_run: bool = False) -> Purged:
    """Delete for good what was thrown away before a moment, and forget how older merges and changes of many are undone.

    Photos go with their people, once the database is sure. Each deletion is a transaction of its own: what has
    been purged stays so when a later one fails, and a second run finds nothing left.
    """
    gone = Purged(changes=_old_changes(before, dry_run=dry_run))
    for merged in Merge.objects.filter(created_at__lt=before).order_by("pk"):
        gone.merges += 1
        gone.photos += _forget(merged, dry_run=dry_run)
    for trash in Trash.objects.filter(created_at__lt=before).order_by("pk"):
        people = Contact.objects.filter(trash=trash)
        gone.people += people.count()
        gone.photos += people.exclude(photo="").count()
        gone.deletions += 1
        if not dry_run:
            _purge_one(trash)
    gone.photos += _old_photos(before, dry_run=dry_run)
    gone.others = {what: forget(before, dry_run) for what, forget in _others.items()}
    return gone


def _old_changes(before: datetime, *, dry_run: bool) -> int:
    old = BulkChange.objects.filter(created_at__lt=before)
    return old.count() if dry_run else old.delete()[0]


def _old_photos(before: datetime, *, dry_run: bool) -> int:
    """Files of photos that were replaced or removed so long ago that the history gives them back no more."""
    gone = 0
    old = Change.objects.filter(created_at__lt=before, fields__has_key="photo").order_by()
    for owner in old.values_list("owner", flat=True).distinct():
        names = photos_told(owner=owner, created_at__lt=before) - photos_told(owner=owner, created_at__gte=before)
        unused = [name for name in unused_photos(owner, names) if default_storage.exists(name)]
        gone += len(unused)
        if not dry_run:
            _delete_files(unused)
    return gone


@transaction.atomic
def _forget(merged: Merge, *, dry_run: bool) -> int:
    """Forget how a merge is taken apart, with the photos that waited for it; says how many these are."""
    names = photos_in(merged)
    if dry_run:
        return len(unused_photos(merged.owner_id, names, but=merged))
    merged.delete()
    return len(delete_unused(merged.owner_id, names))


@transaction.atomic
def _purge_one(trash: Trash) -> None:
    rows = [*Contact.objects.filter(trash=trash).values_list("pk", "photo")]
    worn = {photo for _pk, photo in rows if photo}
    earlier = photos_told(owner=trash.owner_id, contact__trash=trash) - worn
    for some in chunks(rows, _PEOPLE):
        Contact.objects.filter(pk__in=[pk for pk, _photo in some]).delete()
    trash.delete()
    transaction.on_commit(lambda: _delete_files(sorted(worn)))
    delete_unused(trash.owner_id, earlier)


def _delete_files(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
