"""Numbers with a fraction, as people write them: with a comma or with a point."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _


def as_written(number: Decimal) -> str:
    """A number with the reader's decimal mark; a whole one without it."""
    if not number.is_finite():
        return str(number)
    text = f"{number:.0f}" if number == number.to_integral_value() else f"{number:f}"
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR")))


class FractionInput(forms.TextInput):
    """A text: the browser's own number field drops a comma, and makes 25 of 2,5."""

    def format_value(self, value: Any) -> str | None:
        shown: str | None = super().format_value(as_written(value) if isinstance(value, Decimal) else value)
        return shown


class FractionField(forms.DecimalField):
    """A number whose fraction follows a comma or a point; spaces between its digits are let be."""

    widget = FractionInput
    default_error_messages = {"invalid": _("Write a number, like 2.5 or 2,5.")}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"(?<=\d)\s(?=\d)", "", value.strip()).replace(",", ".")
            if value and not re.fullmatch(r"[+-]?\d*\.?\d*", value):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}
