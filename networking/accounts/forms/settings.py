"""Forms of the settings: what a user sets for themselves, and whom an admin invites."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts import zones
from contacts.forms.owned import clean_texts
from networking.accounts.models import Invitation, User


class SettingsForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "theme"]
        labels = {"name": _("Name"), "language": _("Language"), "time_zone": _("Time zone"), "theme": _("Colours")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "language": forms.RadioSelect,
            "time_zone": forms.Select,
            "theme": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = list(zones.choices())
        kept = self.instance.time_zone
        if not any(kept == zone for _continent, group in offered for zone, _city in group):
            offered.insert(0, ("", [(kept, zones.city_of(kept))]))
        self.fields["time_zone"].widget.choices = offered

    def clean(self) -> dict[str, Any]:
        super().clean()
        clean_texts(self)
        return self.cleaned_data


class InvitationForm(forms.ModelForm[Invitation]):
    class Meta:
        model = Invitation
        fields = ["email"]
        labels = {"email": _("E-mail of the person")}
        help_texts = {"email": _("It will stand in their form already. May be left out.")}
