from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from contacts.actions.interactions import save_new
from contacts.forms.days import check_days
from contacts.forms.mentions import MentionInput
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField
from contacts.models import Promise


class PromiseForm(OwnedForm[Promise]):
    """A promise between me and one person."""

    who = PeopleField(label=_("Person"), single=True)

    class Meta:
        model = Promise
        fields = ["direction", "text", "due_on", "made_on"]
        widgets = {"text": MentionInput(), "due_on": DayInput(), "made_on": DayInput()}

    field_order = ["who", "direction", "text", "due_on", "made_on"]

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.today = today
        who = self.fields["who"]
        if isinstance(who, PeopleField):
            who.owner, who.answers = owner, self.data
        if self.instance.contact_id:
            self.initial["who"] = self.instance.contact

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_days(self, "made_on", owner=self.owner, today=self.today, people=[data.get("who")])
        check_days(self, "due_on", owner=self.owner, today=self.today, may_come=True)
        made, due = data.get("made_on"), data.get("due_on")
        if made and due and due < made:
            self.add_error("due_on", _("This is before the day when it was promised."))
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> Promise:
        self.instance.contact = save_new([self.cleaned_data["who"]])[0]
        return super().save(commit)
