"""The filters of the ground floor: what stands on the person themself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.filtering.registry import Asked, Filter, Option
from contacts.models import ContactQuerySet, ContactRole, Tag, Tie
from contacts.text import fold

NONE = "none"


class ByTag(Filter):
    name = "tag"
    rank = 20
    label = gettext_lazy("Tag")
    blank = gettext_lazy("any")

    def options(self, asked: Asked) -> Sequence[Option]:
        rows = Tag.objects.for_owner(asked.owner).values_list("pk", "name")
        return [Option(str(pk), name) for pk, name in rows]

    def narrow(self, people: ContactQuerySet, value: str, asked: Asked) -> ContactQuerySet:
        bearers = Tag.contacts.through.objects.filter(tag=int(value))
        return people.filter(pk__in=bearers.values("contact"))


class ByRole(Filter):
    name = "role"
    label = gettext_lazy("What they are to me")
    blank = gettext_lazy("anything")

    def options(self, asked: Asked) -> Sequence[Option]:
        return [Option(role.value, str(role.label)) for role in ContactRole]

    def narrow(self, people: ContactQuerySet, value: str, asked: Asked) -> ContactQuerySet:
        # The list as its JSON text: SQLite cannot look into a list otherwise.
        return people.alias(roles_text=Cast("roles", TextField())).filter(roles_text__contains=f'"{value}"')


class _ByRating(Filter):
    """One of five marks, or none given."""

    field: ClassVar[str]
    none: ClassVar[object]

    def options(self, asked: Asked) -> Sequence[Option]:
        marks = [Option(str(mark), self.mark(mark)) for mark in range(5, 0, -1)]
        return [*marks, Option(NONE, str(self.none))]

    def mark(self, mark: int) -> str:
        return _("%(value)d of 5") % {"value": mark}

    def narrow(self, people: ContactQuerySet, value: str, asked: Asked) -> ContactQuerySet:
        return people.filter(**{self.field: None if value == NONE else int(value)})


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

    typed = True
    blank = ""

    def options(self, asked: Asked) -> Sequence[Option]:
        return ()

    def narrow(self, people: ContactQuerySet, value: str, asked: Asked) -> ContactQuerySet:
        return people.filter(**{f"{self.name}_key": fold(value)})


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

    def narrow(self, people: ContactQuerySet, value: str, asked: Asked) -> ContactQuerySet:
        return people.filter(met_on__isnull=value == NONE)


class Archived(Filter):
    name = "archived"
    rank = 90
    label = gettext_lazy("Archive")
    blank = gettext_lazy("without the archive")

    def options(self, asked: Asked) -> Sequence[Option]:
        return [Option("yes", _("only the archive")), Option("all", _("with the archive"))]

    def narrow(self, people: ContactQuerySet, value: str, asked: Asked) -> ContactQuerySet:
        return people.archived() if value == "yes" else people

    def leave(self, people: ContactQuerySet) -> ContactQuerySet:
        return people.active()


OWN = (ByTag, ByRole, ByTie, ByTrust, ByCompany, ByCity, ByMet, Archived)
