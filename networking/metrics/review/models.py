"""What the owner decides in a review of a month: where they are in it, what they put aside, and that it is closed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Event
from contacts.merge_rule import MergeRule
from contacts.models import Contact, Promise, Versioned
from contacts.owned import Owned, OwnedQuerySet


class Step(models.IntegerChoices):
    """The four steps of a review, in their order; the label is the word in the address."""

    OPEN_ENDS = 1, "open-ends"
    MARKS = 2, "marks"
    TARGETS = 3, "targets"
    CLOSE = 4, "close"


class ReviewQuerySet(OwnedQuerySet["Review"]):
    def of_month(self, first: date) -> Self:
        return self.filter(month=first)


class Review(Owned):
    """How far a review of a month has come, and whether Today may still remind of it."""

    month = models.DateField(_("month"))
    step = models.PositiveSmallIntegerField(choices=Step.choices, default=Step.OPEN_ENDS)
    silenced_on = models.DateField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a month")
        constraints = [models.UniqueConstraint(fields=["owner", "month"], name="one_review_a_month")]


class DismissalQuerySet(OwnedQuerySet["Dismissal"]):
    def of_month(self, first: date) -> Self:
        return self.filter(month=first)


class Dismissal(Owned):
    """An event, a promise or a person of which a review of one month need not speak again."""

    month = models.DateField(_("month"))
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    merge_rule: ClassVar = MergeRule(keeps_own=True)

    objects = DismissalQuerySet.as_manager()

    class Meta:
        verbose_name = _("put aside in a review")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "month", what],
                condition=Q(**{f"{what}__isnull": False}),
                name=f"one_dismissal_of_{what}",
            )
            for what in ("event", "promise", "contact")
        ]


class MonthClosingQuerySet(OwnedQuerySet["MonthClosing"]):
    def of_month(self, first: date) -> Self:
        return self.filter(month=first)

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(reopened_at=None)


class MonthClosing(Owned, Versioned):
    """The figures of a month as they stood when it was closed. Nothing rewrites them: reopening only says so."""

    month = models.DateField(_("month"))
    closed_at = models.DateTimeField(_("closed at"))
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True)
    figures = models.JSONField(_("figures"))

    objects = MonthClosingQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-closed_at", "-pk"]
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "month"], condition=Q(reopened_at=None), name="a_month_is_closed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
