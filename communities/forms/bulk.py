from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.actions.bulk import NAME
from communities.models import Community
from communities.models.participation import Role
from contacts.forms.bulk import BulkForm
from contacts.forms.owned import DayInput


class CommunityForm(BulkForm):
    """Which community many people join, as what and since when."""

    action = NAME

    community = forms.ModelChoiceField(label=_("Community"), queryset=Community.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.PARTICIPANT)
    since = forms.DateField(
        label=_("Since"), required=False, widget=DayInput(), help_text=_("Empty: the day is unknown.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        community = self.fields["community"]
        if isinstance(community, forms.ModelChoiceField):
            community.queryset = Community.objects.for_owner(self.asked.owner)

    def values(self) -> dict[str, Any]:
        since = self.cleaned_data["since"]
        said = {"community": self.cleaned_data["community"].pk, "role": self.cleaned_data["role"]}
        return {**said, "since": since.isoformat() if since else None}
