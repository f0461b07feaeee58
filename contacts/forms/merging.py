"""The page on which two people stand side by side: for each field that differs, whose value stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contacts.actions.merging import BOTH, FIELDS, GONE, KEPT
from contacts.models import Contact
from contacts.text import fold

NAMES = ("given_name", "patronymic", "family_name")


@dataclass(frozen=True)
class Side:
    """One of the values to choose from, as it is read."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """A field that differs."""

    name: str
    label: str
    sides: list[Side]


class MergeForm(forms.Form):
    """A choice for each field that differs; the rest is the same, or filled in on one side only."""

    def __init__(self, data: Any = None, *, kept: Contact, gone: Contact) -> None:
        super().__init__(data)
        self.kept, self.gone = kept, gone
        self.sure: dict[str, str] = {}
        for name in FIELDS:
            mine, theirs = getattr(kept, name), getattr(gone, name)
            if name == "introduced_by":
                mine, theirs = (None if one in (kept, gone) else one for one in (mine, theirs))
            if not theirs or mine == theirs:
                self.sure[name] = KEPT
            elif not mine:
                self.sure[name] = GONE
            else:
                self.fields[name] = self._field(name, mine, theirs)

    def _field(self, name: str, mine: Any, theirs: Any) -> forms.ChoiceField:
        choices = [(KEPT, self._said(name, mine)), (GONE, self._said(name, theirs))]
        if name == "about":
            choices.append((BOTH, str(_("both, one under the other"))))
        label = Contact._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        return forms.ChoiceField(label=label, choices=choices, initial=_default(name, mine, theirs), required=False)

    def _said(self, name: str, value: Any) -> str:
        if name == "met_on":
            return date_format(value, "SHORT_DATE_FORMAT")
        if name == "photo":
            return str(_("this photo"))
        person = self.kept if value == getattr(self.kept, name) else self.gone
        display = getattr(person, f"get_{name}_display", None)
        return str(display() if display else value)

    @property
    def rows(self) -> list[Row]:
        """The fields to choose in, with what is chosen now."""
        found = []
        for bound in self:
            chosen = bound.value() or bound.initial
            choices = bound.field.choices  # type: ignore[attr-defined]
            sides = [Side(value, text, value == chosen) for value, text in choices]
            found.append(Row(bound.html_name, str(bound.label), sides))
        return found

    @property
    def chosen(self) -> dict[str, str]:
        """What `merge` takes; a field that was not sent has its default."""
        said = {name: self.cleaned_data[name] or field.initial for name, field in self.fields.items()}
        return {**self.sure, **said}


def _default(name: str, mine: Any, theirs: Any) -> str:
    """The earlier meeting, both of two long texts, the fuller name, a word that holds the other one, else KEPT."""
    if name == "met_on":
        return KEPT if mine <= theirs else GONE
    if name == "about":
        return BOTH
    if isinstance(mine, str) and len(theirs) > len(mine) and (name in NAMES or fold(mine) in fold(theirs)):
        return GONE
    return KEPT
