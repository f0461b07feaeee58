from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from contacts.actions.interactions import save_new
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField
from contacts.models import Contact, Referral
from contacts.models.referral import ReferralDirection

_PEOPLE = ("giver", "subject", "receiver")
_DAYS = ("asked_on", "made_on", "met_on", "useful_on", "thanked_on")


class ReferralForm(OwnedForm[Referral]):
    """A recommendation, received or given: its direction decides who is asked for."""

    giver = PeopleField(label=_("Who recommended me"), required=False, single=True)
    subject = PeopleField(label=_("Whom I recommended"), required=False, single=True)
    receiver = PeopleField(label=_("To whom"), required=False, single=True)

    class Meta:
        model = Referral
        fields = ["direction", "kind", "subject_text", *_DAYS, "note"]
        widgets = {
            "direction": forms.HiddenInput,
            "note": forms.Textarea(attrs={"rows": 3}),
            **{name: DayInput() for name in _DAYS},
        }
        labels = {"subject_text": _("What it was about")}

    field_order = ["direction", "giver", "subject", "receiver", "kind", "subject_text", "made_on"]

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.today = today
        direction = self["direction"].value()
        del self.fields["subject" if direction == ReferralDirection.RECEIVED else "giver"]
        for name in _PEOPLE:
            field = self.fields.get(name)
            if isinstance(field, PeopleField):
                field.owner, field.answers = owner, self.data
                if self.instance.pk:
                    self.initial[name] = getattr(self.instance, name)

    @property
    def later_fields(self) -> list[forms.BoundField]:
        """What becomes known later, as the chain goes on."""
        return [self[name] for name in ("asked_on", "met_on", "useful_on", "thanked_on")]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in _DAYS:
            if self.today and (day := data.get(name)) and day > self.today:
                self.add_error(name, _("This day has not come yet."))
        people = [data[name] for name in _PEOPLE if data.get(name) and data[name].pk]
        if len({one.pk for one in people}) < len(people):
            self.add_error("receiver", _("The same person stands on both sides."))
        return data

    def _post_clean(self) -> None:
        # People who are new get their rows in `save`; the model's own check needs only to see that they are named.
        for name in _PEOPLE:
            person: Contact | None = self.cleaned_data.get(name)
            if person is not None:
                person.owner_id = self.owner.pk
            setattr(self.instance, name, person)
        super()._post_clean()  # type: ignore[misc]  # ModelForm's own hook

    @transaction.atomic
    def save(self, commit: bool = True) -> Referral:
        for name in _PEOPLE:
            person = self.cleaned_data.get(name)
            setattr(self.instance, name, save_new([person])[0] if person else None)
        return super().save(commit)
