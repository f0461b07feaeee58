"""What the page of a series says of it: how it is now, and from which days on it will be otherwise.

Days and hours are those of its own clock, so that it says one and the same in winter and in summer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from communities.actions.series import unnumbered
from communities.models import Event, Series
from communities.models.event import EventFormat
from contacts.zones import city_of


def repeats_now(series: Series, events: Sequence[Event], today: date) -> str:
    """How it repeats and at which hour its events begin: by its clock, and by mine where that differs."""
    if not events:
        return series.said
    hours = [_hour(series, one) for one in events]
    usual = hours[_usual(hours)]
    alike = [one for one, hour in zip(events, hours, strict=True) if hour == usual]
    hour = f"{alike[0].starts.astimezone(series.clock):%H:%M}"
    if not any(series.is_elsewhere(one.starts) for one in events):
        return f"{series.said}, {hour}"
    said = _("%(time)s by the clock of %(city)s") % {"time": hour, "city": city_of(series.time_zone)}
    return f"{series.said}, {said}{_in_brackets(series, alike, today)}"


def _in_brackets(series: Series, events: Sequence[Event], today: date) -> str:
    """The hour by mine, and from which day on it is another one: of two clocks one may go over to summer time."""
    mine = [_by_mine(series, one) for one in events]
    after = next((place for place, said in enumerate(mine) if said != mine[0]), None)
    if after is None:
        return f" ({mine[0]})" if series.is_elsewhere(events[0].starts) else ""
    said = {"now": mine[0], "day": _day(series, events[after], today), "later": mine[after]}
    return " (" + _("%(now)s, from %(day)s %(later)s") % said + ")"


def _by_mine(series: Series, event: Event) -> str:
    """The hour of the reader's clock, and whether that is another day."""
    there, here = event.starts.astimezone(series.clock), localtime(event.starts)
    if here.date() == there.date():
        said = _("%(time)s by mine")
    elif here.date() > there.date():
        said = _("%(time)s of the next day by mine")
    else:
        said = _("%(time)s of the day before by mine")
    return said % {"time": f"{here:%H:%M}"}


def changes_ahead(series: Series, events: Sequence[Event], today: date) -> list[str]:
    """What lasts in the coming events and is otherwise than in the next one, each with the day from which it is so.

    An event that alone differs from those around it is an exception, and its own row tells of it.
    """
    said: dict[int, list[str]] = {}
    for value, words in _TOLD:
        values = [value(series, one) for one in events]
        stands = [values[_usual(values)]] if values else []
        for place, found in enumerate(values):
            if [found] != stands and _lasts(values, place):
                stands = [found]
                said.setdefault(place, []).append(words(series, events[place]))
    return [
        _("From %(day)s — %(what)s") % {"day": _day(series, events[place], today), "what": ", ".join(words)}
        for place, words in sorted(said.items())
    ]


def _usual(values: Sequence[Hashable]) -> int:
    """The place of the first value that lasts: the next event may be an exception itself."""
    first = range(min(2, len(values)))
    return next((place for place in first if _lasts(values, place)), 0)


def _lasts(values: Sequence[Hashable], place: int) -> bool:
    """Whether the next event has the same, or the two after it, so that one exception hides no change."""
    value, after = values[place], values[place + 1 : place + 4]
    return after[:1] == [value] or after[1:] == [value, value]


def _clock(series: Series, event: Event) -> ZoneInfo:
    """The clock by which an event goes: that of its series, unless its own shows another time."""
    own = event.zone_or(series.clock)
    same = event.starts.astimezone(own).utcoffset() == event.starts.astimezone(series.clock).utcoffset()
    return series.clock if same else own


def _day(series: Series, event: Event, today: date) -> str:
    day = event.starts.astimezone(_clock(series, event)).date()
    return date_format(day, "j E" if day.year == today.year else "j E Y")


def _hour(series: Series, event: Event) -> tuple[str, str]:
    clock = _clock(series, event)
    return f"{event.starts.astimezone(clock):%H:%M}", clock.key


def _say_hour(series: Series, event: Event) -> str:
    hour, zone = _hour(series, event)
    if zone != series.time_zone or series.is_elsewhere(event.starts):
        hour = _("%(time)s by the clock of %(city)s") % {"time": hour, "city": city_of(zone)}
    return _("at %(time)s") % {"time": hour}


def _place(event: Event) -> str:
    return event.place or (str(EventFormat.ONLINE.label) if event.format == EventFormat.ONLINE else "")


def _community(event: Event) -> str:
    return event.community.name if event.community and event.community.trash_id is None else ""


def _say_place(event: Event) -> str:
    place = _place(event)
    return _("place: %(place)s") % {"place": place} if place else _("no place is named")


def _say_community(event: Event) -> str:
    name = _community(event)
    return _("community: %(name)s") % {"name": name} if name else _("without a community")


# What is compared from event to event, and how it is said.
_TOLD: tuple[tuple[Callable[[Series, Event], Hashable], Callable[[Series, Event], str]], ...] = (
    (_hour, _say_hour),
    (lambda _series, event: unnumbered(event.name), lambda _series, event: _("“%(name)s”") % {"name": event.name}),
    (lambda _series, event: _place(event), lambda _series, event: _say_place(event)),
    (lambda _series, event: _community(event), lambda _series, event: _say_community(event)),
)
