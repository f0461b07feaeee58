"""Files of photos that nobody wears: they go when no merge and no young history speaks of them any more."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from contacts.models import Change, Contact, Merge
from contacts.models.bulk_change import KEPT_FOR


def copy_of(photo: str) -> str:
    """A file of its own, so that a new photo of the one does not take away the other's on its way back."""
    if not photo or not default_storage.exists(photo):
        return ""
    with default_storage.open(photo) as file:
        return default_storage.save(photo, ContentFile(file.read()))


def photos_in(merged: Merge) -> set[str]:
    """The files of which the journal of a merge speaks."""
    found: set[str] = set()
    for kind, label, *rest in merged.record.get("steps", ()):
        if label == Contact._meta.label:
            values = [rest[0]["photo"]] if kind == "delete" else rest[1].get("photo", ())
            found |= {*values} - {None, ""}
    return found


def photos_told(**those: Any) -> set[str]:
    """The files that those changes took off people: their history can give them back."""
    told = Change.objects.filter(fields__has_key="photo", **those)
    return {name for fields in told.values_list("fields", flat=True) for name in fields["photo"][:1] if name}


def unused_photos(owner_id: int, names: Iterable[str], *, but: Merge | None = None) -> list[str]:
    """Those of the files that nobody wears and for which neither a merge, `but` one, nor the history waits."""
    wanted = sorted({*names})
    if not wanted:
        return []
    worn = {*Contact.objects.filter(owner_id=owner_id, photo__in=wanted).values_list("photo", flat=True)}
    for other in Merge.objects.filter(owner_id=owner_id, undone_at=None).exclude(pk=but.pk if but else 0):
        worn |= photos_in(other)
    worn |= photos_told(owner=owner_id, created_at__gt=timezone.now() - KEPT_FOR)
    return [name for name in wanted if name not in worn]


def delete_unused(owner_id: int, names: Iterable[str]) -> list[str]:
    """Delete the unused of these files once the database is sure; says which."""
    unused = unused_photos(owner_id, names)
    transaction.on_commit(partial(_delete, unused))
    return unused


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
