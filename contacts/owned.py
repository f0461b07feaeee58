"""What every personal row has: an owner, and a version that notices lost updates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Self, TypeAlias, TypeVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

AnyUser: TypeAlias = AbstractBaseUser | AnonymousUser
M = TypeVar("M", bound="Owned", covariant=True)


class OwnedQuerySet(models.QuerySet[M]):
    """Rows of somebody; `for_owner` is the only door that a view uses."""

    def for_owner(self, owner: AnyUser) -> Self:
        return self.filter(owner=owner.pk)

    def in_any_of(self, *lists: Any) -> Self:
        """Those whose ids are in one of several short lists (query sets or SQL), each with an order and an end of its
        own. Between two such lists SQLite works out an OR twice; and not every database ends a part of a union."""
        first, *others = [self.model._base_manager.filter(pk__in=one).order_by().values("pk") for one in lists]
        return self.filter(pk__in=first.union(*others, all=True))

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """As ever; the model keeps in step what hangs on such rows."""
        with transaction.atomic(savepoint=False):
            made = super().bulk_create(objs, *args, **kwargs)
            self.model.were_written(made, fields=None)
        return made

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """As ever; the model keeps in step what hangs on such rows."""
        objs, fields = list(objs), list(fields)
        with transaction.atomic(savepoint=False):
            count = super().bulk_update(objs, fields, *args, **kwargs)
            self.model.were_written(objs, fields=fields)
        return count


class Owned(models.Model):
    """A row that is its owner's alone. Whatever it points at has the same owner, or none."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @classmethod
    def were_written(cls, rows: Sequence[Any], *, fields: Sequence[str] | None) -> None:
        """Called after rows were made (no fields) or changed (these fields) in bulk, in the same transaction."""

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:
        """A choice in words. Django makes a dictionary of all of them anew, for every row and field."""
        value = getattr(self, field.attname)
        said = _words(field).get(value, value)
        return said if said is None else str(said)

    def clean(self) -> None:
        super().clean()
        for field in owned_links(type(self)):
            if getattr(self, field.attname) is None or self.owner_id is None:
                continue
            if getattr(self, field.name).owner_id != self.owner_id:
                raise ValidationError({field.name: _("There is no such record.")}, code="owner")


@lru_cache(maxsize=256)
def _words(field: models.Field[Any, Any]) -> dict[Any, Any]:
    """The choices of a field in words that are translated when they are shown."""
    return dict(field.flatchoices)


def owned_links(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """The foreign keys of a model that lead to other owned rows."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and isinstance(field.remote_field.model, type)
        and issubclass(field.remote_field.model, Owned)
    ]
