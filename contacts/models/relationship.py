from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contacts.addresses import address
from contacts.merge_rule import MergeRule
from contacts.models.contact import Contact
from contacts.models.trash import Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned
from contacts.owned import AnyUser, Owned, OwnedQuerySet
from contacts.text import clean_name, fold


class KnownKind(models.TextChoices):
    """Kinds that come with the product; the label says what `contact` is to `other`."""

    MANAGER = "manager", _("manager")
    COLLEAGUE = "colleague", _("colleague")
    FRIEND = "friend", _("friend")
    SPOUSE = "spouse", _("spouse")
    RELATIVE = "relative", _("relative")
    COFOUNDER = "cofounder", _("co-founder")
    CLIENT = "client", _("client")
    OWN = "own", _("a kind of my own")


# What `other` is to `contact`, where that is another word.
BACK = {KnownKind.MANAGER: _("subordinate"), KnownKind.CLIENT: _("contractor")}


class RelationshipKindQuerySet(OwnedQuerySet["RelationshipKind"]):
    """Kinds that one owner made up."""


class RelationshipKind(Owned):
    """A kind of the owner's own, with its word in each direction; both may be the same."""

    label = models.CharField(_("what one is to the other"), max_length=60)
    back_label = models.CharField(_("and the other way round"), max_length=60)
    folded = models.CharField(max_length=130, editable=False)

    objects = RelationshipKindQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        verbose_name = _("kind of relationship")
        constraints = [models.UniqueConstraint(fields=["owner", "folded"], name="one_relationship_kind_of_a_name")]

    def __str__(self) -> str:
        return self.label if self.is_mutual else f"{self.label} / {self.back_label}"

    @property
    def is_mutual(self) -> bool:
        return fold(self.label) == fold(self.back_label)

    @staticmethod
    def fold_labels(label: str, back_label: str) -> str:
        return f"{fold(clean_name(label))}/{fold(clean_name(back_label))}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.label, self.back_label = clean_name(self.label), clean_name(self.back_label)
        self.folded = self.fold_labels(self.label, self.back_label)
        super().save(*args, **kwargs)


class RelationshipQuerySet(TrashableQuerySet["Relationship"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(contact__trash=None, other__trash=None)

    def touching(self, contact: Contact) -> Self:
        return self.filter(Q(contact=contact) | Q(other=contact))


class Relationship(Trashable, Versioned):
    """What one person is to another; several may hold between two, and each may have ended."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", verbose_name=_("person"))
    other = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", verbose_name=_("to whom"))
    kind = models.CharField(_("who they are"), max_length=10, choices=KnownKind.choices)
    own_kind = models.ForeignKey(RelationshipKind, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    merge_rule: ClassVar = MergeRule(
        same=("contact", "other", "kind", "own_kind", "since", "until"), of_two=("contact", "other")
    )

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("relationship")
        indexes = [
            models.Index(fields=["owner", "contact"], name="relationship_one_side"),
            models.Index(fields=["owner", "other"], name="relationship_other_side"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(contact=F("other")), name="relationship_of_two"),
            models.CheckConstraint(
                condition=Q(kind="own", own_kind__isnull=False) | (~Q(kind="own") & Q(own_kind=None)),
                name="relationship_own_kind_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} — {self.label}: {self.other}"

    def get_absolute_url(self) -> str:
        return address("contacts:relationship_edit", self.pk)

    @property
    def label(self) -> str:
        """What `contact` is to `other`."""
        return self.own_kind.label if self.own_kind else str(KnownKind(self.kind).label)

    @property
    def back_label(self) -> str:
        """What `other` is to `contact`."""
        if self.own_kind:
            return self.own_kind.back_label
        return str(BACK.get(KnownKind(self.kind), KnownKind(self.kind).label))

    def is_over(self, today: date) -> bool:
        return self.until is not None and self.until < today

    def clean(self) -> None:
        super().clean()
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("The end is before the beginning.")})
