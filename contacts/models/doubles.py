"""Who may be the same person: what the owner said, what was found, and how far the finding is."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contacts.merge_rule import MergeRule
from contacts.models.contact import Contact
from contacts.owned import AnyUser, Owned, OwnedQuerySet

P = TypeVar("P", bound="Pair", covariant=True)


class PairQuerySet(OwnedQuerySet[P]):
    def for_owner(self, owner: AnyUser) -> Self:
        """Pairs of whom neither lies in the trash."""
        return super().for_owner(owner).filter(low__trash=None, high__trash=None)


class Pair(Owned):
    """Two people in no order: the smaller id is `low`."""

    low = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="%(class)s_in_order"),
            models.UniqueConstraint(fields=["low", "high"], name="one_%(class)s_of_two"),
        ]

    @property
    def people(self) -> tuple[Contact, Contact]:
        return self.low, self.high


class NotSameQuerySet(PairQuerySet["NotSame"]):
    """Pairs that the owner told apart."""


class NotSame(Pair):
    """The owner said that these two are different people; they are not offered again."""

    merge_rule: ClassVar = MergeRule(of_two=("low", "high"), sorted_ends=True)

    objects = NotSameQuerySet.as_manager()

    class Meta(Pair.Meta):
        verbose_name = _("different people")


class DoublePairQuerySet(PairQuerySet["DoublePair"]):
    """What was found for one owner."""


class DoublePair(Pair):
    """Two who were likely the same when the last run looked; whoever shows the pair looks again."""

    score = models.PositiveSmallIntegerField()
    merge_rule: ClassVar = MergeRule(forgotten=True)

    objects = DoublePairQuerySet.as_manager()

    class Meta(Pair.Meta):
        verbose_name = _("likely double")
        indexes = [models.Index(fields=["owner", "-score", "low", "high"], name="double_pair_best")]


class DoubleKeyQuerySet(OwnedQuerySet["DoubleKey"]):
    """The working rows of one owner's run."""


class DoubleKey(Owned):
    """One thing that a person could share with a double; working rows of a run, gone at its end."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=320)
    merge_rule: ClassVar = MergeRule(forgotten=True)

    objects = DoubleKeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "key", "contact"], name="double_key_order")]


class DoubleRunQuerySet(OwnedQuerySet["DoubleRun"]):
    """The run of one owner."""


class DoubleRun(Owned):
    """How far the search for doubles is: first the keys of all people, then the pairs of each key."""

    people = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    last_contact = models.PositiveBigIntegerField(default=0)
    keys = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    last_key = models.CharField(max_length=320, blank=True)
    # Keys that too many people share, so that nothing was compared within them.
    too_common = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DoubleRunQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_double_run")]

    @property
    def percent(self) -> int:
        """Half for reading everybody, half for comparing."""
        if self.ended_at:
            return 100
        read = self.read / self.people if self.people else 1
        compared = self.compared / self.keys if self.keys else 0
        return min(99, int(50 * min(1, read) + 50 * min(1, compared)))
