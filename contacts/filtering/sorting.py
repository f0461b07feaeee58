"""The ways to sort people, and pages that go on after one person, however far down the list that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.filtering.registry import Asked, Order
from contacts.finding.among import Among, AmongKind
from contacts.models import Contact, ContactQuerySet, Participant
from contacts.prepared import prepared

if TYPE_CHECKING:
    from networking.accounts.models import User


class ByName(Order):
    name = "name"
    label = pgettext_lazy("order of people", "by name")
    rank = 10


class ByMetOn(Order):
    name = "met"
    label = _("met lately first")
    field = "met_on"
    descending = True


class ByLastContact(Order):
    name = "last"
    label = _("talked lately first")
    rank = 20
    field = "talked_on"
    descending = True

    def fitting(self, asked: Asked) -> Order:
        """The kept day stands in an index. Talks of days to come, which do not count yet, are rare: one look tells."""
        return _COUNTED[self.name] if _ahead(asked.owner, asked.today) else self

    def annotate(self, people: ContactQuerySet, asked: Asked) -> ContactQuerySet:
        return people.annotate(talked_on=F("last_on"))


@prepared
def _ahead(owner: User, today: date) -> QuerySet[Participant, Any]:
    return Participant.objects.filter(owner=owner.pk, counted_on__gt=today).order_by().values_list("pk")[:1]


class BySilence(ByLastContact):
    name = "silent"
    label = _("longest silence first")
    rank = 30
    descending = False


class _Counted(ByLastContact):
    """The latest day that counts by today, worked out for each person."""

    def fitting(self, asked: Asked) -> Order:
        return self

    def annotate(self, people: ContactQuerySet, asked: Asked) -> ContactQuerySet:
        latest = Participant.objects.filter(owner=asked.owner.pk, contact=OuterRef("pk")).counted(asked.today)
        return people.annotate(talked_on=Subquery(latest.order_by("-counted_on").values("counted_on")[:1]))


class _CountedSilence(_Counted):
    descending = False


_COUNTED = {ByLastContact.name: _Counted(), BySilence.name: _CountedSilence()}
OWN = (ByName, ByLastContact, BySilence, ByMetOn)


@dataclass(frozen=True)
class Page:
    """People of one page, and the id after which the next one begins, or None at the end."""

    people: list[Contact]
    next: int | None


class _Part(Enum):
    """Which of the people in an order: those with a value, those without; all of them, or what comes after somebody."""

    KNOWN = "known"
    FURTHER = "further"
    REST = "rest"
    REST_FURTHER = "rest, further"


@dataclass(frozen=True)
class _Shape:
    """What the SQL of a part is made from beside the values that stand in it."""

    among: AmongKind
    order: Order
    today: date
    part: _Part
    size: int


def page_of(among: Among, order: Order, asked: Asked, *, after: str, size: int) -> Page:
    """One page in an order; `after` is the id of the last person of the page before, as it stands in an address.

    At most five queries, and none of them reads what stands before the page.
    """
    order = order.fitting(asked)
    last = _person(order, asked, after)
    value = getattr(last, order.field) if last and order.field else None
    rows: list[Contact] = []

    def read(part: _Part, *values: Any) -> list[Contact]:
        shape = _Shape(among.kind, order, asked.today, part, size)
        return _rows(among.owner, *among.standing, *values, shape=shape)

    if order.field and last is None:
        rows = read(_Part.KNOWN)
    elif last and value is not None:
        rows = read(_Part.FURTHER, value, last.pk)
    if len(rows) <= size:
        go_on = last is not None and value is None
        rows += read(_Part.REST_FURTHER, last.name_key, last.pk) if last and go_on else read(_Part.REST)
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else None)


@prepared
def _rows(owner: User, *values: Any, shape: _Shape) -> QuerySet[Contact]:
    """One more than a page of a part."""
    order = shape.order
    people, after = shape.among.people(owner, values)
    people = order.annotate(people, Asked(owner, shape.today)).for_rows()
    if shape.part in (_Part.KNOWN, _Part.FURTHER):
        beyond, sign = ("lt", "-") if order.descending else ("gt", "")
        if after:
            same = Q(**{order.field: after[0], f"pk__{beyond}": after[1]})
            people = people.filter(Q(**{f"{order.field}__{beyond}": after[0]}) | same)
        else:
            people = people.filter(**{f"{order.field}__isnull": False})
        return people.order_by(f"{sign}{order.field}", f"{sign}pk")[: shape.size + 1]
    people = people.filter(**{order.field: None}) if order.field else people
    if after:
        people = people.filter(Q(name_key__gt=after[0]) | Q(name_key=after[0], pk__gt=after[1]))
    return people.order_by("name_key", "pk")[: shape.size + 1]


def _person(order: Order, asked: Asked, after: str) -> Contact | None:
    if not (after.isascii() and after.isdecimal() and len(after) < 19):
        return None
    return next(iter(_last(asked.owner, int(after), order=order, today=asked.today)), None)


@prepared
def _last(owner: User, pk: int, *, order: Order, today: date) -> QuerySet[Contact]:
    return order.annotate(Contact.objects.for_owner(owner), Asked(owner, today)).filter(pk=pk).order_by()
