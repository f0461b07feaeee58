from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.recurrence.rule import Rule, parse
from communities.recurrence.words import say
from contacts.addresses import address
from contacts.models import Trash
from contacts.owned import Owned, OwnedQuerySet
from contacts.zones import check_time_zone, city_of


class SeriesQuerySet(OwnedQuerySet["Series"]):
    """Repetitions of one owner."""


class Series(Owned):
    """How events repeat. Its events are rows of their own, so each can be moved, gone through or left out."""

    rule = models.CharField(_("repetition"), max_length=200)
    first_on = models.DateField(_("first on"))
    # The zone in which the hour of the events stands still when clocks change.
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["-first_on", "-pk"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return self.said

    def get_absolute_url(self) -> str:
        return address("events:series", self.pk)

    @property
    def repetition(self) -> Rule:
        return parse(self.rule)

    @property
    def clock(self) -> ZoneInfo:
        """The zone by whose clock its events go that have none of their own, wherever their owner lives by now."""
        return ZoneInfo(self.time_zone)

    @property
    def said(self) -> str:
        """The repetition in words, such as "every second Thursday"."""
        first: date = self.first_on
        return say(self.repetition, first)

    def is_elsewhere(self, moment: datetime) -> bool:
        """Whether its clock shows another time at a moment than the reader's."""
        reader = timezone.get_current_timezone()
        return bool(moment.astimezone(self.clock).utcoffset() != moment.astimezone(reader).utcoffset())

    def said_at(self, moment: datetime) -> str:
        """The repetition in words, with the city by whose clock its days are where that is not the reader's."""
        if not self.is_elsewhere(moment):
            return self.said
        return gettext("%(said)s (by the clock of %(city)s)") % {"said": self.said, "city": city_of(self.time_zone)}


class SeriesChangeQuerySet(OwnedQuerySet["SeriesChange"]):
    """Changes of one owner's series that can be undone."""


class SeriesChange(Owned):
    """What one press did to an event, by itself or with others of its series, so that it can be undone.

    `before` holds the former values of changed events by their ids, and the time zone of the series under "series"
    where that was changed too; `made` the ids of new ones, `removed` the deletion of those that made room for them.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    before = models.JSONField(default=dict)
    made = models.JSONField(default=list)
    removed = models.ForeignKey(Trash, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SeriesChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("change of a series")
