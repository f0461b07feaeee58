from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.setting import Setting, SettingQuerySet
from contacts.addresses import address
from contacts.models.mention import Mentioning


class OpportunityKind(models.TextChoices):
    VACANCY = "vacancy", _("vacancy")
    PARTNERSHIP = "partnership", _("partnership")
    TALK = "talk", _("talk to give")
    LEARNING = "learning", _("learning")
    MENTORING = "mentoring", _("mentoring")
    CLIENT = "client", pgettext_lazy("opportunity", "client")
    OTHER = "other", _("something else")


class Outcome(models.TextChoices):
    OPEN = "open", pgettext_lazy("outcome", "open")
    TAKEN = "taken", pgettext_lazy("outcome", "taken")
    DECLINED = "declined", pgettext_lazy("outcome", "declined")
    NOTHING = "nothing", pgettext_lazy("outcome", "came to nothing")


class OpportunityQuerySet(SettingQuerySet["Opportunity"]):
    def open(self) -> Self:
        return self.filter(outcome=Outcome.OPEN)

    def received_in(self, first: date, after_last: date) -> Self:
        """Days of a half-open window."""
        return self.filter(received_on__gte=first, received_on__lt=after_last)


class Opportunity(Setting, Mentioning):
    """A chance that a community or a person brought me, and what came of it."""

    kind = models.CharField(_("what sort of"), max_length=12, choices=OpportunityKind.choices)
    what = models.CharField(_("what it is"), max_length=300, blank=True)
    received_on = models.DateField(_("received on"))
    usefulness = models.PositiveSmallIntegerField(
        _("usefulness, 1 to 5"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    outcome = models.CharField(_("what came of it"), max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    outcome_on = models.DateField(_("decided on"), null=True, blank=True)
    note = models.TextField(_("a note"), max_length=20_000, blank=True)

    mentions_in: ClassVar = "note"

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        indexes = [
            models.Index(fields=["owner", "received_on", "id"], condition=Q(trash=None), name="opportunity_by_day"),
            models.Index(
                fields=["owner", "received_on"], condition=Q(outcome="open", trash=None), name="opportunity_open"
            ),
            # What was decided, by the day that only such a one has.
            models.Index(
                fields=["owner", "received_on", "id"],
                condition=Q(outcome_on__isnull=False, trash=None),
                name="opportunity_decided",
            ),
            models.Index(fields=["owner", "community", "received_on"], name="opportunity_by_community"),
            models.Index(fields=["owner", "event"], name="opportunity_by_event"),
            models.Index(fields=["owner", "contact"], name="opportunity_by_contact"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", outcome_on=None) | (~Q(outcome="open") & Q(outcome_on__isnull=False)),
                name="an_outcome_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return address("communities:opportunity_edit", self.pk)

    @property
    def mention_day(self) -> date:
        return self.received_on

    def clean(self) -> None:
        super().clean()
        if self.outcome == Outcome.OPEN:
            self.outcome_on = None
        elif self.received_on and self.outcome_on and self.outcome_on < self.received_on:
            raise ValidationError({"outcome_on": _("This is before it was received.")})

    def settle(self, outcome: str, *, on: date) -> None:
        """Say what came of it, on which day; `open` takes that back. A form opened before is overtaken by it."""
        self.outcome = Outcome(outcome)
        self.outcome_on = None if self.outcome == Outcome.OPEN else on
        self.version += 1
        self.save(update_fields=["outcome", "outcome_on", "version", "updated_at"])
