from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from contacts.models import Versioned
from contacts.owned import Owned, OwnedQuerySet

QUALITIES = ("depth", "knowledge", "usefulness", "recognition")


class ReflectionQuerySet(OwnedQuerySet["Reflection"]):
    def of_month(self, first: date) -> Self:
        """Those of the month that begins on this day."""
        return self.filter(month=first)

    def overall(self) -> Self:
        """Those about all that I take part in, not about one community."""
        return self.filter(community=None)


def _mark(label: object) -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(
        label,  # type: ignore[arg-type]  # lazy text
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )


def _sentence(label: object) -> models.CharField[str, str]:
    return models.CharField(label, max_length=500, blank=True)  # type: ignore[arg-type]  # lazy text


class Reflection(Owned, Versioned):
    """What I think a month brought, in one community or in all together: four marks of 1 to 5, a sentence to each."""

    month = models.DateField(_("month"))
    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("community")
    )
    depth = _mark(_("depth of ties"))
    depth_note = _sentence(_("why: depth of ties"))
    knowledge = _mark(_("quality of knowledge"))
    knowledge_note = _sentence(_("why: quality of knowledge"))
    usefulness = _mark(_("usefulness of opportunities"))
    usefulness_note = _sentence(_("why: usefulness of opportunities"))
    recognition = _mark(_("recognition"))
    recognition_note = _sentence(_("why: recognition"))

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "pk"]
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "month"], condition=Q(community=None), name="one_reflection_a_month"
            ),
            models.UniqueConstraint(
                fields=["owner", "month", "community"],
                condition=Q(community__isnull=False),
                name="one_reflection_a_month_of_a_community",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def clean(self) -> None:
        super().clean()
        if self.month and self.month.day != 1:
            raise ValidationError({"month": _("A month is kept as its first day.")})

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said: no mark and no sentence."""
        return not any(getattr(self, name) or getattr(self, f"{name}_note") for name in QUALITIES)
