from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.setting import SettingForm
from communities.models import Contribution
from communities.models.contribution import ContributionKind
from contacts.forms.mentions import MentionArea
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField


class ContributionForm(SettingForm, OwnedForm[Contribution]):
    """What I gave: a kind and a place are enough."""

    contact = PeopleField(label=_("For whom"), required=False, single=True)
    days = ("day",)
    rest = ("contact", "event")

    class Meta:
        model = Contribution
        fields = ["kind", "community", "day", "event", "note"]
        widgets = {"kind": forms.RadioSelect, "day": DayInput(), "note": MentionArea({"rows": 2})}
        labels = {"kind": _("What did you give?"), "note": _("In a few words"), "event": _("At which event")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("kind", ContributionKind.choices)
