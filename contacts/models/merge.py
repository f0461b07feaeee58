from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact
from contacts.owned import Owned, OwnedQuerySet

UNDO_FOR = timedelta(days=30)


class MergeQuerySet(OwnedQuerySet["Merge"]):
    def undoable(self) -> Self:
        return self.filter(undone_at=None, created_at__gt=timezone.now() - UNDO_FOR)

    def into(self, contact: Contact) -> Self:
        """What can still be taken apart of a person, the latest first."""
        return self.undoable().filter(kept_pk=contact.pk).defer("record")

    def survivors(self, pks: Iterable[int]) -> dict[int, int]:
        """Where people who were merged away are now, however many merges later; whoever was not is left out."""
        found = {pk: pk for pk in pks}
        asked, seen = {*found}, {*found}
        while asked:
            moved = dict(self.filter(undone_at=None, gone_pk__in=asked).values_list("gone_pk", "kept_pk"))
            found = {pk: moved.get(here, here) for pk, here in found.items()}
            asked = {*moved.values()} - seen
            seen |= asked
        return {pk: here for pk, here in found.items() if here != pk}


class Merge(Owned):
    """Two people became one: who stayed, who went, and every row that changed, so that it can be undone.

    The ids are plain numbers: the row of the one who went is gone, and that of the other may go in a later merge.
    """

    kept_pk = models.PositiveBigIntegerField()
    gone_pk = models.PositiveBigIntegerField()
    kept_name = models.CharField(_("who stayed"), max_length=300)
    gone_name = models.CharField(_("who was joined"), max_length=300)
    record: models.JSONField[dict[str, Any]] = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("merge")
        indexes = [models.Index(fields=["owner", "kept_pk"], name="merge_by_kept")]

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept_name}"
