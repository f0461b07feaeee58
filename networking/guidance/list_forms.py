from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Event
from contacts.forms.owned import clean_texts
from contacts.prepared import prepared
from networking.guidance.checklists import Checklist
from networking.guidance.own_list import TEXT
from networking.guidance.working import Place, months, place_of

# So many events of a short while ago and of what comes, and so many communities, stand in the choice.
AHEAD, BEHIND, COMMUNITIES = 12, 4, 40
RECENT = timedelta(days=14)
EventRow = tuple[int, str, datetime, int | None]
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
        events = _events(owner, moment - RECENT)
        self.soon = _soon(events, str(self.initial.get("where", "")), moment)
        sections = [(one.anchor, f"{one.title} ({len(one.items)})") for one in checklists]
        self.fields["section"] = forms.ChoiceField(label=_("Checklist"), required=False, choices=sections)
        self.fields["where"] = forms.ChoiceField(
            label=_("Put it to work on"), choices=list(_places(owner, events, moment))
        )
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


def _places(owner: AbstractBaseUser, events: list[EventRow], moment: datetime) -> Any:
    """Where a list may stand, in groups: months, what comes and what was lately, communities."""
    today = moment.date()
    yield (_("Months"), [(f"month:{first:%Y-%m}", date_format(first, "F Y")) for first in months(today)])
    if events:
        yield (_("Events"), [_choice(one, moment) for one in events])
    if communities := [(f"community:{pk}", name) for pk, name in _communities(owner)]:
        yield (_("Communities"), communities)


def _soon(events: list[EventRow], where: str, moment: datetime) -> tuple[str, str] | None:
    """The next event of the community that is chosen: a checklist is as often for it."""
    ahead = (one for one in events if where == f"community:{one[3]}" and one[2] >= moment)
    return next((_choice(one, moment) for one in ahead), None)


def _choice(event: EventRow, moment: datetime) -> tuple[str, str]:
    pk, name, starts, _community = event
    return f"event:{pk}", f"{name}, {_day(starts, moment)}"


@prepared
def _events(owner: AbstractBaseUser, since: datetime) -> QuerySet[Event, EventRow]:
    rows = Event.objects.for_owner(owner).filter(starts__gte=since).order_by("starts", "pk")
    return rows.values_list("pk", "name", "starts", "community_id")[: AHEAD + BEHIND]


@prepared
def _communities(owner: AbstractBaseUser) -> QuerySet[Community, tuple[int, str]]:
    rows = Community.objects.for_owner(owner).order_by("name_key", "pk")
    return rows.values_list("pk", "name")[:COMMUNITIES]


def came_from(address: str) -> str:
    """The choice that stands for the event or community on whose page the reader was before this one; else none."""
    try:
        found = resolve(urlsplit(address).path)
    except (Resolver404, ValueError):
        return ""
    kind = PAGES.get(found.view_name, "")
    pk = found.kwargs.get("pk", found.kwargs.get("community_pk"))
    return f"{kind}:{pk}" if kind and pk else ""


def _day(starts: datetime, moment: datetime) -> str:
    day: date = starts.astimezone(moment.tzinfo).date()
    return date_format(day, "j E") if day.year == moment.year else date_format(day, "j E Y")
