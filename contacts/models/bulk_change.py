from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.owned import Owned, OwnedQuerySet

# As long as the trash keeps what was deleted.
KEPT_FOR = timedelta(days=30)


class BulkChangeQuerySet(OwnedQuerySet["BulkChange"]):
    def undoable(self, now: datetime) -> Self:
        return self.filter(created_at__gt=now - KEPT_FOR)


class BulkChange(Owned):
    """One change of many people at once, with what stood there before; undoing it deletes the row."""

    # The name under which its undo is registered, see contacts/bulk.py.
    action = models.CharField(max_length=30, editable=False)
    what = models.CharField(_("what"), max_length=300)
    count = models.PositiveIntegerField(_("people"))
    before = models.JSONField(default=dict, editable=False)

    objects = BulkChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("change of many people")
        indexes = [models.Index(fields=["owner", "-created_at"], name="bulk_change_by_day")]

    def __str__(self) -> str:
        return self.what
