"""The filters of one address: what is chosen, what could not be understood, and the people who are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from contacts.filtering.registry import Asked, Filter, Option, Order, filters, orders
from contacts.models import Contact, ContactQuerySet
from contacts.text import clean_name

MOST_TYPED = 200
SEARCH, SORT = "q", "sort"


class Field:
    """A filter as it stands in one address."""

    def __init__(self, one: Filter, asked: Asked, raw: str) -> None:
        self.filter, self.asked = one, asked
        self.problem = ""
        self.value = self._read(raw)

    @cached_property
    def options(self) -> Sequence[Option]:
        return self.filter.options(self.asked)

    @property
    def said(self) -> str:
        """The chosen value in words."""
        words = {option.value: option.label for option in self.options}
        return words.get(self.value, self.value)

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
        if self.filter.typed:
            return len(value) <= MOST_TYPED
        return value in {option.value for option in self.options}


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
        return [one for one in self.fields if one.value]

    @property
    def orders(self) -> list[Order]:
        return orders()

    @property
    def archived(self) -> bool:
        return any(one.filter.name == "archived" and one.value == "yes" for one in self.fields)

    @cached_property
    def people(self) -> ContactQuerySet:
        """Everybody who passes every filter; the search is not among them, it has an order of its own."""
        found = Contact.objects.for_owner(self.asked.owner)
        for one in self.fields:
            found = one.filter.narrow(found, one.value, self.asked) if one.value else one.filter.leave(found)
        return found

    def query(self, *, without: str = "") -> str:
        """The same choice as the end of an address, in one spelling; empty when nothing is chosen."""
        pairs = [(SEARCH, self.search), *((one.filter.name, one.value) for one in self.fields)]
        if self.order.name != orders()[0].name:
            pairs.append((SORT, self.order.name))
        return urlencode([(name, value) for name, value in pairs if value and name != without])

    @property
    def chips(self) -> list[tuple[Field, str]]:
        """Each chosen filter with the query that is left when it goes."""
        return [(one, self.query(without=one.filter.name)) for one in self.chosen]


def read(asked: Asked, data: QueryDict) -> Narrowing:
    """Understand the parameters of an address; what makes no sense is left out and told in `problems`."""
    fields = [Field(one, asked, data.get(one.name, "")) for one in filters()]
    problems = [one.problem for one in fields if one.problem]
    wanted, known = data.get(SORT, ""), {order.name: order for order in orders()}
    if wanted and wanted not in known:
        problems.append(_("There is no such order; people stand by name."))
    search = data.get(SEARCH, "")[:MOST_TYPED].replace("\x00", "").strip()
    return Narrowing(asked, fields, known.get(wanted, orders()[0]), search, problems)


def normalised(asked: Asked, query: str) -> str:
    """One spelling of a query string; whatever is no filter of today falls away."""
    return read(asked, QueryDict(query)).query()
