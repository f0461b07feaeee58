from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from contacts.actions.interactions import PromiseMade, log_interaction
from contacts.forms.days import check_days
from contacts.forms.mentions import MentionArea, MentionInput, resolve_mentions
from contacts.forms.owned import DayInput, clean_texts
from contacts.forms.people import PeopleField
from contacts.models import Interaction
from contacts.models.interaction import InteractionKind
from contacts.models.promise import Direction


class QuickLogForm(forms.Form):
    """Who, how, when, a note, a promise: what was between me and people, in seconds."""

    who = PeopleField(label=_("Who was it?"), help_text=_("A name, another name… An unknown name becomes a person."))
    kind = forms.ChoiceField(label=_("How"), choices=InteractionKind.choices, widget=forms.RadioSelect)
    day = forms.DateField(label=_("When"), widget=DayInput())
    note = forms.CharField(label=_("What about"), required=False, max_length=20_000, widget=MentionArea({"rows": 3}))
    promise = forms.CharField(label=_("Promise"), required=False, max_length=500, widget=MentionInput())
    direction = forms.ChoiceField(label=_("Who promised"), choices=Direction.choices, required=False)
    due_on = forms.DateField(label=_("By when"), required=False, widget=DayInput())
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, owner: AbstractBaseUser, today: date, initial: dict[str, Any] | None = None
    ) -> None:
        fresh = {"day": today, "kind": InteractionKind.MEETING, "key": uuid.uuid4()}
        super().__init__(data, initial={**fresh, **(initial or {})})
        self.owner, self.today = owner, today
        who = self.fields["who"]
        if isinstance(who, PeopleField):
            who.owner, who.answers = owner, self.data
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clean_texts(self)
        resolve_mentions(self, self.owner, ["note", "promise"])
        check_days(self, "day", owner=self.owner, today=self.today, people=data.get("who") or [])
        check_days(self, "due_on", owner=self.owner, today=self.today, may_come=True)
        day, due = data.get("day"), data.get("due_on")
        if day and due and due < day:
            self.add_error("due_on", _("This is before the day when it was promised."))
        if due and not data.get("promise"):
            self.add_error("promise", _("Say what was promised."))
        return self.cleaned_data

    def save(self) -> Interaction:
        """Log it in one transaction; raises AlreadyDone when this very form was sent before."""
        data = self.cleaned_data
        promises = []
        if data["promise"]:
            promises = [PromiseMade(data["promise"], data["due_on"], data["direction"] or Direction.MINE)]
        return log_interaction(
            owner=self.owner,
            contacts=data["who"],
            day=data["day"],
            kind=data["kind"],
            note=data["note"],
            promises=promises,
            key=data["key"],
        )
