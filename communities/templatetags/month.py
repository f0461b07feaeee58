"""The days of a month as the calendar shows them, for `lines`: each worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString

from communities.models.event import Attended
from communities.month import Day, Entry
from contacts.addresses import address

register = template.Library()


class SquareLine(NamedTuple):
    state: str
    iso: str
    number: int
    weekday: str
    month: str
    events: SafeString


@register.simple_tag
def square_lines(week: Sequence[Day], today: date) -> list[SquareLine]:
    """A week of days; what is on one is written here, because a busy month has hundreds of events."""
    before, _any, after = address("events:event", 0).partition("0")
    # No name holds a NUL: so all of the week are escaped at once.
    names = escape("\0".join([said for day in week for one in day.events for said in (one.name, one.place)]))
    said = iter(names.split("\0"))
    return [
        SquareLine(
            state=_state(one, today),
            iso=one.iso,
            number=one.day.day,
            weekday=one.weekday,
            month=one.month,
            events=SafeString(
                "".join(
                    [
                        _item(event, f"{before}{event.pk}{after}", next(said), next(said), past=one.day < today)
                        for event in one.events
                    ]
                )
            ),
        )
        for one in week
    ]


def _state(one: Day, today: date) -> str:
    marks = (
        "" if one.inside else "is-outside",
        "is-today" if one.day == today else "",
        "" if one.events else "is-empty",
    )
    return " ".join(filter(None, marks))


def _item(one: Entry, to: str, name: str, place: str, *, past: bool) -> str:
    """Its name and place are escaped already."""
    faded = " is-missed" if one.mine == Attended.MISSED else " is-past" if past else ""
    where = f' <span class="month-where">{place}</span>' if place else ""
    return f'<li><a class="month-event{faded}" href="{to}"><time>{one.hour}</time> {name}{where}</a></li>'
