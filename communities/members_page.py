"""The people of a community in the order of names, and those who left, as many as stand on a page; each a query made
ready once.

The community is the owner's, so what hangs on it is too.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import Membership, MembershipQuerySet
from communities.models.periods import holds_on
from contacts.models import Contact
from contacts.models.contact import NAMES
from contacts.prepared import prepared

# As many people stand on the page at once; up to a few more are not worth a button.
FACES, ALL_FACES = 12, 15
# People on a page of all of them.
MEMBERS = 40
# With so many members it is quicker to go through everybody by name until a page is full than to sort the members.
MANY = 300
# What a row says of a person; reading the rest of them costs more than finding them.
_IN_A_ROW = [f"contact__{name}" for name in (*NAMES, "name_key", "photo", "archived_on")]
_INTRODUCER = [f"contact__introduced_by__{name}" for name in (*NAMES, "trash")]
_IN_A_TABLE = [
    *(f"contact__{name}" for name in (*NAMES, "name_key", "tie", "last_on", "archived_on", "introduced_by")),
    *_INTRODUCER,
]
_ORDER = ("contact__name_key", "contact", "pk")


def first_faces(owner: AbstractBaseUser, community: int, day: date, all_here: int) -> list[Membership]:
    """Those who are there on a day: all of a few, and one more when there are more. `all_here`: how many there are."""
    return _first(owner, community, day, most=ALL_FACES + 1, many=all_here > MANY)


def page_of(
    owner: AbstractBaseUser, community: int, day: date, all_here: int, *, after: str, as_table: bool
) -> list[Membership]:
    """A page of them that goes on after a membership with this id, as it stands in an address; and one more."""
    last = _last(owner, community, int(after)) if after.isdecimal() and len(after) < 19 else []
    shape = {"most": MEMBERS + 1, "many": all_here > MANY, "as_table": as_table}
    if not last:
        return _first(owner, community, day, **shape)
    return _further(owner, community, day, *last[0], **shape)


def who_left(owner: AbstractBaseUser, community: int, day: date, all_were: int, *, after: str = "") -> list[Membership]:
    """A page of the periods of those who were there before a day and are not there on it, and one more; who left last
    stands first.

    `all_were` says how many of them there are; the page goes on after a membership with an id as in an address.
    """
    if not all_were:
        return []
    last = _last_left(owner, community, day, int(after)) if after.isdecimal() and len(after) < 19 else []
    return _left_after(owner, community, day, *last[0]) if last else _left(owner, community, day)


def who_comes(owner: AbstractBaseUser, community: int, day: date, ahead: int) -> list[Membership]:
    """The first of the periods that begin after a day, in the order of their days; `ahead` says how many there are."""
    return [*_coming(owner, community, day)] if ahead else []


@prepared
def _coming(owner: AbstractBaseUser, community: int, day: date) -> QuerySet[Membership]:
    coming = _members(owner, community).filter(since__gt=day).order_by("since", "pk").select_related("contact")
    return coming.only("role", "since", "until", *_IN_A_ROW)[:MEMBERS]


@prepared
def _left(owner: AbstractBaseUser, community: int, day: date) -> QuerySet[Membership]:
    return _gone(owner, community, day)[: MEMBERS + 1]


@prepared
def _left_after(owner: AbstractBaseUser, community: int, day: date, until: date, pk: int) -> QuerySet[Membership]:
    # The day alone comes first: the index stands in its order.
    earlier = _gone(owner, community, day).filter(until__lte=until)
    return earlier.filter(Q(until__lt=until) | Q(pk__lt=pk))[: MEMBERS + 1]


def _gone(owner: AbstractBaseUser, community: int, day: date) -> MembershipQuerySet:
    again = Membership.objects.filter(
        holds_on(day), owner=OuterRef("owner"), community=OuterRef("community"), contact=OuterRef("contact"), trash=None
    )
    gone = _members(owner, community).filter(until__lt=day).exclude(Exists(again)).order_by("-until", "-pk")
    return gone.select_related("contact").only("role", "since", "until", *_IN_A_ROW)


@prepared
def _last_left(
    owner: AbstractBaseUser, community: int, day: date, pk: int
) -> QuerySet[Membership, tuple[date | None, int]]:
    return _members(owner, community).filter(pk=pk, until__lt=day).values_list("until", "pk")


@prepared
def _last(owner: AbstractBaseUser, community: int, pk: int) -> QuerySet[Membership, tuple[str, int, int]]:
    return _members(owner, community).filter(pk=pk).values_list("contact__name_key", "contact", "pk")


@prepared
def _first(
    owner: AbstractBaseUser, community: int, day: date, *, most: int, many: bool, as_table: bool = False
) -> QuerySet[Membership]:
    rows = _here(owner, community, day, as_table=as_table)
    if many:
        rows = rows.filter(contact__in=_by_name(owner, community, day).values("pk")[:most])
    return rows[:most]


@prepared
def _further(
    owner: AbstractBaseUser, community: int, day: date, key: str, contact: int, pk: int,
    *, most: int, many: bool, as_table: bool,
) -> QuerySet[Membership]:  # fmt: skip
    # The key alone comes first: an index may begin there.
    rows = _here(owner, community, day, as_table=as_table).filter(contact__name_key__gte=key)
    rows = rows.filter(_behind(key, contact, pk))
    if many:
        people = _by_name(owner, community, day).filter(name_key__gte=key)
        people = people.filter(Q(name_key__gt=key) | Q(pk__gte=contact))
        rows = rows.filter(contact__in=people.values("pk")[: most + 1])
    return rows[:most]


def _here(owner: AbstractBaseUser, community: int, day: date, *, as_table: bool) -> MembershipQuerySet:
    rows = _members(owner, community).filter(holds_on(day)).order_by(*_ORDER)
    rows = rows.select_related("contact", *(["contact__introduced_by"] if as_table else []))
    return rows.only("role", "since", "until", *(_IN_A_TABLE if as_table else _IN_A_ROW))


def _by_name(owner: AbstractBaseUser, community: int, day: date) -> QuerySet[Contact]:
    """The people with a membership there on a day; the owner is named, because the index begins with it."""
    there = Membership.objects.filter(
        holds_on(day), owner=OuterRef("owner"), community=community, contact=OuterRef("pk"), trash=None
    )
    people = Contact.objects.filter(owner=owner.pk, trash=None)
    return people.filter(Exists(there)).order_by("name_key", "pk")


def _members(owner: AbstractBaseUser, community: int) -> MembershipQuerySet:
    return Membership.objects.filter(owner=owner.pk, community=community, trash=None, contact__trash=None)


def _behind(key: str, contact: int, pk: int) -> Q:
    """Where the order of names goes on after a membership, among those whose key is not before its own."""
    return Q(contact__name_key__gt=key) | Q(contact__gt=contact) | Q(contact=contact, pk__gt=pk)
