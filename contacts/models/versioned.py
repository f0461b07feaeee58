from __future__ import annotations

from django.db import models
from django.utils import timezone


class StaleVersion(Exception):
    """The row was changed by somebody else, or in another tab, since the form was opened."""


class Versioned(models.Model):
    """A row that people edit in forms: a save over a newer version is refused, not silently lost."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def claim_version(self, seen: int) -> None:
        """Take the next version, if the row still has the one that was seen; raises StaleVersion.

        Call it inside the transaction that then saves the row.
        """
        manager = type(self)._base_manager
        updated = manager.filter(pk=self.pk, version=seen).update(version=seen + 1)
        if not updated:
            raise StaleVersion
        self.version = seen + 1
        if hasattr(self, "updated_at"):
            self.updated_at = timezone.now()
