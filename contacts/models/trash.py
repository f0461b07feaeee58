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

    objects = TrashQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="trash_owner_day")]

    def __str__(self) -> str:
        return self.what

    @transaction.atomic
    def put_back(self) -> None:
        """Return every row of this deletion, in one transaction; whatever leans on them shows again by itself."""
        for relation in self._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel) and relation.field.name == "trash":
                model: Any = relation.related_model
                rows = model._base_manager.filter(trash=self)
                model.come_back(self, [*rows.values_list("pk", flat=True)])
                rows.update(trash=None)
        self.delete()


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

    def throw_away(self, what: str | None = None) -> Trash:
        """Move this one row to the trash; returns the deletion, which can be put back."""
        trash = Trash.objects.create(owner_id=self.owner_id, what=(what or str(self))[:300])
        self.trash = trash
        self.save(update_fields=["trash", "updated_at"])
        return trash
