"""The form of an owned row: only the owner's records to choose from, clean text, no lost update."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar, cast

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import ModelChoiceField
from django.http import QueryDict

from contacts.forms.choices import say_what_is_not_chosen
from contacts.forms.mentions import resolve_mentions
from contacts.forms.numbers import as_written
from contacts.models import Versioned
from contacts.models.mention import Mentioning
from contacts.models.versioned import StaleVersion
from contacts.owned import Owned
from contacts.text import clean_text

M = TypeVar("M", bound=Owned)


@dataclass(frozen=True)
class StaleRow:
    """A field that was changed elsewhere meanwhile: what stands there now, and what this form says."""

    label: str
    theirs: str
    mine: str


class DayInput(forms.DateInput):
    """The browser's own day picker."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def clean_texts(form: forms.BaseForm) -> None:
    """Clean every text of a form; what cannot be stored is said beside its field."""
    for name, value in list(form.cleaned_data.items()):
        if isinstance(value, str):
            try:
                form.cleaned_data[name] = clean_text(value)
            except ValidationError as error:
                form.add_error(name, error)


def _in_words(field: forms.Field, value: Any) -> str:
    """A value as the form shows it: what is chosen by its name, a number with the reader's decimal mark."""
    if isinstance(field, ModelChoiceField):
        if field.queryset is not None and str(value).isdecimal():
            value = field.queryset.filter(pk=value).first() or value
    elif isinstance(field, forms.ChoiceField):
        offered = cast(Iterable[tuple[Any, Any]], field.choices)
        flat = [one for key, name in offered for one in (name if isinstance(name, list | tuple) else [(key, name)])]
        names = {str(key): str(name) for key, name in flat}
        chosen = value if isinstance(value, list | tuple) else [value]
        value = ", ".join(names.get(str(one), str(one)) for one in chosen if one not in (None, ""))
    elif isinstance(value, Decimal):
        value = as_written(value)
    return "—" if value in (None, "") else str(value)


class OwnedForm(forms.ModelForm[M]):
    """A form for one row of one owner; give the owner by keyword."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owner: AbstractBaseUser, **kwargs: Any) -> None:
        say_what_is_not_chosen(type(self))
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.stale_rows: list[StaleRow] = []
        if self.instance.pk is None:
            self.instance.owner_id = owner.pk
        self._offer_own_rows_only()
        if isinstance(self.instance, Versioned) and self.instance.pk:
            self.fields["version"].initial = self.instance.version
        else:
            del self.fields["version"]

    def _offer_own_rows_only(self) -> None:
        for field in self.fields.values():
            if isinstance(field, ModelChoiceField) and field.queryset is not None:
                manager = field.queryset.model._default_manager
                if issubclass(field.queryset.model, Owned):
                    field.queryset = manager.for_owner(self.owner)

    @property
    def version_seen(self) -> forms.BoundField | str:
        """The hidden field of a row that stands already; of a new one there is nothing to overtake."""
        return self["version"] if "version" in self.fields else ""

    def clean(self) -> dict[str, Any]:
        super().clean()
        clean_texts(self)
        if isinstance(self.instance, Mentioning):
            resolve_mentions(self, self.owner, self.mention_fields())
        return self.cleaned_data

    def mention_fields(self) -> list[str]:
        """The fields of the form in whose texts people may be mentioned."""
        return [self.instance.mentions_in] if isinstance(self.instance, Mentioning) else []

    def save(self, commit: bool = True) -> M:
        """Save in one transaction; raises StaleVersion when somebody was quicker."""
        with transaction.atomic():
            if commit and "version" in self.fields and isinstance(self.instance, Versioned):
                self.instance.claim_version(self.cleaned_data.get("version") or 0)
            return super().save(commit)

    def show_stale(self) -> None:
        """After StaleVersion: keep what was typed, set it beside what is stored now, and offer to save over it."""
        stored = type(self.instance)._base_manager.get(pk=self.instance.pk)
        now = type(self)(instance=stored, owner=self.owner)
        for name, field in self.fields.items():
            if self[name].is_hidden or name not in self.cleaned_data:
                continue
            theirs, mine = now[name].initial, self[name].value()
            if str(field.prepare_value(theirs) or "") == str(mine or "") or theirs == self.cleaned_data[name]:
                continue
            if field.has_changed(theirs, self[name].data):
                row = StaleRow(str(self[name].label), _in_words(field, theirs), _in_words(field, mine))
                self.stale_rows.append(row)
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(cast(Versioned, stored).version)
        self.data = data


__all__ = ["DayInput", "OwnedForm", "StaleRow", "StaleVersion", "clean_texts"]
