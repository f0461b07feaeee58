from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.owned import Owned, OwnedQuerySet
from contacts.text import clean_name, fold


class TagQuerySet(OwnedQuerySet["Tag"]):
    """Labels of one owner."""


class Tag(Owned):
    """A word of the owner's own for a group of people."""

    name = models.CharField(_("tag"), max_length=60)
    folded = models.CharField(max_length=60, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        constraints = [models.UniqueConstraint(fields=["owner", "folded"], name="one_tag_of_a_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.folded = fold(self.name)
        super().save(*args, **kwargs)
