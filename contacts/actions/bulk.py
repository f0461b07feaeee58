"""Changes of many people in one transaction, each with what undoes it. All of them take the people as a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.bulk import chunks
from contacts.models import BulkChange, Change, Contact, ContactQuerySet, Tag
from contacts.models.change import TAGS
from contacts.text import fold

_Bearers = Contact.tags.through
CADENCE = ("cadence_ideal", "cadence_at_most")


@transaction.atomic
def add_tag(*, owner: AbstractBaseUser, people: ContactQuerySet, name: str) -> BulkChange | None:
    """Give a tag to those who have it not; a new name makes the tag. None when nobody was without it."""
    tag, made = Tag.objects.get_or_create(owner_id=owner.pk, folded=fold(name), defaults={"name": name})
    ids = _ids(people.exclude(pk__in=_Bearers.objects.filter(tag=tag).values("contact")))
    for some in chunks(ids):
        _Bearers.objects.bulk_create([_Bearers(contact_id=pk, tag_id=tag.pk) for pk in some], ignore_conflicts=True)
    _touch(ids)
    Change.tell_of_many(owner.pk, ids, {TAGS: [[], [tag.name]]})
    if made and not ids:
        tag.delete()
    before = {"tag": tag.pk, "made": made, "ids": ids}
    return _kept(owner, "tag", _("tag “%(tag)s” added") % {"tag": tag.name}, len(ids), before)


@transaction.atomic
def remove_tag(*, owner: AbstractBaseUser, people: ContactQuerySet, tag: Tag) -> BulkChange | None:
    """Take a tag from those who have it; the tag itself stays. None when nobody had it."""
    ids = _ids(people.filter(pk__in=_Bearers.objects.filter(tag=tag).values("contact")))
    for some in chunks(ids):
        _Bearers.objects.filter(tag=tag, contact__in=some).delete()
    _touch(ids)
    Change.tell_of_many(owner.pk, ids, {TAGS: [[tag.name], []]})
    before = {"tag": tag.pk, "ids": ids}
    return _kept(owner, "untag", _("tag “%(tag)s” taken away") % {"tag": tag.name}, len(ids), before)


@transaction.atomic
def set_cadence(
    *, owner: AbstractBaseUser, people: ContactQuerySet, ideal: int | None, at_most: int | None
) -> BulkChange | None:
    """Set the two days of the cadence, or clear them with None. None is returned when everybody had these already."""
    groups: dict[tuple[int | None, int | None], list[int]] = {}
    for pk, *have in _locked(people).values_list("pk", "cadence_ideal", "cadence_at_most"):
        if have != [ideal, at_most]:
            groups.setdefault((have[0], have[1]), []).append(pk)
    ids = [pk for some in groups.values() for pk in some]
    _update(ids, cadence_ideal=ideal, cadence_at_most=at_most, version=F("version") + 1)
    for (was_ideal, was_at_most), some in groups.items():
        was = {CADENCE[0]: was_ideal, CADENCE[1]: was_at_most}
        tell_columns(owner.pk, some, was, {CADENCE[0]: ideal, CADENCE[1]: at_most})
    before = {"set": [ideal, at_most], "groups": [[*have, some] for have, some in groups.items()]}
    return _kept(owner, "cadence", _cadence_said(ideal, at_most), len(ids), before)


def _cadence_said(ideal: int | None, at_most: int | None) -> str:
    if ideal is None and at_most is None:
        return _("cadence cleared")
    days = ideal or at_most or 1
    return ngettext("cadence: every %(n)d day", "cadence: every %(n)d days", days) % {"n": days}


@transaction.atomic
def archive_people(*, owner: AbstractBaseUser, people: ContactQuerySet, on: date) -> BulkChange | None:
    """Put those who are not there into the archive. None when everybody was."""
    ids = _ids(people.active())
    _update(ids, archived_on=on)
    tell_columns(owner.pk, ids, {"archived_on": None}, {"archived_on": on})
    return _kept(owner, "archive", _("put into the archive"), len(ids), {"on": on.isoformat(), "ids": ids})


@transaction.atomic
def unarchive_people(*, owner: AbstractBaseUser, people: ContactQuerySet) -> BulkChange | None:
    """Take those who are there out of the archive. None when nobody was."""
    days: dict[str, list[int]] = {}
    for pk, day in _locked(people.archived()).values_list("pk", "archived_on"):
        if day:
            days.setdefault(day.isoformat(), []).append(pk)
    ids = [pk for some in days.values() for pk in some]
    _update(ids, archived_on=None)
    for since, some in days.items():
        tell_columns(owner.pk, some, {"archived_on": since}, {"archived_on": None})
    return _kept(owner, "unarchive", _("taken out of the archive"), len(ids), {"days": days})


def tell_columns(owner_id: int, ids: Iterable[int], before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Write the history of people whose columns had the same values, and have the same now."""
    if change := Change.between(Contact(owner_id=owner_id), before, after):
        Change.tell_of_many(owner_id, ids, change.fields)


def _kept(owner: AbstractBaseUser, action: str, what: str, count: int, before: dict[str, object]) -> BulkChange | None:
    if not count:
        return None
    return BulkChange.objects.create(owner_id=owner.pk, action=action, what=what[:300], count=count, before=before)


def _locked(people: ContactQuerySet) -> ContactQuerySet:
    return people.order_by("pk").select_for_update(of=("self",))


def _ids(people: ContactQuerySet) -> list[int]:
    return [*_locked(people).values_list("pk", flat=True)]


def _touch(ids: list[int]) -> None:
    """A form that stands open elsewhere becomes stale: it would write back what was there before."""
    _update(ids, version=F("version") + 1)


def _update(ids: Iterable[int], **values: object) -> None:
    for some in chunks([*ids]):
        Contact.objects.filter(pk__in=some).update(updated_at=timezone.now(), **values)
