"""The step of the launch plan that sets the meetings: a name, a first day, an hour and a rhythm make the series."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.actions.series import found_series
from communities.forms.events import USUAL_TIME, EventForm, TimeInput, first_name
from communities.forms.launch import LaunchStepForm
from communities.models import LaunchStep
from communities.models.event import EventFormat, EventKind, EventRole
from communities.recurrence.rule import LAST, Rule, is_last_weekday, nth_of
from contacts.forms.owned import DayInput

WEEKLY, FORTNIGHTLY, MONTHLY = "weekly", "fortnightly", "monthly"
# Where the form of an event has what this one asks for.
_AS_EVENT = {"meeting": "name", "first_on": "day", "at": "time", "where": "where"}


def rhythm_of(rhythm: str, first: date) -> Rule:
    """The rule of a rhythm that begins with a day."""
    here = (first.weekday(),)
    if rhythm == MONTHLY:
        return Rule("MONTHLY", weekdays=here, nth=LAST if is_last_weekday(first) else nth_of(first))
    return Rule("WEEKLY", interval=1 if rhythm == WEEKLY else 2, weekdays=here)


class MeetingsStepForm(LaunchStepForm):
    """With a first day the meetings are set as a series; without one only the step is written down."""

    first_on = forms.DateField(label=_("The first meeting"), required=False, widget=DayInput())
    at = forms.TimeField(label=_("Time"), required=False, widget=TimeInput(), initial=f"{USUAL_TIME:%H:%M}")
    rhythm = forms.ChoiceField(
        label=_("It repeats"),
        required=False,
        choices=[
            (WEEKLY, _("every week")),
            (FORTNIGHTLY, _("every two weeks")),
            (MONTHLY, _("every month, on the same weekday")),
        ],
        initial=FORTNIGHTLY,
    )
    meeting = forms.CharField(label=_("What it is called"), required=False, max_length=300)
    where = forms.CharField(
        label=_("Where"), required=False, max_length=500, help_text=_("A place, or the link of an online event.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["meeting"] = first_name(self.instance.community)
        self.event: EventForm | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("first_on"):
            self.event = self._as_event(data)
            for name, there in _AS_EVENT.items():
                for error in self.event.errors.get(there, ()) if name not in self.errors else ():
                    self.add_error(name, error)
        return data

    def _as_event(self, data: dict[str, Any]) -> EventForm:
        said = {there: data.get(name) for name, there in _AS_EVENT.items()}
        said["name"] = said["name"] or self.initial["meeting"]
        said |= {"community": self.instance.community_id, "kind": EventKind.MEETUP, "my_role": EventRole.ORGANISER}
        return EventForm({**said, "format": EventFormat.IN_PERSON}, owner=self.owner, today=self.today)

    @transaction.atomic
    def save(self, commit: bool = True) -> LaunchStep:
        row = super().save(commit)
        if self.event:
            rule = rhythm_of(self.cleaned_data["rhythm"], self.cleaned_data["first_on"])
            event, zone = self.event.save(), timezone.get_current_timezone()
            self.series = found_series(event=event, rule=rule, zone=event.zone_or(zone), today=self.today)
        return row
