from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from networking.metrics.windows import LONGEST, Month, Stretch, between, parse_shown


class MonthField(forms.CharField):
    """A month as browsers write it, `2026-10`; also `10.2026` and `10/2026`, where they know no such field."""

    default_error_messages = {"month": _("Write a month such as 2026-10.")}
    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-10"})

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "").strip()
        turned = re.fullmatch(r"([0-9]{1,2})[./]([0-9]{4})", text)
        try:
            return parse_shown(f"{turned[2]}-{int(turned[1]):02}" if turned else text) if text else None
        except ValueError:
            raise ValidationError(self.error_messages["month"], code="month") from None


class RangeForm(forms.Form):
    """From one month to another, both of them inside."""

    begin = MonthField(label=_("from which month"))
    end = MonthField(label=_("to which month"))

    stretch: Stretch

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("begin") and data.get("end"):
            try:
                self.stretch = between(data["begin"], data["end"])
            except ValueError:
                self.add_error("end", self._why(data["begin"], data["end"]))
        return data

    def _why(self, begin: Month, end: Month) -> str:
        if end < begin:
            return str(_("The end is before the beginning."))
        return str(_("These are too many months: %(most)d at most.")) % {"most": LONGEST}
