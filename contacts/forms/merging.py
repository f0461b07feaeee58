"""The page on which two people stand side by side: for each field that differs, whose value stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from contacts.actions.merging import BOTH, FIELDS, GONE, KEPT
from contacts.columns import field_of
from contacts.forms.people import PeopleField
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


class MergeWithForm(forms.Form):
    """Who is the same as the person on whose page the form stands."""

    who = PeopleField(label=_("Who is the same person?"), single=True)

    def __init__(self, data: Any = None, *, owner: AbstractBaseUser, person: Contact) -> None:
        super().__init__(data)
        self.person = person
        who = self.fields["who"]
        if isinstance(who, PeopleField):
            who.owner, who.answers = owner, self.data
            # Only somebody who is there can be merged.
            who.widget.attrs.pop("data-picker-create")

    def clean_who(self) -> Contact:
        who: Contact = self.cleaned_data["who"]
        if who.pk is None:
            raise ValidationError(_("There is nobody with this name on your list."))
        if who == self.person:
            raise ValidationError(_("This is the very person whose page it is."))
        return who


class MergeForm(forms.Form):
    """A choice for each field that differs; the rest is the same, or filled in on one side only."""

    def __init__(self, data: Any = None, *, kept: Contact, gone: Contact) -> None:
        super().__init__(data)
        self.kept, self.gone = kept, gone
        self.names = _whole_name(kept, gone)
        self.sure: dict[str, str] = {}
        for name in FIELDS:
            mine, theirs = getattr(kept, name), getattr(gone, name)
            if name == "introduced_by":
                mine, theirs = (None if one in (kept, gone) else one for one in (mine, theirs))
            if name in NAMES and mine != theirs:
                self.fields[name] = self._field(name, mine, theirs)
            elif not theirs or mine == theirs:
                self.sure[name] = KEPT
            elif not mine:
                self.sure[name] = GONE
            else:
                self.fields[name] = self._field(name, mine, theirs)

    def _field(self, name: str, mine: Any, theirs: Any) -> forms.ChoiceField:
        choices = [(KEPT, self._said(name, mine)), (GONE, self._said(name, theirs))]
        if name == "about":
            choices.append((BOTH, str(_("both, one under the other"))))
        label = field_of(Contact, name).verbose_name
        return forms.ChoiceField(
            label=label, choices=choices, initial=self._default(name, mine, theirs), required=False
        )

    def _said(self, name: str, value: Any) -> str:
        if not value:
            return str(_("nothing"))
        if name == "met_on":
            return date_format(value, "j F Y")
        if name == "photo":
            return str(_("this photo"))
        person = self.kept if value == getattr(self.kept, name) else self.gone
        display = getattr(person, f"get_{name}_display", None)
        return str(display() if display else value)

    def _default(self, name: str, mine: Any, theirs: Any) -> str:
        """One's whole name, the earlier meeting, both of two long texts, a word that holds the other, else KEPT."""
        if name in NAMES:
            return self.names
        if name == "met_on":
            return KEPT if mine <= theirs else GONE
        if name == "about":
            return BOTH
        longer = isinstance(mine, str) and len(theirs) > len(mine) and fold(mine) in fold(theirs)
        return GONE if longer else KEPT

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


def _whole_name(kept: Contact, gone: Contact) -> str:
    """Whose names stay, all of them together: those of the fuller name, so that no third person comes of two."""

    def fullness(one: Contact) -> tuple[bool, int, int]:
        parts = [part for name in NAMES if (part := getattr(one, name))]
        return bool(one.given_name and one.family_name), len(parts), len("".join(parts))

    return GONE if fullness(gone) > fullness(kept) else KEPT
