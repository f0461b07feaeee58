from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Tie
from contacts.owned import Owned, OwnedQuerySet


class RhythmDefaultQuerySet(OwnedQuerySet["RhythmDefault"]):
    """What one owner set for the depths of ties."""


class RhythmDefault(Owned):
    """How often people of one depth of tie are thought of, when nothing nearer says it; empty days mean never."""

    tie = models.PositiveSmallIntegerField(_("depth of the tie"), choices=Tie.choices)
    ideal = models.PositiveSmallIntegerField(
        _("ideally every, days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    at_most = models.PositiveSmallIntegerField(
        _("at the latest every, days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )

    objects = RhythmDefaultQuerySet.as_manager()

    class Meta:
        ordering = ["-tie"]
        verbose_name = _("rhythm of a tie")
        constraints = [models.UniqueConstraint(fields=["owner", "tie"], name="one_rhythm_of_a_tie")]
