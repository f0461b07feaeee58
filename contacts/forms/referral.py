from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from contacts.actions.interactions import save_new
from contacts.forms.days import check_days
from contacts.forms.mentions import MentionArea
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField
from contacts.models import Contact, Referral
from contacts.models.referral import ReferralDirection
from contacts.text import fold

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
            "note": MentionArea({"rows": 3}),
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
        people: list[Contact] = [data[name] for name in _PEOPLE if data.get(name)]
        check_days(self, *_DAYS, owner=self.owner, today=self.today, people=people)
        self._check_order()
        # Two new people of one name are one: nobody would write them down so.
        if len({one.pk or fold(one.full_name) for one in people}) < len(people):
            self.add_error("receiver", _("The same person stands on both sides."))
        return data

    def _check_order(self) -> None:
        """One asks before it is made, and all the rest comes after."""
        data = self.cleaned_data
        begun = data.get("made_on") or data.get("asked_on")
        for name in ("met_on", "useful_on", "thanked_on"):
            if begun and (day := data.get(name)) and day < begun:
                self.add_error(name, _("This is before the day when it was made."))
        if (asked := data.get("asked_on")) and (made := data.get("made_on")) and made < asked:
            self.add_error("made_on", _("This is before the day when it was asked for."))

    def _post_clean(self) -> None:
        # People who are new get their rows in `save`; the model's own check needs only to see that they are named.
        for name in _PEOPLE:
            person: Contact | None = self.cleaned_data.get(name)
            if person is not None:
                person.owner_id = self.owner.pk
            setattr(self.instance, name, person)
        said = [*self.errors.get("made_on", [])]
        super()._post_clean()  # type: ignore[misc]  # ModelForm's own hook
        if said:
            # A day that is wrong is not one that is missing, as the model would say on top of it.
            self.errors["made_on"] = self.error_class(said)

    @transaction.atomic
    def save(self, commit: bool = True) -> Referral:
        for name in _PEOPLE:
            person = self.cleaned_data.get(name)
            setattr(self.instance, name, save_new([person])[0] if person else None)
        return super().save(commit)
