"""The choice of a community in a form."""

from __future__ import annotations

from django import forms
from django.forms.models import ModelChoiceField


def offer_names(form: forms.BaseForm) -> None:
    """Read of each community to choose from only what the choice says: an owner may have hundreds."""
    field = form.fields["community"]
    if isinstance(field, ModelChoiceField) and field.queryset is not None:
        field.queryset = field.queryset.only("name", "family", "owner", "trash")
