from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.models import Trashable, TrashableQuerySet

P = TypeVar("P", bound="Period", covariant=True)


def holds_on(day: date) -> Q:
    """What says of a period that it contains a day, both ends inside; an unknown beginning or end is open.

    The same in Python is `Period.contains`, in SQL `_covers` of `kept_bends.py`.
    """
    return Q(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class PeriodQuerySet(TrashableQuerySet[P]):
    def on(self, day: date) -> Self:
        """Periods that contain a day."""
        return self.filter(holds_on(day))

    def touching(self, first: date | None, last: date | None) -> Self:
        """Periods that share a day with some days; both are inside, an unknown one is open."""
        found = self.filter(Q(since=None) | Q(since__lte=last)) if last is not None else self.all()
        return found.filter(Q(until=None) | Q(until__gte=first)) if first is not None else found


class Period(Trashable):
    """Dates between which something held; both days are inside, and either may be unknown."""

    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("The end is before the beginning.")})

    def contains(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
