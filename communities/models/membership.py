from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from communities.models.participation import Role
from communities.models.periods import Period, PeriodQuerySet
from contacts.merge_rule import MergeRule
from contacts.models import Contact, Told, Versioned
from contacts.owned import AnyUser

# Under this name the history of a person keeps what becomes of their memberships.
TOLD_AS = "community"


def said_of(community: Community, role: str, since: date | None, until: date | None = None) -> dict[str, Any]:
    """A membership as the history keeps it."""
    days = {"since": since.isoformat() if since else None, "until": until.isoformat() if until else None}
    return {"id": community.pk, "name": community.name, "role": role, **days}


class MembershipQuerySet(PeriodQuerySet["Membership"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(community__trash=None, contact__trash=None)


class Membership(Told, Period, Versioned):
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
    # Somebody is named too: when two communities become one, their people do not.
    merge_rule: ClassVar = MergeRule(same=("contact", "community", "role", "since", "until"))

    told_as = TOLD_AS

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("membership")
        indexes = [
            # With the days and the trash: who is there on a day is read from the index alone.
            models.Index(
                fields=["owner", "community", "contact", "since", "until", "trash"], name="membership_by_community"
            ),
            # Where somebody was a member on a day, likewise.
            models.Index(
                fields=["owner", "contact", "trash", "since", "until", "community"], name="membership_by_contact"
            ),
            # Who is not there any more, without looking at those who are.
            models.Index(
                fields=["owner", "community", "until"],
                name="membership_that_ended",
                condition=models.Q(until__isnull=False, trash__isnull=True),
            ),
        ]

    def siblings(self) -> MembershipQuerySet:
        """The person's other periods in the same community."""
        same = {"owner_id": self.owner_id, "contact": self.contact_id, "community": self.community_id}
        return Membership.objects.filter(**same, trash=None).exclude(pk=self.pk)

    def told(self) -> dict[str, Any] | None:
        """What the history of the person says of it; nothing when it lies in the trash."""
        said = said_of(self.community, self.role, self.since, self.until)
        return None if self.trash_id else said | {"membership": self.pk}
