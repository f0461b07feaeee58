from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
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

    def __init__(self, data: Any = None, *, day: date, today: date, present: Rule | None = None) -> None:
        """`present` is how it repeats now, with the end that is left from this day on."""
        super().__init__(data)
        self.day, self.today = day, today
        self.present = present
        self.rule: Rule | None = None
        how = self.fields["how"]
        if isinstance(how, forms.ChoiceField):
            how.choices = [(str(rule), say(rule, day)) for rule in self._offered()] + [(OWN, _("in another way"))]
        how.initial = str(self.usual_rule.pattern)
        self.fields["weekdays"].initial = [str(one) for one in self.usual_rule.weekdays] or [str(day.weekday())]
        if present:
            self.fields["every"].initial = present.interval
            self.fields["unit"].initial = _unit(present)
            self.fields["until"].initial, self.fields["count"].initial = present.until, present.count

    def _offered(self) -> list[Rule]:
        """The usual ways, and before them how it repeats now where that is none of them."""
        offered = usual(self.day)
        now = self.present.pattern if self.present else offered[0]
        return offered if now in offered else [now, *offered]

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

    @property
    def present_said(self) -> str:
        """How it repeats now, in words and with its end; empty where it does not."""
        now = self.present
        if now is None:
            return ""
        said = say(now, self.day)
        if now.until:
            day = date_format(now.until, "j E Y" if get_language() == "ru" else "j F Y")
            return gettext("%(said)s, until %(day)s") % {"said": said, "day": day}
        if now.count:
            values = {"said": said, "n": now.count}
            return (
                ngettext("%(said)s, %(n)d event from this one on", "%(said)s, %(n)d events from this one on", now.count)
                % values
            )
        return said

    @property
    def usual_rule(self) -> Rule:
        """What stands chosen before anything is chosen: how it repeats now, else the likeliest way."""
        return self.present or usual(self.day)[0]

    @property
    def own_open(self) -> bool:
        """Whether the part for one's own way stands open."""
        return bool(self["how"].value() == OWN or self["every"].errors or self["unit"].errors)


def _unit(rule: Rule) -> str:
    """The unit of time of a rule, as one's own way names it."""
    if rule.freq == "MONTHLY":
        return "months_weekday" if rule.nth else "months_day"
    return {"DAILY": "days", "WEEKLY": "weeks"}.get(rule.freq, "years")
