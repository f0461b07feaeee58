"""A row as a line of JSON, and the values of a line as a row may hold them."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from networking.exchange.archive.tables import Table, shared_key


def packed(table: Table, row: models.Model, natural: dict[str, dict[Any, str]]) -> dict[str, Any]:
    """What a line says: columns by the names of their fields. `natural` names the shared rows by their ids."""
    said: dict[str, Any] = {"id": row.pk}
    for field in table.fields:
        value = field.value_from_object(row)
        if isinstance(field, models.ForeignKey) and field.name not in table.links and value is not None:
            value = _shared(field, value, row, natural)
        said[field.name] = _plain(value)
    return said


def _shared(field: models.ForeignKey[Any, Any], value: Any, row: Any, natural: dict[str, dict[Any, str]]) -> Any:
    label = field.remote_field.model._meta.label
    if label == settings.AUTH_USER_MODEL:
        return "me" if value == row.owner_id else None
    return natural.get(label, {}).get(value)


def natural_names() -> dict[str, dict[Any, str]]:
    """The names of all shared rows to which some table leads, by their ids."""
    from networking.exchange.archive.tables import NATURAL, tables

    found: dict[str, dict[Any, str]] = {}
    for table in tables():
        for field in table.fields:
            key = shared_key(field)
            if key and key != "pk" and isinstance(field, models.ForeignKey):
                model: Any = field.remote_field.model
                found[model._meta.label] = dict(model._base_manager.values_list("pk", NATURAL[model._meta.label]))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, models.fields.files.FieldFile):
        return value.name or ""
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def unpacked(field: models.Field[Any, Any], value: Any) -> Any:
    """A value of a line as the column holds it; raises ValidationError when the column could not hold it."""
    if value is None:
        if not field.null:
            raise ValidationError("null")
        return None
    if isinstance(field, models.JSONField):
        if field.has_default() and type(value) is not type(field.get_default()):
            raise ValidationError("kind")
        if "\\u0000" in json.dumps(value).replace("\\\\", ""):
            raise ValidationError("zero")
        return value
    if isinstance(value, list | dict) or (isinstance(value, str) and "\x00" in value):
        raise ValidationError("kind")
    if isinstance(field, models.BooleanField) and not isinstance(value, bool):
        raise ValidationError("kind")
    found = field.to_python(value)
    if found not in field.empty_values:
        if field.choices and found not in {one for one, _label in field.flatchoices}:
            raise ValidationError("choice")
        field.run_validators(found)
    return found
