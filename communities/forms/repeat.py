from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.recurrence.rule import (
    AHEAD_AT_MOST,
    LAST,
    LONGEST_INTERVAL,
    MOST_EVENTS,
    Rule,
    is_last_weekday,
    nth_of,
    parse,
    usual,
)
from communities.recurrence.words import say
from contacts.forms.owned import DayInput

OWN = "own"
_UNITS = [
    ("days", _("days")),
    ("weeks", _("weeks")),
    ("months_weekday", _("months, on the same weekday")),
    ("months_day", _("months, on the same date")),
    ("years", _("years")),
]
_WEEKDAYS = [
    ("0", _("Mon")), ("1", _("Tue")), ("2", _("Wed")), ("3", _("Thu")),
    ("4", _("Fri")), ("5", _("Sat")), ("6", _("Sun")),
]  # fmt: skip


class RepeatForm(forms.Form):
    """How an event repeats from its day on: one of the usual ways in words, or one's own."""

    how = forms.ChoiceField(label=_("It repeats"), widget=forms.RadioSelect(attrs={"class": "form-check-input"}))
    every = forms.IntegerField(label=_("Every"), required=False, min_value=1, max_value=LONGEST_INTERVAL, initial=1)
    unit = forms.ChoiceField(label=_("unit of time"), required=False, choices=_UNITS, initial="weeks")
    weekdays = forms.MultipleChoiceField(
        label=_("On these days of the week"), required=False, choices=_WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(label=_("Until this day, inclusive"), required=False, widget=DayInput())
    count = forms.IntegerField(label=_("Or so many times"), required=False, min_value=2, max_value=MOST_EVENTS)

    def __init__(self, data: Any = None, *, day: date, today: date) -> None:
        super().__init__(data)
        self.day, self.today = day, today
        self.rule: Rule | None = None
        how = self.fields["how"]
        if isinstance(how, forms.ChoiceField):
            how.choices = [(str(rule), say(rule, day)) for rule in usual(day)] + [(OWN, _("in another way"))]
        how.initial = str(self.usual_rule(day))
        self.fields["weekdays"].initial = [str(day.weekday())]

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until <= self.day:
            raise ValidationError(_("This is not after the first event."))
        if until and until > max(self.day, self.today) + AHEAD_AT_MOST:
            raise ValidationError(_("At most two years ahead; a series can be continued later."))
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("until") and data.get("count"):
            self.add_error("count", _("Say either the last day or the number of times, not both."))
        if self.errors:
            return data
        try:
            pattern = self._own(data) if data["how"] == OWN else parse(data["how"])
            self.rule = replace(pattern, until=data["until"], count=data["count"])
        except ValidationError as error:
            self.add_error(None, error)
            return data
        if len(self.rule.days(self.day, self.today)) < 2:
            self.add_error("until" if data["until"] else None, _("So it happens only once."))
        return data

    def _own(self, data: dict[str, Any]) -> Rule:
        every, unit = data.get("every") or 1, data.get("unit") or "weeks"
        here = (self.day.weekday(),)
        if unit == "days":
            return Rule("DAILY", interval=every)
        if unit == "weeks":
            days = tuple(sorted({int(day) for day in data["weekdays"]})) or here
            return Rule("WEEKLY", interval=every, weekdays=days)
        if unit == "months_day":
            return Rule("MONTHLY", interval=every, monthday=self.day.day)
        if unit == "years":
            return Rule("YEARLY", interval=every)
        nth = LAST if is_last_weekday(self.day) else nth_of(self.day)
        return Rule("MONTHLY", interval=every, weekdays=here, nth=nth)

    @staticmethod
    def usual_rule(day: date) -> Rule:
        """What stands chosen before anything is chosen."""
        return usual(day)[0]

    @property
    def own_open(self) -> bool:
        """Whether the part for one's own way stands open."""
        return bool(self["how"].value() == OWN or self["every"].errors or self["unit"].errors)
