from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from contacts.actions.interactions import change_participants
from contacts.forms.days import check_days
from contacts.forms.mentions import MentionArea
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField
from contacts.models import Interaction


class InteractionForm(OwnedForm[Interaction]):
    """What passed between us, to be mended later; logging it is the quick log's work."""

    who = PeopleField(label=_("With whom"))

    class Meta:
        model = Interaction
        fields = ["kind", "day", "note", "topics", "channel", "begun_by", "formal", "answered", "time"]
        widgets = {
            "day": DayInput(),
            "note": MentionArea({"rows": 4}),
            "time": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }
        help_texts = {"answered": _("An attempt without an answer does not count as contact.")}

    field_order = ["who", "kind", "day", "note"]

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        self.today = today
        self.participants = list(self.instance.participants.select_related("contact").order_by("pk"))
        self.initial["who"] = [one.contact for one in self.participants if one.contact.trash_id is None]
        who = self.fields["who"]
        if isinstance(who, PeopleField):
            who.owner, who.answers = owner, self.data
        for one in self.participants:
            self.fields[f"own_{one.contact_id}"] = forms.CharField(
                label=_("About %(name)s only") % {"name": one.contact.name},
                initial=one.own_note,
                required=False,
                max_length=20_000,
                widget=MentionArea({"rows": 2}),
            )

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("own_")]

    def mention_fields(self) -> list[str]:
        return [*super().mention_fields(), *(name for name in self.fields if name.startswith("own_"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_days(self, "day", owner=self.owner, today=self.today, people=data.get("who") or [])
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> Interaction:
        interaction = super().save(commit)
        notes = {
            int(name.removeprefix("own_")): text for name, text in self.cleaned_data.items() if name.startswith("own_")
        }
        change_participants(interaction=interaction, contacts=self.cleaned_data["who"], own_notes=notes)
        return interaction
