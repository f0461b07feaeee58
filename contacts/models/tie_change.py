from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.merge_rule import MergeRule
from contacts.models.contact import Contact, Tie
from contacts.owned import AnyUser, Owned, OwnedQuerySet


class TieChangeQuerySet(OwnedQuerySet["TieChange"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None)


class TieChange(Owned):
    """From a day on the tie with a person was another one; no more than one row for a person and a day."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="tie_changes", related_query_name="tie_change"
    )
    day = models.DateField(_("since"))
    before = models.PositiveSmallIntegerField(choices=Tie.choices, null=True, blank=True)
    tie = models.PositiveSmallIntegerField(_("depth of the tie"), choices=Tie.choices, null=True, blank=True)
    merge_rule: ClassVar = MergeRule(keeps_own=True)

    objects = TieChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        verbose_name = _("change of a tie")
        indexes = [models.Index(fields=["owner", "day"], name="tie_change_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["contact", "day"], name="one_tie_change_a_day"),
            models.CheckConstraint(condition=Q(tie=None) | Q(tie__range=(1, 5)), name="tie_change_1_to_5"),
        ]
