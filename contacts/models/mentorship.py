from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contacts.addresses import address
from contacts.models.change import MENTORSHIP
from contacts.models.contact import Contact
from contacts.models.mention import Mentioning
from contacts.models.told import Told
from contacts.models.trash import Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned
from contacts.owned import AnyUser


class MentorDirection(models.TextChoices):
    THEY = "they", _("They mentor me")
    ME = "me", _("I mentor them")


class MentorshipQuerySet(TrashableQuerySet["Mentorship"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None)

    def running(self) -> Self:
        return self.filter(ended_on=None)


class Mentorship(Told, Trashable, Versioned, Mentioning):
    """Somebody mentors me, or I them: towards a goal, in a rhythm; what has ended stays as history."""

    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        related_name="mentorships",
        related_query_name="mentorship",
        verbose_name=_("person"),
    )
    direction = models.CharField(
        _("who mentors whom"), max_length=4, choices=MentorDirection.choices, default=MentorDirection.THEY
    )
    goal = models.CharField(_("goal"), max_length=500)
    started_on = models.DateField(_("started on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    rhythm_days = models.PositiveSmallIntegerField(
        _("we meet every, days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    note = models.TextField(_("note"), max_length=20_000, blank=True)

    mentions_in: ClassVar = "note"
    told_as = MENTORSHIP

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]
        verbose_name = _("mentorship")
        indexes = [models.Index(fields=["owner", "contact"], name="mentorship_by_contact")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")), name="mentorship_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}: {self.goal}"

    def get_absolute_url(self) -> str:
        return address("contacts:mentorship_edit", self.pk)

    def told(self) -> dict[str, Any] | None:
        said = {"id": self.pk, "direction": self.direction, "goal": self.goal, "rhythm_days": self.rhythm_days}
        said["note"] = self.note
        days = {name: day and day.isoformat() for name, day in self._days()}
        return None if self.trash_id else {**said, **days}

    def _tell(self, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        if before and after and before["note"] == after["note"]:
            # The note is long: what did not touch it says nothing of it.
            before, after = ({name: one[name] for name in one if name != "note"} for one in (before, after))
        super()._tell(before, after)

    def _days(self) -> list[tuple[str, date | None]]:
        return [("started_on", self.started_on), ("ended_on", self.ended_on)]

    @property
    def mention_title(self) -> str:
        return f"{self.contact.name}: {self.goal}"

    @property
    def mention_day(self) -> date:
        return self.started_on

    def clean(self) -> None:
        super().clean()
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise ValidationError({"ended_on": _("The end is before the beginning.")})
