"""The choice of a community in a form."""

from __future__ import annotations

from django import forms
from django.forms.models import ModelChoiceField


def offer_names(form: forms.BaseForm) -> None:
    """Show the communities by their names alone: an owner may have hundreds, and objects of them take long to make.

    What is chosen is checked against the owner's rows as ever; a form that was sent makes its choices only if it is
    shown again.
    """
    field = form.fields["community"]
    if form.is_bound or not isinstance(field, ModelChoiceField) or field.queryset is None:
        return
    nothing = [("", field.empty_label)] if field.empty_label is not None else []
    field.choices = [*nothing, *field.queryset.values_list("pk", "name")]
