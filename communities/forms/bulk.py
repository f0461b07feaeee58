from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.actions.bulk import add_to_community
from communities.models import Community
from communities.models.participation import Role
from contacts.forms.bulk import BulkForm
from contacts.forms.owned import DayInput
from contacts.models import BulkChange, ContactQuerySet


class CommunityForm(BulkForm):
    """Which community many people join, as what and since when."""

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

    def change(self, people: ContactQuerySet) -> BulkChange | None:
        return add_to_community(owner=self.asked.owner, people=people, **self.cleaned_data)
