from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from contacts.dates import last_born
from contacts.forms.owned import OwnedForm
from contacts.models import Contact, ImportantDate
from contacts.models.important_date import DateKind

# What may well lie ahead, and be congratulated on when it comes.
MAY_COME = (DateKind.ACHIEVEMENT, DateKind.OTHER)


class ImportantDateForm(OwnedForm[ImportantDate]):
    """A day on which to congratulate a person; give the person with the instance."""

    class Meta:
        model = ImportantDate
        fields = ["kind", "label", "day", "month", "year"]
        widgets = {
            "day": forms.NumberInput(attrs={"min": 1, "max": 31, "inputmode": "numeric"}),
            "year": forms.NumberInput(attrs={"inputmode": "numeric"}),
        }
        help_texts = {
            "label": _("Such as: ten years at the company, a defended thesis. May stay empty for a birthday."),
            "day": _("29 February is kept on 1 March where the year has none."),
            "year": _("May stay empty. An achievement with a year is congratulated on once."),
        }

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = data.get("kind")
        if kind in MAY_COME and not data.get("label"):
            self.add_error("label", _("Say what for."))
        return data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # ModelForm's own hook
        if self.errors or not (exact := self.instance.exact):
            return
        if self.today and exact > self.today and self.instance.kind not in MAY_COME:
            self.add_error("year", _("This day has not come yet."))
        elif self.instance.contact_id:
            self._check_life(exact, self.instance.contact)

    def _check_life(self, exact: date, person: Contact) -> None:
        """Everything comes after the birth, our meeting too."""
        if self.instance.kind != DateKind.BIRTHDAY:
            born = last_born(self.owner, [person])
            if born and exact < born:
                self.add_error("year", _("This is before the day of birth."))
        elif person.met_on and exact > person.met_on:
            self.add_error("year", _("You had met already before this day."))
