"""Files of photos of which only a merge still speaks: they go when it is taken apart or forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from contacts.models import Contact, Merge


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


def unused_photos(owner_id: int, names: Iterable[str], *, but: Merge | None = None) -> list[str]:
    """Those of the files that nobody wears and for which no merge waits, `but` one."""
    wanted = sorted({*names})
    if not wanted:
        return []
    worn = {*Contact.objects.filter(owner_id=owner_id, photo__in=wanted).values_list("photo", flat=True)}
    for other in Merge.objects.filter(owner_id=owner_id, undone_at=None).exclude(pk=but.pk if but else 0):
        worn |= photos_in(other)
    return [name for name in wanted if name not in worn]


def delete_unused(owner_id: int, names: Iterable[str]) -> list[str]:
    """Delete the unused of these files once the database is sure; says which."""
    unused = unused_photos(owner_id, names)
    transaction.on_commit(partial(_delete, unused))
    return unused


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
