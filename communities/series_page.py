"""What the page of a series says of it: how it is now, and from which days on it will be otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from communities.actions.series import unnumbered
from communities.models import Event
from communities.models.event import EventFormat


def changes_ahead(events: Sequence[Event], today: date) -> list[str]:
    """What lasts in the coming events and is otherwise than in the next one, each with the day from which it is so.

    An event that alone differs from those around it is an exception, and its own row tells of it.
    """
    said: dict[int, list[str]] = {}
    for value, words in _TOLD:
        values = [value(one) for one in events]
        stands = values[:1]
        for place, found in enumerate(values):
            if [found] != stands and _lasts(values, place):
                stands = [found]
                said.setdefault(place, []).append(words(events[place]))
    return [
        _("From %(day)s — %(what)s") % {"day": _day(events[place], today), "what": ", ".join(words)}
        for place, words in sorted(said.items())
    ]


def _lasts(values: Sequence[str], place: int) -> bool:
    """Whether the next event has the same, or the two after it, so that one exception hides no change."""
    value, after = values[place], values[place + 1 : place + 4]
    return after[:1] == [value] or after[1:] == [value, value]


def _day(event: Event, today: date) -> str:
    day = localtime(event.starts).date()
    return date_format(day, "j E" if day.year == today.year else "j E Y")


def _hour(event: Event) -> str:
    return date_format(localtime(event.starts), "H:i")


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


# What is compared from event to event, and how it is said. The hour is that of the reader's clock, as in the rows.
_TOLD: tuple[tuple[Callable[[Event], str], Callable[[Event], str]], ...] = (
    (_hour, lambda event: _("at %(time)s") % {"time": _hour(event)}),
    (lambda event: unnumbered(event.name), lambda event: _("“%(name)s”") % {"name": event.name}),
    (_place, _say_place),
    (_community, _say_community),
)
