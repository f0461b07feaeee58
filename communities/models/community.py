from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.catalogue import CatalogueEntry
from communities.models.kinds import Described, Family
from contacts.addresses import address
from contacts.merge_rule import MergeRule
from contacts.models import Trashable, TrashableQuerySet, Versioned
from contacts.models.channel import ChannelKind
from contacts.owned import AnyUser, Owned, OwnedQuerySet
from contacts.text import clean_name, search_text, sort_key, words


class CommunityQuerySet(TrashableQuerySet["Community"]):
    def internal(self) -> Self:
        return self.filter(family=Family.INTERNAL)

    def professional(self) -> Self:
        return self.filter(family=Family.PROFESSIONAL)

    def matching(self, query: str) -> Self:
        found = self
        for word in words(query):
            found = found.filter(search_text__contains=word)
        return found


class Community(Trashable, Versioned, Described):
    """A community that the owner is in, watches, or knows people in."""

    entry = models.ForeignKey(
        CatalogueEntry,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("catalogue entry"),
    )
    # Which version of the entry that speaks for it its owner has seen; 0: another entry stands for it since, and none
    # of that was seen.
    entry_version = models.PositiveIntegerField(default=1, editable=False)
    cadence_ideal = models.PositiveSmallIntegerField(
        _("ideally every, days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    cadence_at_most = models.PositiveSmallIntegerField(
        _("at the latest every, days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    name_key = models.CharField(max_length=400, editable=False)
    search_text = models.TextField(editable=False)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        indexes = [models.Index(fields=["owner", "name_key", "id"], name="community_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "entry"], condition=models.Q(trash=None), name="joined_once_from_the_catalogue"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("communities:community", self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.name_key = sort_key(self.name)
        self.search_text = search_text(self.name, self.field, self.city)
        fields = kwargs.get("update_fields")
        if fields is not None:
            # Only with what it is made from: this object may be older than its row.
            kept = {"name_key", "search_text"} if {"name", "field", "city"} & {*fields} else set()
            kwargs["update_fields"] = {*fields, *kept}
        super().save(*args, **kwargs)


class CommunityChannelQuerySet(OwnedQuerySet["CommunityChannel"]):
    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(community__trash=None)


class CommunityChannel(Owned):
    """Where a community of mine lives."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("channel"), max_length=20, choices=ChannelKind.choices)
    value = models.CharField(_("address"), max_length=300)
    merge_rule: ClassVar = MergeRule(same=("kind", "value"))

    objects = CommunityChannelQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("channel")

    def __str__(self) -> str:
        return self.value
