from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from contacts.addresses import address
from contacts.merge_rule import MergeRule
from contacts.models.contact import Contact
from contacts.models.mention import Mentioning
from contacts.models.trash import Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned


class ReferralDirection(models.TextChoices):
    RECEIVED = "received", _("Somebody recommended me")
    GIVEN = "given", _("I recommended")


class ReferralKind(models.TextChoices):
    INTRODUCTION = "introduction", _("introduction")
    JOB = "job", _("job")
    CLIENT = "client", _("client")
    TESTIMONIAL = "testimonial", _("testimonial")


class ReferralQuerySet(TrashableQuerySet["Referral"]):
    def received(self) -> Self:
        return self.filter(direction=ReferralDirection.RECEIVED)

    def given(self) -> Self:
        return self.filter(direction=ReferralDirection.GIVEN)

    def made_in(self, first: date, after_last: date) -> Self:
        return self.filter(made_on__gte=first, made_on__lt=after_last)

    def not_thanked(self) -> Self:
        return self.received().filter(thanked_on=None).exclude(made_on=None)

    def touching(self, contact: Contact) -> Self:
        """Referrals in which a person has any part."""
        return self.filter(Q(giver=contact) | Q(subject=contact) | Q(receiver=contact))


class Referral(Trashable, Versioned, Mentioning):
    """A recommendation: received (giver → me → receiver) or given (me → receiver, about a subject)."""

    direction = models.CharField(_("direction"), max_length=8, choices=ReferralDirection.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=ReferralKind.choices, default=ReferralKind.INTRODUCTION)
    giver = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("who recommends")
    )
    subject = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("whom")
    )
    subject_text = models.CharField(_("what"), max_length=300, blank=True)
    receiver = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("to whom")
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    made_on = models.DateField(_("made on"), null=True, blank=True)
    met_on = models.DateField(_("met on"), null=True, blank=True)
    useful_on = models.DateField(_("proved useful on"), null=True, blank=True)
    thanked_on = models.DateField(_("thanked on"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=20_000, blank=True)
    mentions_in: ClassVar = "note"
    merge_rule: ClassVar = MergeRule(distinct=("giver", "receiver", "subject"))

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = _("referral")
        indexes = [
            models.Index(fields=["owner", "direction", "made_on", "trash"], name="referral_by_day"),
            # The list of what was recommended, whether it came about or was only asked for.
            models.Index(
                *(F("owner"), F("direction"), F("trash"), Coalesce("made_on", "asked_on").desc(), F("id").desc()),
                name="referral_latest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction="given", giver=None) | Q(direction="received", giver__isnull=False),
                name="referral_has_its_giver",
            ),
        ]

    def __str__(self) -> str:
        return " → ".join(str(part) for part in (self.giver, self.subject or self.subject_text, self.receiver) if part)

    def get_absolute_url(self) -> str:
        return address("contacts:referral_edit", self.pk)

    @property
    def chain(self) -> str:
        """Who recommended whom to whom, me among them."""
        me = pgettext("in a chain of a referral", "me")
        if self.direction == ReferralDirection.RECEIVED:
            parts: list[object] = [self.giver, me, self.receiver]
        else:
            parts = [me, self.subject or self.subject_text, self.receiver]
        return " → ".join(str(part) for part in parts if part)

    @property
    def about(self) -> str:
        """What it was about, where the chain does not say so."""
        given_thing = self.direction == ReferralDirection.GIVEN and not self.subject
        return "" if given_thing else self.subject_text

    @property
    def steps(self) -> list[str]:
        """How far it has come, in the order in which it goes on; a made one says so by its day."""
        done = [
            (self.asked_on and not self.made_on, _("asked for, not made yet")),
            (self.met_on, _("met")),
            (self.useful_on, _("proved useful")),
            (self.thanked_on, _("thanked")),
        ]
        return [str(said) for day, said in done if day]

    @property
    def mention_day(self) -> date | None:
        return self.made_on or self.asked_on

    def clean(self) -> None:
        super().clean()
        if self.direction == ReferralDirection.RECEIVED and self.giver is None:
            raise ValidationError({"giver": _("Say who recommended you.")})
        if self.direction == ReferralDirection.GIVEN:
            self.giver = None
            if self.receiver is None and self.subject is None:
                raise ValidationError({"subject": _("Say whom you recommended, or to whom.")})
        if not (self.asked_on or self.made_on):
            raise ValidationError({"made_on": _("Say when it was made, or at least asked for.")})

    def thank(self, *, on: date) -> None:
        self.thanked_on = on
        self.save(update_fields=["thanked_on", "updated_at"])

    def wait_for_thanks(self) -> None:
        """It was not thanked for after all."""
        self.thanked_on = None
        self.save(update_fields=["thanked_on", "updated_at"])
