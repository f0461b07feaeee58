from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from contacts.forms.owned import clean_texts
from networking.guidance.lists.checklists import Checklist, Tasks
from networking.guidance.lists.offering import places_for, sections_of
from networking.guidance.lists.working import Place, place_of
from networking.guidance.models.own_list import TEXT

PAGES = {
    "events:event": "event",
    "events:debrief": "event",
    "communities:community": "community",
    "communities:launch": "community",
}


class TakeForm(forms.Form):
    """Which checklist of a note goes where."""

    def __init__(
        self, *args: Any, owner: AbstractBaseUser, moment: datetime, checklists: list[Checklist], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.today, self.checklists = owner, moment.date(), checklists
        places, self.soon = places_for(owner, moment, str(self.initial.get("where", "")))
        sections = sections_of(Tasks(one.anchor, one.title, len(one.items)) for one in checklists)
        self.fields["section"] = forms.ChoiceField(label=_("Checklist"), required=False, choices=sections)
        self.fields["where"] = forms.ChoiceField(label=_("Put it to work on"), choices=places)
        if len(checklists) == 1:
            self.fields["section"].widget = forms.HiddenInput()
            self.fields["section"].initial = checklists[0].anchor
        self.place: Place | None = None

    def clean_where(self) -> str:
        where = str(self.cleaned_data["where"])
        self.place = place_of(self.owner, where, self.today)
        if self.place is None:
            raise ValidationError(_("There is no such record."))
        return where

    @property
    def checklist(self) -> Checklist:
        anchor = self.cleaned_data.get("section", "")
        return next((one for one in self.checklists if one.anchor == anchor), self.checklists[0])


class ItemForm(forms.Form):
    text = forms.CharField(label=_("One more item"), max_length=TEXT)

    def clean(self) -> dict[str, Any]:
        clean_texts(self)
        return self.cleaned_data


def came_from(address: str) -> str:
    """The choice that stands for the event or community on whose page the reader was before this one; else none."""
    if not address:
        return ""
    try:
        found = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return ""
    kind = PAGES.get(found.view_name, "")
    pk = found.kwargs.get("pk", found.kwargs.get("community_pk"))
    return f"{kind}:{pk}" if kind and pk else ""
