from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from contacts.addresses import address
from contacts.mentions.tokens import plain
from contacts.models.contact import Contact
from contacts.models.interaction import Interaction
from contacts.models.mention import Mentioning
from contacts.models.trash import Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned
from contacts.owned import AnyUser


class Direction(models.TextChoices):
    MINE = "mine", _("I promised")
    THEIRS = "theirs", _("They promised")


class Age(models.TextChoices):
    """How long an open promise is late, or has been open when it has no day."""

    LONG = "long", _("more than 30 days")
    MONTH = "month", _("8–30 days")
    WEEK = "week", _("up to 7 days")
    AHEAD = "ahead", _("still in time")


class PromiseQuerySet(TrashableQuerySet["Promise"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None)

    def open(self) -> Self:
        return self.filter(kept_on=None, withdrawn_on=None)

    def either_way(self) -> Self:
        """Of any direction. Said, SQLite reads the index of open promises, which begins with it, not all promises."""
        return self.filter(direction__in=Direction.values)

    def mine(self) -> Self:
        return self.filter(direction=Direction.MINE)

    def theirs(self) -> Self:
        return self.filter(direction=Direction.THEIRS)

    def due_by(self, day: date) -> Self:
        return self.filter(due_on__lte=day)

    def ended(self) -> Self:
        """Kept and withdrawn ones, with the day on which they `ended_on`, the latest first."""
        rows = self.exclude(kept_on=None, withdrawn_on=None).annotate(ended_on=Coalesce("kept_on", "withdrawn_on"))
        return rows.order_by("-ended_on", "-pk")

    def aged(self, today: date) -> Self:
        """With their `age`, counted from the day they were due on, else made on; the oldest first."""
        rows = self.annotate(counted_from=Coalesce("due_on", "made_on"))
        age = Case(
            When(due_on__gte=today, then=Value(Age.AHEAD)),
            When(counted_from__gte=today - timedelta(days=7), then=Value(Age.WEEK)),
            When(counted_from__gte=today - timedelta(days=30), then=Value(Age.MONTH)),
            default=Value(Age.LONG),
            output_field=models.CharField(),
        )
        return rows.annotate(age=age).order_by("counted_from", "pk")

    def soonest_first(self) -> Self:
        return self.order_by(F("due_on").asc(nulls_last=True), "made_on", "pk")


class Promise(Trashable, Versioned, Mentioning):
    """Something promised between me and one person."""

    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        related_name="promises",
        related_query_name="promise",
        verbose_name=_("person"),
    )
    direction = models.CharField(_("who promised"), max_length=6, choices=Direction.choices, default=Direction.MINE)
    text = models.CharField(_("what"), max_length=500)
    made_on = models.DateField(_("made on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    kept_on = models.DateField(_("kept on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    interaction = models.ForeignKey(
        Interaction, on_delete=models.SET_NULL, null=True, blank=True, related_name="promises"
    )

    mentions_in: ClassVar = "text"

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("promise")
        indexes = [
            models.Index(
                fields=["owner", "direction", "due_on", "made_on", "id"],
                condition=Q(kept_on=None, withdrawn_on=None, trash=None),
                name="promise_open",
            ),
            models.Index(
                F("owner"),
                Coalesce("kept_on", "withdrawn_on").desc(),
                F("id").desc(),
                condition=~Q(kept_on=None, withdrawn_on=None) & Q(trash=None),
                name="promise_ended",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kept_on=None) | Q(withdrawn_on=None), name="promise_kept_or_withdrawn"),
        ]

    def __str__(self) -> str:
        return plain(self.text)

    def get_absolute_url(self) -> str:
        return address("contacts:promise_edit", self.pk)

    @property
    def mention_title(self) -> str:
        direction = _("I promised") if self.direction == Direction.MINE else _("They promised")
        return f"{direction}: {self.contact.name}"

    @property
    def mention_day(self) -> date:
        return self.made_on

    @property
    def is_open(self) -> bool:
        return self.kept_on is None and self.withdrawn_on is None

    def keep(self, *, on: date) -> None:
        self._end(kept_on=on, withdrawn_on=None)

    def withdraw(self, *, on: date) -> None:
        self._end(kept_on=None, withdrawn_on=on)

    def reopen(self) -> None:
        self._end(kept_on=None, withdrawn_on=None)

    def _end(self, *, kept_on: date | None, withdrawn_on: date | None) -> None:
        self.kept_on, self.withdrawn_on = kept_on, withdrawn_on
        self.save(update_fields=["kept_on", "withdrawn_on", "updated_at"])
