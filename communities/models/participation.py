from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.community import Community
from communities.models.kinds import Family
from communities.models.periods import Period, PeriodQuerySet
from contacts.models import Versioned
from contacts.owned import AnyUser


class Status(models.TextChoices):
    CONSIDERING = "considering", _("considering")
    JOINED = "joined", _("joined")
    ACTIVE = "active", pgettext_lazy("status of my participation", "active")
    PAUSED = "paused", _("paused")
    LEFT = "left", _("left")


class Role(models.TextChoices):
    READER = "reader", _("reader")
    PARTICIPANT = "participant", _("participant")
    SPEAKER = "speaker", _("speaker")
    ORGANISER = "organiser", _("organiser")
    FOUNDER = "founder", _("founder")


class Aim(models.TextChoices):
    """Why I take part: the five of each family, as the notes list them."""

    SKILLS = "skills", _("skills")
    COLLEAGUES = "colleagues", _("ties with other departments")
    CAREER = "career", _("career")
    SHARING = "sharing", _("knowledge of colleagues")
    CULTURE = "culture", _("company culture")
    EXCHANGE = "exchange", _("knowledge exchange")
    NETWORK = "network", _("networking")
    GROWTH = "growth", _("learning and growth")
    INTERESTS = "interests", _("representing interests")
    STANDARDS = "standards", _("professional standards")


_INTERNAL = (Aim.SKILLS, Aim.COLLEAGUES, Aim.CAREER, Aim.SHARING, Aim.CULTURE)


def aims_of(family: str) -> list[Aim]:
    """The five aims of a family of communities."""
    internal = family == Family.INTERNAL
    return [aim for aim in Aim if (aim in _INTERNAL) is internal]


class FeePeriod(models.TextChoices):
    ONCE = "once", _("once")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")


class ParticipationQuerySet(PeriodQuerySet["Participation"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(community__trash=None)

    def current(self) -> Self:
        """The latest period in each community comes first."""
        return self.order_by("community_id", "-since", "-pk")


class Participation(Period, Versioned):
    """A period of mine in a community."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="participations", related_query_name="participation"
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.JOINED)
    role = models.CharField(_("my role"), max_length=12, choices=Role.choices, default=Role.PARTICIPANT)
    aims = models.JSONField(_("what for"), default=list, blank=True)
    why = models.TextField(_("in my own words"), max_length=5_000, blank=True)
    fee = models.DecimalField(_("fee, roubles"), max_digits=10, decimal_places=2, null=True, blank=True)
    fee_period = models.CharField(_("paid"), max_length=6, choices=FeePeriod.choices, blank=True)
    renewal_on = models.DateField(_("renewal on"), null=True, blank=True)
    # The number of the day that is meant, which a month that is too short hides: the 31st on 30 April.
    renewal_day = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_per_month = models.DecimalField(_("hours a month"), max_digits=5, decimal_places=1, null=True, blank=True)
    next_review = models.DateField(_("next look at it"), null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("my participation")
        indexes = [models.Index(fields=["owner", "community", "since"], name="participation_by_day")]

    def siblings(self) -> ParticipationQuerySet:
        """My other periods in the same community."""
        rows = Participation.objects.filter(owner_id=self.owner_id, community=self.community_id, trash=None)
        return rows.exclude(pk=self.pk)

    def keep_days(self) -> None:
        """Save the days of renewal and review alone; a form opened before is overtaken by it."""
        self.version += 1
        self.save(update_fields=["renewal_on", "renewal_day", "next_review", "version", "updated_at"])

    def get_aims_display(self) -> list[str]:
        labels = dict(Aim.choices)
        return [str(labels[aim]) for aim in self.aims if aim in labels]
