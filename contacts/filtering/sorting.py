"""The ways to sort people, and pages that go on after one person, however far down the list that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.filtering.registry import Asked, Order
from contacts.models import Contact, ContactQuerySet, Participant


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

    def annotate(self, people: ContactQuerySet, asked: Asked) -> ContactQuerySet:
        """The kept day stands in an index. Talks of days to come, which do not count yet, are rare: one look tells."""
        talks = Participant.objects.filter(owner=asked.owner.pk)
        if not talks.filter(counted_on__gt=asked.today).exists():
            return people.annotate(talked_on=F("last_on"))
        latest = talks.filter(contact=OuterRef("pk")).counted(asked.today).order_by("-counted_on")
        return people.annotate(talked_on=Subquery(latest.values("counted_on")[:1]))


class BySilence(ByLastContact):
    name = "silent"
    label = _("longest silence first")
    rank = 30
    descending = False


OWN = (ByName, ByLastContact, BySilence, ByMetOn)


@dataclass(frozen=True)
class Page:
    """People of one page, and the id after which the next one begins, or None at the end."""

    people: list[Contact]
    next: int | None


def page_of(people: ContactQuerySet, order: Order, asked: Asked, *, after: str, size: int) -> Page:
    """One page in an order; `after` is the id of the last person of the page before, as it stands in an address.

    At most five queries, and none of them reads what stands before the page.
    """
    keyed, last = order.annotate(people, asked), _person(order, asked, after)
    value = getattr(last, order.field) if last and order.field else None
    rows: list[Contact] = []
    if order.field and (last is None or value is not None):
        known = keyed.filter(_further(order, value, last) if last else Q(**{f"{order.field}__isnull": False}))
        sign = "-" if order.descending else ""
        rows = [*known.for_rows().order_by(f"{sign}{order.field}", f"{sign}pk")[: size + 1]]
    if len(rows) <= size:
        rest = keyed.filter(**{order.field: None}) if order.field else keyed
        if last is not None and value is None:
            rest = rest.filter(Q(name_key__gt=last.name_key) | Q(name_key=last.name_key, pk__gt=last.pk))
        rows += rest.for_rows().order_by("name_key", "pk")[: size + 1 - len(rows)]
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def _person(order: Order, asked: Asked, after: str) -> Contact | None:
    if not (after.isascii() and after.isdecimal() and len(after) < 19):
        return None
    return order.annotate(Contact.objects.for_owner(asked.owner), asked).filter(pk=int(after)).first()


def _further(order: Order, value: Any, last: Contact) -> Q:
    beyond = "lt" if order.descending else "gt"
    same = Q(**{order.field: value, f"pk__{beyond}": last.pk})
    return Q(**{f"{order.field}__{beyond}": value}) | same
