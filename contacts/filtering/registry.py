"""By what people are narrowed and sorted; an upper floor registers its own in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import QuerySet

from contacts.models import ContactQuerySet, Tag
from contacts.prepared import prepared

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from networking.accounts.models import User


@dataclass(frozen=True)
class Asked:
    """Who asks, and on which day of theirs."""

    owner: User
    today: date

    @cached_property
    def tags(self) -> Sequence[tuple[int, str, str]]:
        """The owner's tags by name, with their folded names; read once for the filters and the search."""
        return [*_tags(self.owner)]


@prepared
def _tags(owner: User) -> QuerySet[Tag, Any]:
    return Tag.objects.for_owner(owner).values_list("pk", "folded", "name")


@dataclass(frozen=True)
class Option:
    """One value of a filter as it stands in an address, and its words."""

    value: str
    label: str


class Filter:
    """One question about people. `name` is its parameter in the address."""

    name: ClassVar[str]
    label: ClassVar[StrOrPromise]
    # Whether the value is typed rather than chosen; `options` then only suggest.
    typed: ClassVar[bool] = False
    # Whether several values may be chosen at once; people pass of whom any of them holds.
    several: ClassVar[bool] = False
    # Whether what is meant stands in the query as it is, one text or a list of ids; else each choice makes its own.
    stands: ClassVar[bool] = False
    # What the form calls "no choice".
    blank: ClassVar[StrOrPromise]
    # Lower ones stand first, whichever app was ready first.
    rank: ClassVar[int] = 50

    def options(self, asked: Asked) -> Sequence[Option]:
        """What can be chosen; at most one query."""
        return ()

    def meant(self, values: Sequence[str]) -> Any:
        """The chosen values as the query takes them: options, or clean text when they are typed. No query."""
        return tuple(values) if self.several else values[0]

    def ready(self, asked: Asked) -> None:
        """See to it, before people are narrowed, that what is kept of them holds."""

    def narrow(self, people: ContactQuerySet, meant: Any, asked: Asked) -> ContactQuerySet:
        """The people of whom the chosen value holds, or any of several. It depends on `meant` and `asked` alone.

        Where values `stand`, others may be put into the same query: nothing but their number may make it.
        """
        raise NotImplementedError

    def leave(self, people: ContactQuerySet) -> ContactQuerySet:
        """The people when nothing is chosen here."""
        return people


class Order:
    """One way to sort people. Those without a value stand last, by name; equal ones in the order of their ids."""

    name: ClassVar[str]
    label: ClassVar[StrOrPromise]
    # The column or annotation that is sorted by; empty: names alone.
    field: ClassVar[str] = ""
    descending: ClassVar[bool] = False
    rank: ClassVar[int] = 50

    def fitting(self, asked: Asked) -> Order:
        """This order, or another one that answers the same quicker as things stand; may ask the database."""
        return self

    def annotate(self, people: ContactQuerySet, asked: Asked) -> ContactQuerySet:
        """Gives each of the people the value of `field`, when that is no column; depends on `asked` alone."""
        return people


_filters: dict[str, Filter] = {}
_orders: dict[str, Order] = {}


def register(one: Filter | Order) -> None:
    """Offer a filter or an order on the list of people; a second one of the same name is a mistake and raises."""
    known: dict[str, Filter] | dict[str, Order] = _filters if isinstance(one, Filter) else _orders
    if type(known.get(one.name)) not in (type(None), type(one)):
        raise ValueError(f"{one.name} is registered already")
    known[one.name] = one  # type: ignore[assignment]  # the dictionary of its own kind


def filters() -> list[Filter]:
    return sorted(_filters.values(), key=lambda one: one.rank)


def orders() -> list[Order]:
    """The ways to sort; the first is the usual one."""
    return sorted(_orders.values(), key=lambda one: one.rank)
