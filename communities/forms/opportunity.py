from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.setting import SettingForm
from communities.models import Opportunity
from communities.models.opportunity import OpportunityKind, Outcome
from contacts.forms.mentions import MentionArea
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField


class OpportunityForm(SettingForm, OwnedForm[Opportunity]):
    """What came my way: a kind and a place are enough, the outcome comes later."""

    contact = PeopleField(label=_("From whom"), required=False, single=True)
    usefulness = forms.TypedChoiceField(
        label=_("How useful is it?"),
        choices=[*((str(mark), str(mark)) for mark in range(1, 6)), ("", _("no rating"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    days = ("received_on", "outcome_on")
    rest: tuple[str, ...] = ("event", "note", "outcome_on")

    class Meta:
        model = Opportunity
        fields = [
            "kind", "what", "community", "received_on", "event", "usefulness", "outcome", "outcome_on", "note",
        ]  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect,
            "received_on": DayInput(),
            "outcome_on": DayInput(),
            "note": MentionArea({"rows": 2}),
        }
        labels = {"event": _("At which event")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("kind", OpportunityKind.choices)
        if self.instance.pk:
            self.rest = ("event", "note")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("outcome") not in (None, Outcome.OPEN) and not data.get("outcome_on"):
            data["outcome_on"] = self.today
        return data
