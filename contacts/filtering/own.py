"""The filters of the ground floor: what stands on the person themself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.filtering.registry import Asked, Filter, Option
from contacts.models import ContactQuerySet, ContactRole, Tag, Tie
from contacts.text import fold

NONE = "none"


class OfIds(Filter):
    """A filter by rows of the owner, of which several may be chosen."""

    several = stands = True

    def meant(self, values: Sequence[str]) -> list[int]:
        return [int(value) for value in values]


class ByTag(OfIds):
    name = "tag"
    rank = 20
    label = gettext_lazy("Tag")
    blank = gettext_lazy("any")

    def options(self, asked: Asked) -> Sequence[Option]:
        return [Option(str(pk), name) for pk, _folded, name in asked.tags]

    def narrow(self, people: ContactQuerySet, meant: Any, asked: Asked) -> ContactQuerySet:
        bearers = Tag.contacts.through.objects.filter(tag__in=meant)
        return people.filter(pk__in=bearers.values("contact"))


class ByRole(Filter):
    name = "role"
    several = True
    label = gettext_lazy("What they are to me")
    blank = gettext_lazy("anything")

    def options(self, asked: Asked) -> Sequence[Option]:
        return [Option(role.value, str(role.label)) for role in ContactRole]

    def narrow(self, people: ContactQuerySet, meant: Any, asked: Asked) -> ContactQuerySet:
        # The list as its JSON text: SQLite cannot look into a list otherwise.
        any_of = reduce(or_, (Q(roles_text__contains=f'"{value}"') for value in meant))
        return people.alias(roles_text=Cast("roles", TextField())).filter(any_of)


class _ByRating(Filter):
    """Some of five marks, or none given."""

    several = True
    field: ClassVar[str]
    none: ClassVar[object]

    def options(self, asked: Asked) -> Sequence[Option]:
        marks = [Option(str(mark), self.mark(mark)) for mark in range(5, 0, -1)]
        return [*marks, Option(NONE, str(self.none))]

    def mark(self, mark: int) -> str:
        return _("%(value)d of 5") % {"value": mark}

    def narrow(self, people: ContactQuerySet, meant: Any, asked: Asked) -> ContactQuerySet:
        marks = [int(value) for value in meant if value != NONE]
        given = Q(**{self.field: marks[0]} if len(marks) == 1 else {f"{self.field}__in": marks})
        if NONE not in meant:
            return people.filter(given)
        return people.filter(Q(**{self.field: None}) | given if marks else Q(**{self.field: None}))


class ByTie(_ByRating):
    name = field = "tie"
    label = gettext_lazy("Depth of the tie")
    blank = gettext_lazy("any")
    none = gettext_lazy("not said")

    def mark(self, mark: int) -> str:
        return str(Tie(mark).label)


class ByTrust(_ByRating):
    name = field = "trust"
    label = gettext_lazy("Trust")
    blank = gettext_lazy("any")
    none = gettext_lazy("not said")


class _ByText(Filter):
    """The same words, whatever their case and their ё."""

    typed = stands = True
    blank = ""

    def options(self, asked: Asked) -> Sequence[Option]:
        return ()

    def meant(self, values: Sequence[str]) -> str:
        return fold(values[0])

    def narrow(self, people: ContactQuerySet, meant: Any, asked: Asked) -> ContactQuerySet:
        return people.filter(**{f"{self.name}_key": meant})


class ByCity(_ByText):
    name = "city"
    label = gettext_lazy("City")


class ByCompany(_ByText):
    name = "company"
    label = gettext_lazy("Company")


class ByMet(Filter):
    name = "met"
    label = gettext_lazy("Met on")
    blank = gettext_lazy("any day, or none")

    def options(self, asked: Asked) -> Sequence[Option]:
        return [Option("known", _("the day is known")), Option(NONE, _("without a day"))]

    def narrow(self, people: ContactQuerySet, meant: Any, asked: Asked) -> ContactQuerySet:
        return people.filter(met_on__isnull=meant == NONE)


class Archived(Filter):
    name = "archived"
    rank = 90
    label = gettext_lazy("Archive")
    blank = gettext_lazy("without the archive")

    def options(self, asked: Asked) -> Sequence[Option]:
        return [Option("yes", _("only the archive")), Option("all", _("with the archive"))]

    def narrow(self, people: ContactQuerySet, meant: Any, asked: Asked) -> ContactQuerySet:
        return people.archived() if meant == "yes" else people

    def leave(self, people: ContactQuerySet) -> ContactQuerySet:
        return people.active()


OWN = (ByTag, ByRole, ByTie, ByTrust, ByCompany, ByCity, ByMet, Archived)
