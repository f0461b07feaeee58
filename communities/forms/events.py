from __future__ import annotations

import re
from copy import copy
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.actions.series import following, numbered
from communities.actions.series_change import Change, change_following, keep_for_undo
from communities.event_days import END_OF_DAY, LONGEST_NIGHT, ends_some_time
from communities.forms.places import offer_names
from communities.forms.zone import ZoneField
from communities.models import Community, Event, SeriesChange
from communities.models.event import EventFormat
from contacts.forms.numbers import FractionField
from contacts.forms.owned import DayInput, OwnedForm
from contacts.forms.people import PeopleField
from contacts.text import clean_name
from contacts.zones import city_of

USUAL_TIME = time(19, 0)
_NUMBER_AT_THE_END = re.compile(r"^(.*?)(\d{1,5})$", re.DOTALL)
# "Meetup № 7: testing": the theme after a number is that event's own.
_THEME = re.compile(r"((?:№|#|\b[Nn]o\.?)\s*\d[^:]*?)\s*:.*", re.DOTALL)


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


def next_name(community: Community) -> str:
    """What the next event of a community is probably called: the last one's number and one, else a meeting of it."""
    last = community.events.filter(trash=None).order_by("-starts", "-pk").first()
    name = _THEME.sub(r"\1", last.name) if last else ""
    if (counted := numbered(name, 1)) != name:
        return counted
    match = _NUMBER_AT_THE_END.match(name)
    return f"{match[1]}{int(match[2]) + 1}" if match else first_name(community)


def first_name(community: Community) -> str:
    """What an event of a community is called where no earlier one says how."""
    return (gettext("Meeting: %(community)s") % {"community": community.name})[:300]


def _local(day: date, at: time, zone: tzinfo) -> datetime:
    """A day and a time of a zone's clock as a moment."""
    return timezone.make_aware(datetime.combine(day, at), zone)


class EventForm(OwnedForm[Event]):
    """An event: five fields, and the rest unfolds. Days and times are those of its zone, the owner's unless said."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    time = forms.TimeField(label=_("Time"), widget=TimeInput())
    where = forms.CharField(
        label=_("Where"), required=False, max_length=500, help_text=_("A place, or the link of an online event.")
    )
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    ends_day = forms.DateField(label=_("Ends on"), required=False, widget=DayInput())
    ends_time = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput())
    time_zone = ZoneField(
        label=_("By the clock of"),
        required=False,
        help_text=_("For an event in another time zone: its own hours, which your page then shows in yours."),
    )
    repeats = forms.BooleanField(label=_("It repeats: say how on the next page"), required=False)
    scope = forms.ChoiceField(
        label=_("What to change"),
        choices=[("one", _("only this event")), ("following", _("this and all following"))],
        initial="one",
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Event
        fields = ["name", "community", "kind", "format", "link", "time_zone", "my_role", "hours", "cost", "about"]
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"hours": FractionField, "cost": FractionField}
        labels = {"about": _("About the event")}

    field_order = ["name", "community", "day", "time", "where"]

    def __init__(self, *args: Any, owner: AbstractBaseUser, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, owner=owner, **kwargs)
        offer_names(self, owner)
        self.initial.setdefault("day", today)
        self.initial.setdefault("time", f"{USUAL_TIME:%H:%M}")
        # What was changed in all following, and how what was saved is undone.
        self.change: Change | None = None
        self.undo: SeriesChange | None = None
        self.was = copy(self.instance)
        cast(ZoneField, self.fields["time_zone"]).keep(self.instance.time_zone)
        if self.instance.pk:
            del self.fields["repeats"]
            self._show_stored()
        if not (self.instance.pk and following(self.instance).exists()):
            del self.fields["scope"]

    def _show_stored(self) -> None:
        event = self.instance
        zone = self.was.zone_or(_own_zone())
        starts = timezone.localtime(event.starts, zone)
        self.initial.update(day=starts.date(), time=f"{starts:%H:%M}", where=event.place or event.link)
        self.initial["link"] = event.link if event.place else ""
        if event.ends:
            ends = timezone.localtime(event.ends, zone)
            self.initial["ends_time"] = "" if ends_some_time(starts, ends, zone) else f"{ends:%H:%M}"
            past_midnight = ends.date() - starts.date() == timedelta(1) and ends - starts <= LONGEST_NIGHT
            self.initial["ends_day"] = None if past_midnight or ends.date() == starts.date() else ends.date()

    def clean_day(self) -> date:
        return _sensible(self.cleaned_data["day"])

    def clean_ends_day(self) -> date | None:
        day: date | None = self.cleaned_data["ends_day"]
        return _sensible(day) if day else None

    def clean_name(self) -> str:
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Give it a name."))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._sort_out_where(data)
        if data.get("day") and data.get("time") and "time_zone" in data:
            zone = Event(time_zone=data["time_zone"]).zone_or(_own_zone())
            self.instance.starts = _local(data["day"], data["time"], zone)
            ends = self._ends(data, zone)
            # An end without a day of its own is past midnight when its time is the earlier one.
            over_night = ends is not None and not data.get("ends_day")
            if ends and (ends < self.instance.starts or (over_night and ends - self.instance.starts > LONGEST_NIGHT)):
                said = _("The end is before the beginning.")
                self.add_error("ends_time" if over_night else "ends_day", said)
                ends = None
            self.instance.ends = ends
            self._keep_the_day_of_the_others(data, zone)
        return data

    def _keep_the_day_of_the_others(self, data: dict[str, Any], zone: ZoneInfo) -> None:
        """All following events keep their days: which days they have is the repetition's to say, by its own clock."""
        series = self.instance.series
        if data.get("scope") != "following" or series is None:
            return
        if "day" in self.changed_data:
            said = _("Only this event can be moved to another day. To move all following, change how they repeat.")
            self.add_error("day", said)
            return
        was_zone = self.was.zone_or(series.clock)
        becomes = zone if data["time_zone"] != self.was.time_zone else was_zone
        if self.instance.starts.astimezone(becomes).date() != self.was.starts.astimezone(was_zone).date():
            said = _(
                "The series goes by the clock of %(city)s, where that is another day. "
                "Only this event can be moved there; to move all following, change how they repeat."
            )
            self.add_error("time", said % {"city": city_of(series.time_zone)})

    def _ends(self, data: dict[str, Any], zone: tzinfo) -> datetime | None:
        """The end: on the day of the beginning unless said, past midnight when its time is the earlier one.

        Of a last day without a time only the day is kept. An event of several days that is moved keeps its length.
        """
        day, at = data.get("ends_day"), data.get("ends_time")
        if day and "day" in self.changed_data and "ends_day" not in self.changed_data:
            day += data["day"] - self.initial["day"]
        if day and (at or day != data["day"]):
            return _local(day, at or END_OF_DAY, zone)
        if not at:
            return None
        later = at <= data["time"]
        return _local(data["day"] + timedelta(days=int(later)), at, zone)

    @transaction.atomic
    def save(self, commit: bool = True) -> Event:
        """Save the event, and where that was asked for all following of its series; `change` then says what was."""
        saved = super().save(commit)
        if self.cleaned_data.get("scope") == "following":
            self.change = change_following(event=saved, was=self.was, zone=_own_zone())
            self.undo = self.change.row if self.change else None
        elif self.was.pk:
            self.undo = keep_for_undo(event=saved, was=self.was)
        return saved

    def _sort_out_where(self, data: dict[str, Any]) -> None:
        """One field for both: what looks like an address of the web is the link."""
        where = clean_name(data["where"]) if data.get("where") else ""
        self.instance.place = ""
        if not re.match(r"https?://", where, re.IGNORECASE):
            self.instance.place = where[:300]
            if len(where) > 300:
                self.add_error("where", _("That is too long for a place."))
            return
        try:
            URLValidator(schemes=["http", "https"])(where)
        except ValidationError:
            self.add_error("where", _("This link cannot be read."))
            return
        data["link"] = data.get("link") or where
        if self.instance.pk is None and data.get("format") == EventFormat.IN_PERSON:
            data["format"] = EventFormat.ONLINE

    @property
    def unfolded(self) -> bool:
        """Whether the rest should stand open: because something in it is wrong."""
        rest = ("kind", "format", "ends_day", "ends_time", "time_zone", "link", "my_role", "hours", "cost", "about")
        return any(self[name].errors for name in rest)


def _own_zone() -> ZoneInfo:
    """The zone of the owner whose request this is."""
    return timezone.get_current_timezone()


def _sensible(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise ValidationError(_("This day is too far away."))
    return day


class InviteForm(forms.Form):
    """Who is asked along."""

    who = PeopleField(label=_("Invite"), help_text=_("Names with commas. An unknown name becomes a person."))

    def __init__(self, data: Any = None, *, owner: AbstractBaseUser) -> None:
        super().__init__(data)
        who = self.fields["who"]
        if isinstance(who, PeopleField):
            who.owner, who.answers = owner, self.data
