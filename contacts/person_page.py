"""What a person's page reads of them; each a query made ready once, none of which reads another person's rows.

The person is the owner's, so what hangs on them is too. Naming the owner or the trash as well would lead SQLite, which
knows no numbers of rows, through all of theirs: what lies in the trash is left out here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from contacts.models import Channel, Contact, Merge, Promise, Referral, Tag
from contacts.models.contact import NAMES
from contacts.models.merge import UNDO_FOR
from contacts.models.referral import ReferralDirection
from contacts.prepared import prepared

NAMED = ("given_name", "family_name", "nickname")
_SAID_OF_PEOPLE = (
    *("owner", "trash", *NAMES, "company", "position", "city", "about", "expertise", "authority", "roles"),
    *("tie", "trust", "met_on", "how_met", "introduced_by", "archived_on", "photo", "last_on"),
    *(f"introduced_by__{name}" for name in ("trash", *NAMED)),
)
_SAID_OF_PROMISES = ("direction", "text", "made_on", "due_on", "kept_on", "withdrawn_on", "trash")
_SAID_OF_REFERRALS = (
    *("direction", "kind", "made_on", "met_on", "useful_on", "thanked_on", "subject_text", "note"),
    *("trash_id", "giver_id", "subject_id", "receiver_id"),
)
# What a row of ways and tags is; in this order they are read.
_PREFERRED, _WAY, _TAG = range(3)


def person_of(owner: AbstractBaseUser, pk: int, now: datetime) -> Contact | None:
    """A person of the owner's with who introduced them, and whether a merge into them can be `merged_lately` undone."""
    return next(iter(_person(owner, pk, now - UNDO_FOR)), None)


@prepared
def _person(owner: AbstractBaseUser, pk: int, since: datetime) -> QuerySet[Contact]:
    lately = Merge.objects.for_owner(owner).filter(undone_at=None, created_at__gt=since, kept_pk=OuterRef("pk"))
    people = Contact.objects.for_owner(owner).select_related("introduced_by").only(*_SAID_OF_PEOPLE)
    return people.annotate(merged_lately=Exists(lately)).filter(pk=pk).order_by()


def promises_with(person: int) -> list[Promise]:
    """Open and ended promises between me and a person; one query."""
    return [one for one in _promises(person) if one.trash_id is None]


@prepared
def _promises(person: int) -> QuerySet[Promise]:
    return Promise.objects.filter(contact=person).only(*_SAID_OF_PROMISES).order_by()


def referrals_with(person: int) -> list[Referral]:
    """Referrals in which a person has any part; one query."""
    return [one for one in _referrals(person) if one.trash_id is None]


@prepared
def _referrals(person: int) -> QuerySet[Referral]:
    touching = Q(giver=person) | Q(subject=person) | Q(receiver=person)
    names = [f"{who}__{name}" for who in ("giver", "subject", "receiver") for name in NAMED]
    rows = Referral.objects.filter(touching).select_related("giver", "subject", "receiver")
    return rows.only(*_SAID_OF_REFERRALS, *names).order_by()


def ways_and_tags(person: int) -> tuple[list[Channel], list[str]]:
    """How to reach a person, the preferred ways first, and their tags by name; one query."""
    rows = sorted(_ways_and_tags(person))
    ways = [
        Channel(pk=pk, kind=kind, value=value, value_folded=folded, label=label, preferred=first == _PREFERRED)
        for first, folded, pk, kind, value, label in sorted(rows, key=lambda row: (row[0], row[2]))
        if first != _TAG
    ]
    return ways, [row[4] for row in rows if row[0] == _TAG]


@prepared
def _ways_and_tags(person: int) -> QuerySet[Any, Any]:
    first = Case(When(preferred=True, then=Value(_PREFERRED)), default=Value(_WAY))
    channels = Channel.objects.filter(contact=person).order_by()
    tags = Tag.contacts.through.objects.filter(contact=person).order_by()
    nothing = Value("")
    return channels.values_list(first, "value_folded", "pk", "kind", "value", "label").union(
        tags.values_list(Value(_TAG), "tag__folded", "tag_id", nothing, "tag__name", nothing), all=True
    )


def open_first_due(promises: Iterable[Promise]) -> list[Promise]:
    """The open ones as `PromiseQuerySet.soonest_first` has them: those without a day last."""
    opened = [one for one in promises if one.is_open]
    return sorted(opened, key=lambda one: (one.due_on is None, one.due_on or date.max, one.made_on, one.pk))


def first_not_thanked(person: Contact, referrals: Iterable[Referral]) -> Referral | None:
    """The oldest recommendation of theirs that I have not thanked them for."""
    waiting = [
        (one.made_on, one.pk, one)
        for one in referrals
        if one.made_on
        and one.thanked_on is None
        and one.direction == ReferralDirection.RECEIVED
        and one.giver_id == person.pk
    ]
    return min(waiting, key=lambda one: one[:2])[2] if waiting else None
