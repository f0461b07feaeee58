from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from contacts.addresses import address
from contacts.merge_rule import MergeRule
from contacts.models.change import DATE, Change
from contacts.models.contact import Contact
from contacts.models.interaction import Interaction
from contacts.models.trash import Trash, Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned
from contacts.owned import AnyUser, Owned, OwnedQuerySet


class DateKind(models.TextChoices):
    BIRTHDAY = "birthday", _("birthday")
    WORK = "work", _("work anniversary")
    ACHIEVEMENT = "achievement", _("achievement")
    OTHER = "other", _("another day")


def occurrence_in(year: int, month: int, day: int) -> date:
    """The day of a year on which a date is kept: 29 February on 1 March where there is none, never too early."""
    if (month, day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return date(year, month, day)


def days_within(first: date, last: date) -> Q:
    """Dates that are kept on a day of a stretch of less than a year, both ends inside."""
    found = Q()
    here = first
    while here <= last:
        end = min(last, date(here.year, here.month, calendar.monthrange(here.year, here.month)[1]))
        this_month = Q(month=here.month, day__gte=here.day, day__lte=end.day)
        if (here.month, here.day) == (3, 1) and not calendar.isleap(here.year):
            this_month |= Q(month=2, day=29)
        # What has not begun yet is not kept; an achievement with its year is congratulated on once.
        begun = Q(year=None) | Q(year=here.year) | (Q(year__lt=here.year) & ~Q(kind=DateKind.ACHIEVEMENT))
        found |= this_month & begun
        here = end + timedelta(days=1)
    return found


class ImportantDateQuerySet(TrashableQuerySet["ImportantDate"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None)

    def upcoming(self, today: date, within_days: int) -> Self:
        """Dates kept from today to so many days later, under a year, the soonest first, also over a year's end."""
        last = today + timedelta(days=min(within_days, 364))
        order = F("month") * 100 + F("day")
        turn = today.month * 100 + today.day
        # 29 February is looked for on 1 March: its own number is a day smaller, and would seem to be a year away.
        is_past = Q(order__lt=turn) & ~(Q(month=2, day=29) if (today.month, today.day) == (3, 1) else Q(pk=None))
        later = Case(When(is_past, then=Value(1)), default=Value(0))
        return self.filter(days_within(today, last)).annotate(order=order).order_by(later, "order", "pk")

    def not_congratulated(self, today: date, within_days: int) -> Self:
        """Dates for which no congratulation stands that was meant for a day of the stretch."""
        last = today + timedelta(days=within_days)
        done = Congratulation.objects.filter(
            date=OuterRef("pk"), interaction__trash=None, meant_for__gte=today, meant_for__lte=last
        )
        return self.filter(~Exists(done))


class ImportantDate(Trashable, Versioned):
    """A day of the year on which a person is congratulated; its year may be unknown."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="dates", related_query_name="date", verbose_name=_("person")
    )
    kind = models.CharField(_("what day it is"), max_length=12, choices=DateKind.choices, default=DateKind.BIRTHDAY)
    label = models.CharField(_("what to congratulate on"), max_length=200, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), validators=[MinValueValidator(1), MaxValueValidator(31)])
    month = models.PositiveSmallIntegerField(_("month"), choices=[*MONTHS.items()])
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1850), MaxValueValidator(2200)]
    )
    merge_rule: ClassVar = MergeRule(same=("kind", "month", "day"), agreeing=("year", "label"))

    # Whether saving writes the person's history; a merge does not, because it is taken back as a whole.
    tells: bool = True

    objects = ImportantDateQuerySet.as_manager()

    class Meta:
        ordering = ["month", "day", "pk"]
        verbose_name = _("important date")
        indexes = [models.Index(fields=["owner", "month", "day"], name="important_date_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), day__range=(1, 31)), name="important_date_in_calendar"
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return address("contacts:date_edit", self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            stored = type(self)._base_manager.filter(pk=self.pk).first() if self.tells and self.pk else None
            before = stored.told() if stored else None
            super().save(*args, **kwargs)
            if self.tells and before != (after := self.told()):
                Change.objects.create(
                    owner_id=self.owner_id, contact_id=self.contact_id, fields={DATE: [before, after]}
                )

    @classmethod
    def come_back(cls, trash: Trash, pks: list[int]) -> None:
        for row in cls._base_manager.filter(pk__in=pks):
            row.trash = None
            fields = {DATE: [None, row.told()]}
            Change.objects.create(owner_id=trash.owner_id, contact_id=row.contact_id, fields=fields)

    def told(self) -> dict[str, Any] | None:
        """What the history of the person says of the date; nothing when it lies in the trash."""
        said = ("id", "kind", "label", "day", "month", "year")
        return None if self.trash_id else {name: getattr(self, name) for name in said}

    @property
    def exact(self) -> date | None:
        """The very day, when its year is known."""
        return date(self.year, self.month, self.day) if self.year else None

    def next_on(self, today: date) -> date | None:
        """The next day on which it is kept, today included; None for an achievement that is over."""
        if self.year and (self.kind == DateKind.ACHIEVEMENT or self.year > today.year):
            once = date(self.year, self.month, self.day)
            return once if once >= today else None
        this_year = occurrence_in(today.year, self.month, self.day)
        return this_year if this_year >= today else occurrence_in(today.year + 1, self.month, self.day)

    def years_on(self, day: date) -> int | None:
        """How many years are full on a day on which it is kept; None when the year is not known."""
        return day.year - self.year if self.year is not None and day.year > self.year else None

    def clean(self) -> None:
        super().clean()
        if not (self.day and self.month) or self.month not in range(1, 13):
            return
        longest = calendar.monthrange(self.year or 2024, self.month)[1]
        if self.day > longest:
            raise ValidationError({"day": _("This month has no such day.")})


class CongratulationQuerySet(OwnedQuerySet["Congratulation"]):
    def for_owner(self, owner: AnyUser) -> Self:
        shown = {"date__trash": None, "date__contact__trash": None, "interaction__trash": None}
        return super().for_owner(owner).filter(**shown)


class Congratulation(Owned):
    """Which interaction congratulated on which turn of a date; gone with the interaction, and back with it."""

    date = models.ForeignKey(
        ImportantDate, on_delete=models.CASCADE, related_name="congratulations", related_query_name="congratulation"
    )
    meant_for = models.DateField()
    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="congratulations", related_query_name="congratulation"
    )

    objects = CongratulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("congratulation")
        indexes = [models.Index(fields=["owner", "meant_for"], name="congratulation_by_day")]
        constraints = [models.UniqueConstraint(fields=["date", "meant_for"], name="one_congratulation_of_a_turn")]
