"""The list of people by rhythm: the filter and the order that the roof adds to the ground floor's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.filtering.registry import Asked, Filter, Option, Order
from contacts.models import ContactQuerySet
from contacts.overdue import bring_to


class ByRhythm(Filter):
    """`due`: from the ideal day on; `late`: longer than at most; `none`: people who have no due date."""

    name = "rhythm"
    label = gettext_lazy("Rhythm")
    blank = gettext_lazy("any")
    rank = 30

    def options(self, asked: Asked) -> Sequence[Option]:
        return [
            Option("due", _("time to write")),
            Option("late", _("overdue")),
            Option("none", _("without a due date")),
        ]

    def ready(self, asked: Asked) -> None:
        bring_to(asked.owner, asked.today)

    def narrow(self, people: ContactQuerySet, meant: Any, asked: Asked) -> ContactQuerySet:
        if meant == "none":
            return people.filter(due_on=None)
        return people.filter(**{f"{'late' if meant == 'late' else 'due'}_on__lte": asked.today})


class ByDueDay(Order):
    name = "due"
    label = gettext_lazy("next due first")
    field = "due_on"
    rank = 40

    def fitting(self, asked: Asked) -> Order:
        bring_to(asked.owner, asked.today)
        return self
