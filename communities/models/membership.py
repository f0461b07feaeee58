from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from communities.models.participation import Role
from communities.models.periods import Period, PeriodQuerySet
from contacts.models import Contact, Versioned
from contacts.owned import AnyUser


class MembershipQuerySet(PeriodQuerySet["Membership"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(community__trash=None, contact__trash=None)


class Membership(Period, Versioned):
    """A period of a person in a community."""

    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        related_name="memberships",
        related_query_name="membership",
        verbose_name=_("person"),
    )
    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        related_name="memberships",
        related_query_name="membership",
        verbose_name=_("community"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.PARTICIPANT)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("membership")
        indexes = [
            models.Index(fields=["owner", "community", "contact"], name="membership_by_community"),
            models.Index(fields=["owner", "contact"], name="membership_by_contact"),
        ]
