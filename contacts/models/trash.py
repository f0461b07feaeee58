from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from contacts.owned import AnyUser, Owned, OwnedQuerySet


class TrashQuerySet(OwnedQuerySet["Trash"]):
    """Deletions of one owner."""


class Trash(Owned):
    """One deletion: everything that went together, and comes back together when it is undone."""

    what = models.CharField(_("what"), max_length=300)
    # No column, see `tell`.
    holds = ""

    objects = TrashQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="trash_owner_day")]

    def __str__(self) -> str:
        return self.what

    @transaction.atomic
    def put_back(self, most: int | None = None) -> int:
        """Return the rows of this deletion, or at most so many of them, in one transaction; says how many are left.

        Whatever leans on them shows again by itself. With the last row the deletion is forgotten.
        """
        room = most
        for model in self._models():
            rows = model._base_manager.filter(trash=self)
            pks = [*rows.order_by().values_list("pk", flat=True)[:room]]
            model.come_back(self, pks)
            (rows if room is None else rows.filter(pk__in=pks)).update(trash=None)
            room = room if room is None else room - len(pks)
        if left := 0 if most is None else self.count_rows():
            return left
        self.delete()
        return 0

    def count_rows(self) -> int:
        """How many rows went together and wait here."""
        return sum(model._base_manager.filter(trash=self).count() for model in self._models())

    @classmethod
    def tell(cls, owner: AnyUser, deletions: list[Trash]) -> None:
        """Put into each deletion what it `holds`, in words; a query for each table that tells of its rows."""
        known = {one.pk: one for one in deletions}
        for model in cls._models() if known else ():
            for pk, said in model.told_in_trash(owner, deletions).items():
                known[pk].holds = ", ".join(filter(None, (known[pk].holds, said)))

    @classmethod
    def _models(cls) -> list[Any]:
        relations = cls._meta.get_fields(include_hidden=True)
        return [
            one.related_model for one in relations if isinstance(one, models.ManyToOneRel) and one.field.name == "trash"
        ]


T = TypeVar("T", bound="Trashable", covariant=True)


class TrashableQuerySet(OwnedQuerySet[T]):
    """Rows that can lie in the trash; `for_owner` gives those that do not."""

    def for_owner(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).filter(trash=None)

    def trashed(self, owner: AnyUser) -> Self:
        return super().for_owner(owner).exclude(trash=None)


class Trashable(Owned):
    """A row that deletion moves to the trash, where it waits for undo or for thirty days to pass."""

    trash = models.ForeignKey(Trash, on_delete=models.CASCADE, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def come_back(cls, trash: Trash, pks: list[int]) -> None:
        """Called when rows are about to return from a deletion, in its transaction."""

    @classmethod
    def told_in_trash(cls, owner: AnyUser, deletions: list[Trash]) -> dict[int, str]:
        """What rows of this table some deletions hold, in words, where the name of a deletion may not say it."""
        return {}

    def throw_away(self, what: str | None = None) -> Trash:
        """Move this one row to the trash; returns the deletion, which can be put back."""
        trash = Trash.objects.create(owner_id=self.owner_id, what=(what or str(self))[:300])
        self.trash = trash
        self.save(update_fields=["trash", "updated_at"])
        return trash
