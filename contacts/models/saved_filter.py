from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contacts.models.trash import Trashable, TrashableQuerySet
from contacts.models.versioned import Versioned
from contacts.text import clean_name, fold


class SavedFilterQuerySet(TrashableQuerySet["SavedFilter"]):
    """Filters of one owner that have a name."""


class SavedFilter(Trashable, Versioned):
    """A filter of the list of people under a name: what stands in the address bar after the question mark."""

    name = models.CharField(_("name"), max_length=60)
    folded = models.CharField(max_length=180, editable=False)
    query = models.CharField(max_length=4_000, editable=False)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        verbose_name = _("saved filter")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "folded"], condition=Q(trash=None), name="one_saved_filter_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list of people as the filter narrows it."""
        return f"{reverse('contacts:list')}?{self.query}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.folded = fold(self.name)
        super().save(*args, **kwargs)
