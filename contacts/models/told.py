"""Rows of their own beside a person, whose changes the history of that person tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction

from contacts.models.change import Change

if TYPE_CHECKING:
    from contacts.models.trash import Trash

Said = dict[str, Any]


class Told(models.Model):
    """A row whose every saving is told under `told_as`, with what it says of itself before and after.

    Stand it first among the bases. Who writes such rows in bulk tells it in the same transaction.
    """

    told_as: ClassVar[str]
    # Whether saving writes the person's history; a merge does not, because it is taken back as a whole.
    tells: bool = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            stored = type(self)._base_manager.filter(pk=self.pk).first() if self.tells and self.pk else None
            before = stored.told() if stored else None
            super().save(*args, **kwargs)
            if self.tells and before != (after := self.told()):
                self._tell(before, after)

    def told(self) -> Said | None:
        """What the history says of it; nothing when it lies in the trash."""
        raise NotImplementedError

    def told_of(self) -> list[int]:
        """In whose histories it is told."""
        return [self.contact_id]  # type: ignore[attr-defined]  # the models have it

    @classmethod
    def come_back(cls, trash: Trash, pks: list[int]) -> None:  # as `Trashable` has it
        for row in cls._base_manager.filter(pk__in=pks):
            row.trash = None  # type: ignore[attr-defined]  # the models have it
            row._tell(None, row.told())

    def _tell(self, before: Said | None, after: Said | None) -> None:
        fields = {self.told_as: [before, after]}
        for pk in self.told_of():
            Change.objects.create(owner_id=self.owner_id, contact_id=pk, fields=fields)  # type: ignore[attr-defined]
