from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Case, When
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from contacts.owned import Owned, OwnedQuerySet

# As long as the trash keeps what was deleted.
KEPT_FOR = timedelta(days=30)


class BulkChangeQuerySet(OwnedQuerySet["BulkChange"]):
    def undoable(self, now: datetime) -> Self:
        return self.filter(created_at__gt=now - KEPT_FOR)

    def filling(self, trash: int) -> Self:
        """Deletions of many that are not over yet and go into this one of the trash."""
        return self.filter(action="delete", before__values__trash=trash)

    def with_total(self) -> Self:
        """Adds `meant`, for how many a change was begun that has people left, else None; and `into`, its deletion."""
        running = Case(When(before__left__0__isnull=False, then=KT("before__total")), output_field=models.TextField())
        return self.annotate(meant=running, into=KT("before__values__trash"))


class BulkChange(Owned):
    """One change of many people at once, with what stood there before; undoing it deletes the row.

    A long one is made in steps, see `contacts/actions/bulk_run.py`: until the last one `before` holds who is left.
    """

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

    @property
    def left(self) -> int:
        """How many people are still to come."""
        return len(self.before.get("left", ()))

    @property
    def total(self) -> int:
        """For how many people it was meant."""
        return int(self.before.get("total", self.count))

    @property
    def percent(self) -> int:
        return int(100 * (self.total - self.left) / self.total) if self.total else 100

    @property
    def trash_pk(self) -> int | None:
        """The deletion that it fills, if it is one."""
        trash = self.before.get("values", {}).get("trash")
        return int(trash) if trash else None
