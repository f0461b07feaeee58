from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models.setting import Setting, SettingQuerySet
from contacts.addresses import address
from contacts.models.mention import Mentioning


class ContributionKind(models.TextChoices):
    """What one gives a community: eight of the twelve practices of the notes are counted from it."""

    DISCUSSION = "discussion", _("joined a discussion")
    TOPIC = "topic", _("proposed a topic")
    EXPERTISE = "expertise", _("gave expertise")
    INFORMATION = "information", _("shared information")
    HELP = "help", _("offered help")
    EXPERIENCE = "experience", _("shared experience")
    EVENT = "event", _("organised an event")
    OPPORTUNITY = "opportunity", _("shared an opportunity")


class ContributionQuerySet(SettingQuerySet["Contribution"]):
    def made_in(self, first: date, after_last: date) -> Self:
        """Days of a half-open window."""
        return self.filter(day__gte=first, day__lt=after_last)


class Contribution(Setting, Mentioning):
    """Something that I gave a community, on a day of mine."""

    kind = models.CharField(_("what it was"), max_length=12, choices=ContributionKind.choices)
    day = models.DateField(_("when"))
    note = models.TextField(_("a note"), max_length=20_000, blank=True)

    mentions_in: ClassVar = "note"

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [
            models.Index(fields=["owner", "day", "id"], condition=Q(trash=None), name="contribution_by_day"),
            models.Index(fields=["owner", "community", "day"], name="contribution_by_community"),
            models.Index(fields=["owner", "event"], name="contribution_by_event"),
            models.Index(fields=["owner", "contact"], name="contribution_by_contact"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return address("communities:contribution_edit", self.pk)

    @property
    def mention_day(self) -> date:
        return self.day
