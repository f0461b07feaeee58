"""Whom the map has room for, chosen by the database: people with the deepest ties, read off an index."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from communities.mapping.facts import Days, Row, columns
from communities.models import Membership
from contacts.kept_headcount import ACTIVE, Headcount
from contacts.models import Contact, ContactQuerySet, Participant
from contacts.prepared import prepared

MOST_PEOPLE = 600


class Narrowed(NamedTuple):
    """What the map is narrowed to: kinds of communities, ties from a depth on, people talked to (`yes`) or not."""

    kinds: frozenset[str] | None = None
    tie: int = 0
    talks: str = ""


@prepared
def how_many(owner: AbstractBaseUser) -> QuerySet[Any, tuple[int]]:
    """The number of active people."""
    return get_user_model().objects.filter(pk=owner.pk).values_list(Headcount(ACTIVE, of="pk"))


@prepared
def crowd_of(owner: AbstractBaseUser, *, most: int = MOST_PEOPLE) -> QuerySet[Contact, Row]:
    """So many of the active people, those with the deepest ties first."""
    return _first(_active(owner)).values_list(*columns())[:most]


def nearest(owner: AbstractBaseUser, days: Days, narrowed: Narrowed) -> list[Row]:
    """The same of those to whom the map is narrowed; each row ends with how many these are."""
    people = fitting(owner, days, narrowed)
    number = Subquery(people.order_by().values("owner").annotate(n=Count("pk")).values("n"))
    return [*_first(people).annotate(everybody=number).values_list(*columns(), "everybody")[:MOST_PEOPLE]]


def part_of(owner: AbstractBaseUser, days: Days, narrowed: Narrowed, part: slice) -> list[Row]:
    """Some of those to whom the map is narrowed, counted from 0 in the order of names."""
    if narrowed == Narrowed():
        return _part_of_all(owner, first=part.start, end=part.stop)
    return [*fitting(owner, days, narrowed).values_list(*columns())[part]]


@prepared
def _part_of_all(owner: AbstractBaseUser, *, first: int, end: int) -> QuerySet[Contact, Row]:
    return _active(owner).values_list(*columns())[first:end]


def _active(owner: AbstractBaseUser) -> ContactQuerySet:
    return Contact.objects.filter(owner=owner.pk, trash=None, archived_on=None).order_by("name_key", "pk")


def _first(people: ContactQuerySet) -> ContactQuerySet:
    return people.order_by(F("tie").desc(nulls_last=True), "name_key", "pk")


def fitting(owner: AbstractBaseUser, days: Days, narrowed: Narrowed) -> ContactQuerySet:
    """Everybody to whom the map is narrowed, in the order of names."""
    found = _active(owner)
    if narrowed.tie:
        found = found.filter(tie__gte=narrowed.tie)
    if narrowed.talks:
        asked = talked_to(days)
        found = found.filter(asked) if narrowed.talks == "yes" else found.exclude(asked)
    if narrowed.kinds is not None:
        there = Membership.objects.filter(contact=OuterRef("pk"), trash=None, community__trash=None)
        found = found.filter(Exists(there.touching(days.first, days.last).filter(community__kind__in=narrowed.kinds)))
    return found


def talked_to(days: Days, person: str = "") -> Q:
    """That somebody was talked to in some days: the kept last day says it, unless a later talk has moved it on."""
    first, last, on = days.talks_first, days.talks_last, f"{person}__last_on" if person else "last_on"
    talks = Participant.objects.filter(contact=OuterRef(person or "pk"), counted_on__gte=first, counted_on__lte=last)
    within = Q(**{f"{on}__isnull": False, f"{on}__gte": first, f"{on}__lte": last})
    return within | Q(Q(**{f"{on}__isnull": False, f"{on}__gt": last}), Exists(talks))
