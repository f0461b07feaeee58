"""Two communities that are one: with which other one, and whose name and page stay."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from communities.models import Community


class UniteWithForm(forms.Form):
    """Which community of the owner is the same as the one on whose page the form stands."""

    other = forms.ModelChoiceField(Community.objects.none(), label=_("The same community"))

    def __init__(self, data: Any = None, *, owner: AbstractBaseUser, place: Community) -> None:
        super().__init__(data)
        self.others = Community.objects.for_owner(owner).exclude(pk=place.pk)
        cast(forms.ModelChoiceField[Community], self.fields["other"]).queryset = self.others


class UniteForm(forms.Form):
    stays = forms.ChoiceField(label=_("Which one stays"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, pair: tuple[Community, Community], stays: Community) -> None:
        super().__init__(data, initial={"stays": stays.pk})
        self.pair = pair
        cast(forms.ChoiceField, self.fields["stays"]).choices = [(one.pk, one.name) for one in pair]

    @property
    def kept_and_gone(self) -> tuple[Community, Community]:
        one, other = self.pair
        return (one, other) if self.cleaned_data["stays"] == str(one.pk) else (other, one)
