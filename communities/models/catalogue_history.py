from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.catalogue import CatalogueEntry, State


class Cause(models.TextChoices):
    """What an entry was changed by."""

    ADDED = "added", _("added")
    EDITED = "edited", _("edited")
    IMPORTED = "imported", _("brought in from CSV")
    SUGGESTED = "suggested", _("accepted from a suggestion")
    SHIPPED = "shipped", _("brought by a new version of the product")
    MERGED = "merged", _("merged")
    TAKEN_APART = "taken_apart", _("taken apart again")
    RESTORED = "restored", _("restored from the history")
    DELETED = "deleted", _("deleted")


class CatalogueChange(models.Model):
    """One change of a catalogue entry: everything that it said before and after; `version` is the one that it made."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.SET_NULL, null=True, related_name="changes")
    slug = models.CharField(_("address"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    cause = models.CharField(_("what happened"), max_length=12, choices=Cause.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by whom")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    version = models.PositiveIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change of the catalogue")
        verbose_name_plural = _("changes of the catalogue")
        indexes = [models.Index(fields=["entry", "-id"], name="change_of_entry")]

    def __str__(self) -> str:
        return self.name

    def differences(self) -> list[tuple[str, Any, Any]]:
        """The name of each field that differs, with what it was and what it is."""
        return differences(self.before, self.after)


def differences(before: State, after: State) -> list[tuple[str, Any, Any]]:
    names = [*after, *(name for name in before if name not in after)]
    found = [(name, before.get(name), after.get(name)) for name in names]
    return [(name, was, now) for name, was, now in found if (was or None) != (now or None)]


class CatalogueMerge(models.Model):
    """Two entries that became one: whose links were moved and what was written, so that it can be taken apart."""

    kept = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, editable=False)
    kept_before = models.JSONField(default=dict)
    kept_after = models.JSONField(default=dict)
    gone_before = models.JSONField(default=dict)
    # Communities that came from the double, with the version of it that was seen in each.
    moved = models.JSONField(default=list)
    # Entries that had been merged into the double.
    moved_doubles = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
