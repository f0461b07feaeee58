"""The filters of one address: what is chosen, what could not be understood, and the people who are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from contacts.filtering.registry import Asked, Filter, Option, Order, filters, orders
from contacts.finding.among import Among
from contacts.models import Contact, ContactQuerySet
from contacts.text import clean_name

if TYPE_CHECKING:
    from networking.accounts.models import User

MOST_TYPED = 200
MOST_VALUES = 50
SEARCH, SORT = "q", "sort"


class Chosen(NamedTuple):
    """One chosen value of a filter, and its words."""

    filter: Filter
    value: str
    said: str


class Field:
    """A filter as it stands in one address, with what is chosen of it: nothing, one value, or any of several."""

    def __init__(self, one: Filter, asked: Asked, raw: Sequence[str]) -> None:
        self.filter, self.asked = one, asked
        self.problem = ""
        said = raw[:MOST_VALUES] if one.several else raw[-1:]
        if len(said) < len(raw) and one.several:
            self.problem = _("“%(filter)s”: so many choices at once cannot be read, the first are taken.") % {
                "filter": one.label
            }
        self.values = self._in_order({value for text in said if (value := self._read(text))})

    @cached_property
    def meant(self) -> Any:
        """What is chosen, as the query takes it."""
        return self.filter.meant(self.values)

    @property
    def value(self) -> str:
        """The chosen value of a filter with one, or an empty string."""
        return self.values[0] if self.values else ""

    @cached_property
    def options(self) -> Sequence[Option]:
        return self.filter.options(self.asked)

    @cached_property
    def _words(self) -> dict[str, str]:
        return {option.value: option.label for option in self.options}

    @property
    def chosen(self) -> list[Chosen]:
        """The chosen values with their words."""
        return [Chosen(self.filter, value, self._words.get(value, value)) for value in self.values]

    def _in_order(self, values: set[str]) -> list[str]:
        """The same choice in one order, however it was typed."""
        return [*values] if len(values) < 2 else [value for value in self._words if value in values]

    def _read(self, raw: str) -> str:
        try:
            value = clean_name(raw)
        except ValidationError:
            value = None
        if value == "" or (value is not None and self._fits(value)):
            return value
        self.problem = _("“%(filter)s”: there is no such choice, so it is left out.") % {"filter": self.filter.label}
        return ""

    def _fits(self, value: str) -> bool:
        return len(value) <= MOST_TYPED if self.filter.typed else value in self._words


@dataclass
class Narrowing:
    """What an address asks of the list of people; made by `read`."""

    asked: Asked
    fields: list[Field]
    order: Order
    search: str
    problems: list[str] = field(default_factory=list)

    @property
    def chosen(self) -> list[Field]:
        return [one for one in self.fields if one.values]

    @property
    def orders(self) -> list[Order]:
        return orders()

    @property
    def is_sorted(self) -> bool:
        """Whether another order than the usual one is chosen."""
        return self.order.name != orders()[0].name

    @property
    def archived(self) -> bool:
        return any(one.filter.name == "archived" and one.value == "yes" for one in self.fields)

    @cached_property
    def among(self) -> Among:
        """Everybody who passes every filter; the search is not among them, it has an order of its own."""
        for one in self.chosen:
            one.filter.ready(self.asked)
        shape = tuple((one.filter.name, None if one.filter.stands else one.meant) for one in self.chosen)
        standing = tuple(one.meant for one in self.chosen if one.filter.stands)
        owner, today = self.asked.owner, self.asked.today
        by_name = None if shape else Among(narrowed, owner, (), (False, today, ()))
        return Among(narrowed, owner, standing, (bool(self.search), today, shape), by_name)

    @property
    def people(self) -> ContactQuerySet:
        return self.among.people

    def query(self, *, without: Chosen | None = None) -> str:
        """The same choice as the end of an address, in one spelling; empty when nothing is chosen."""
        pairs = [(SEARCH, self.search)] if self.search else []
        pairs += [(one.filter.name, one.value) for field in self.fields for one in field.chosen if one != without]
        return urlencode([*pairs, *([(SORT, self.order.name)] if self.is_sorted else [])])

    @property
    def chips(self) -> list[tuple[Chosen, str]]:
        """Each chosen value with the query that is left when it goes."""
        return [(one, self.query(without=one)) for field in self.fields for one in field.chosen]


def narrowed(owner: User, *standing: Any, shape: tuple[bool, date, tuple[tuple[str, Any], ...]]) -> ContactQuerySet:
    """People by the names of the chosen filters, each with what is meant where that does not stand in the query."""
    sought, today, said = shape
    people = Contact.objects.sought_of(owner) if sought else Contact.objects.for_owner(owner)
    asked, given, chosen = Asked(owner, today), iter(standing), dict(said)
    for one in filters():
        if one.name not in chosen:
            people = one.leave(people)
        else:
            people = one.narrow(people, next(given) if one.stands else chosen[one.name], asked)
    return people


def read(asked: Asked, data: QueryDict) -> Narrowing:
    """Understand the parameters of an address; what makes no sense is left out and told in `problems`."""
    fields = [Field(one, asked, data.getlist(one.name)) for one in filters()]
    problems = [one.problem for one in fields if one.problem]
    wanted, known = data.get(SORT, ""), {order.name: order for order in orders()}
    if wanted and wanted not in known:
        problems.append(_("There is no such order; people stand by name."))
    search = data.get(SEARCH, "")[:MOST_TYPED].replace("\x00", "").strip()
    return Narrowing(asked, fields, known.get(wanted, orders()[0]), search, problems)


def normalised(asked: Asked, query: str) -> str:
    """One spelling of a query string; whatever is no filter of today falls away."""
    return read(asked, QueryDict(query)).query()
