from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.event import Event
from contacts.models import Contact, Interaction
from contacts.owned import AnyUser, Owned, OwnedQuerySet


class AttendanceQuerySet(OwnedQuerySet["Attendance"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(event__trash=None, contact__trash=None)

    def came(self) -> Self:
        return self.filter(came=True)


class Attendance(Owned):
    """A person at an event: three separate facts. The talk itself is an interaction on the ground floor."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="attendances", related_query_name="attendance"
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="attendances", related_query_name="attendance"
    )
    invited = models.BooleanField(_("invited"), default=False)
    came = models.BooleanField(_("came"), default=False)
    interaction = models.ForeignKey(
        Interaction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("the talk")
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["contact__name_key", "pk"]
        verbose_name = _("attendance")
        constraints = [models.UniqueConstraint(fields=["event", "contact"], name="once_at_an_event")]
        indexes = [models.Index(fields=["owner", "contact", "came", "event"], name="attendance_by_contact")]

    @property
    def talked(self) -> bool:
        return self.interaction is not None and self.interaction.trash_id is None
