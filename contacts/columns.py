"""The columns of models, by name."""

from __future__ import annotations

from typing import Any

from django.db import models


def field_of(model: type[models.Model] | models.Model, name: str) -> models.Field[Any, Any]:
    """A field of a model's own, or of a row's. Raises FieldDoesNotExist; TypeError for what leads back from another."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{model._meta.label}.{name} is no field of its own.")
    return field
