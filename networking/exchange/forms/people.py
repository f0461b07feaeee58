from __future__ import annotations

from django import forms
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contacts.spreadsheets import SEPARATORS


class Kind(models.TextChoices):
    """What people go out as."""

    VCARD_3 = "vcard3", _("vCard 3.0, for phones and mail programs")
    VCARD_4 = "vcard4", _("vCard 4.0, for newer programs")
    CSV = "csv", _("a table for Excel (CSV)")


class PeopleExportForm(forms.Form):
    """In which form people go out; read from the address, so that the file has an address of its own."""

    kind = forms.ChoiceField(label=_("As what"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.VCARD_3)
    separator = forms.ChoiceField(
        label=_("Between the columns of the table"),
        choices=[("semicolon", _("semicolon")), ("comma", _("comma")), ("tab", _("tab"))],
        required=False,
    )

    def clean_separator(self) -> str:
        """As spreadsheets of the reader's language expect it, unless another one is asked for."""
        said = self.cleaned_data["separator"]
        return str(said) if said in SEPARATORS else usual_separator()


def usual_separator() -> str:
    return "semicolon" if get_language() == "ru" else "comma"
