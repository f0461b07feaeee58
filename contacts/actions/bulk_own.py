"""What the ground floor offers to do with many people; the order is that of the bar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from contacts.actions import bulk, bulk_undo
from contacts.actions.trash import throw_away_some
from contacts.bulk import BulkAction
from contacts.models import BulkChange, ContactQuerySet, Tag

Values = dict[str, Any]


def _tag(owner: AbstractBaseUser, people: ContactQuerySet, values: Values) -> BulkChange | None:
    return bulk.add_tag(owner=owner, people=people, name=values["name"])


def _untag(owner: AbstractBaseUser, people: ContactQuerySet, values: Values) -> BulkChange | None:
    tag = Tag.objects.for_owner(owner).filter(pk=values["tag"]).first()
    return bulk.remove_tag(owner=owner, people=people, tag=tag) if tag else None


def _cadence(owner: AbstractBaseUser, people: ContactQuerySet, values: Values) -> BulkChange | None:
    return bulk.set_cadence(owner=owner, people=people, ideal=values["ideal"], at_most=values["at_most"])


def _archive(owner: AbstractBaseUser, people: ContactQuerySet, values: Values) -> BulkChange | None:
    return bulk.archive_people(owner=owner, people=people, on=date.fromisoformat(values["on"]))


def _unarchive(owner: AbstractBaseUser, people: ContactQuerySet, _values: Values) -> BulkChange | None:
    return bulk.unarchive_people(owner=owner, people=people)


OWN = (
    BulkAction("tag", "contacts:bulk_tag", _("Add a tag"), "tag", _tag, bulk_undo.undo_tag, rank=10),
    BulkAction("untag", "contacts:bulk_untag", _("Take a tag away"), "x", _untag, bulk_undo.undo_untag, rank=20),
    BulkAction("cadence", "contacts:bulk_cadence", _("Cadence"), "refresh", _cadence, bulk_undo.undo_cadence),
    BulkAction("archive", "contacts:bulk_archive", _("To the archive"), "archive", _archive, bulk_undo.undo_archive),
    BulkAction(
        "unarchive",
        "contacts:bulk_unarchive",
        _("Out of the archive"),
        "arrow-left",
        _unarchive,
        bulk_undo.undo_unarchive,
    ),
    BulkAction("delete", "contacts:bulk_delete", _("Delete"), "trash", throw_away_some, rank=90, at_once=100),
)
