"""What the owner says of figures themselves: what they want a month to bring."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models import Versioned
from contacts.owned import Owned, OwnedQuerySet
from networking.metrics.review.models import Dismissal, MonthClosing, Review

__all__ = ["FIGURES", "Dismissal", "MonthClosing", "Review", "Target"]

# The eight figures, by the slugs of their pages.
FIGURES = (
    "new-contacts",
    "interactions",
    "referrals-received",
    "events-attended",
    "depth",
    "knowledge",
    "usefulness",
    "recognition",
)


class TargetQuerySet(OwnedQuerySet["Target"]):
    def standing_in(self, first: date) -> Self:
        """For each figure the target that holds in the month that begins on this day: the latest set until then."""
        latest = (
            self.model.objects.filter(
                owner=models.OuterRef("owner"), figure=models.OuterRef("figure"), month__lte=first
            )
            .order_by("-month")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(latest), value__isnull=False)


class Target(Owned, Versioned):
    """How much of a figure I want a month to bring, from `month` on until I say otherwise; none ends an earlier one."""

    figure = models.CharField(_("figure"), max_length=24, choices=[(slug, slug) for slug in FIGURES])
    month = models.DateField(_("from the month"))
    value = models.PositiveSmallIntegerField(
        _("target"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["figure", "-month"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [models.UniqueConstraint(fields=["owner", "figure", "month"], name="one_target_a_month")]

    def __str__(self) -> str:
        return f"{self.figure} {self.month:%Y-%m}: {self.value}"

    def clean(self) -> None:
        super().clean()
        if self.month and self.month.day != 1:
            raise ValidationError({"month": _("A month is kept as its first day.")})
