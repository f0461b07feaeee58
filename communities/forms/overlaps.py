from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.forms.people import PeopleField
from contacts.models import Contact


class OverlapForm(forms.Form):
    """Whom to compare a person with: somebody known."""

    other = PeopleField(label=_("And with whom else?"), required=False, single=True)

    def __init__(self, data: Any = None, *, owner: AbstractBaseUser, person: Contact) -> None:
        super().__init__(data)
        self.person = person
        other = self.fields["other"]
        if isinstance(other, PeopleField):
            other.owner, other.answers = owner, self.data
            del other.widget.attrs["data-picker-create"]

    def clean_other(self) -> Contact | None:
        other: Contact | None = self.cleaned_data["other"]
        if other and other.pk is None:
            raise ValidationError(_("There is no such person."))
        if other and other.pk == self.person.pk:
            raise ValidationError(_("This is the same person."))
        return other
