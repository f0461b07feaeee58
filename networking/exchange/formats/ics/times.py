"""Moments of calendars: on which clock they stand, and how long they last."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from networking.exchange.formats.ics.entries import Calendar, params_of
from networking.exchange.formats.vcard.reading import Property

FIRST_YEAR, LAST_YEAR = 1970, 2200
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?\Z")
_DURATION = re.compile(r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?\Z")
LONGEST_ZONE = 20_000


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


class Clocks:
    """The time zones of one calendar by their names; `own` is the clock of moments that name none."""

    def __init__(self, calendar: Calendar, own: ZoneInfo) -> None:
        self._texts = calendar.zones
        self._found: dict[str, tzinfo] = {}
        named = _named(calendar.head.text("X-WR-TIMEZONE"))
        self.own = ZoneInfo(named) if named else own

    def zone(self, name: str) -> tzinfo:
        """By the name, else by what the file says of the zone, else the own clock."""
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> tzinfo:
        text = self._texts.get(name, "")
        place = re.search(r"^X-LIC-LOCATION:(.*)$", text, re.M | re.I)
        known = _named(name) or (_named(place[1].strip()) if place else "")
        return ZoneInfo(known) if known else _described(text) or self.own


def _named(name: str) -> str:
    """The name by which this machine knows a zone, such as that of "/mozilla.org/20050126_1/Europe/Moscow"."""
    name = WINDOWS_TO_OLSON.get(name.strip(), name.strip())
    parts = name.strip("/").split("/")
    tails = ["/".join(parts[-length:]) for length in (3, 2, 1) if len(parts) >= length]
    return next((tail for tail in tails if tail in _known()), "")


def _described(text: str) -> tzinfo | None:
    """A zone of no known name, by its own rules of summer and winter."""
    if not text or len(text) > LONGEST_ZONE or _endless(text):
        return None
    # The reader is strict and raises of its own accord; whatever it says, there is a clock to fall back on.
    with suppress(ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        return tzical(io.StringIO(text)).get()
    return None


def _endless(text: str) -> bool:
    """Whether its rules would have to be counted by more than years."""
    rules = re.findall(r"^RRULE[^:]*:(.*)$", text, re.M | re.I)
    begun = re.findall(r"^DTSTART[^:]*:(\d{4})", text, re.M | re.I)
    return any("FREQ=YEARLY" not in rule.upper() for rule in rules) or any(int(year) < 1600 for year in begun)


def moment_of(one: Property, clocks: Clocks) -> datetime | date | None:
    """The moment with its zone, or the day, that a property says; None when it says none that can be."""
    return moment(one.value.strip(), params_of(one).get("TZID", ""), clocks)


def moment(text: str, zone: str, clocks: Clocks) -> datetime | date | None:
    found = _MOMENT.match(text.upper())
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return day
        on_clock = datetime(day.year, day.month, day.day, int(found[4]), int(found[5]), min(59, int(found[6] or 0)))  # noqa: DTZ001  # on its clock
    except ValueError:
        return None
    return on_clock.replace(tzinfo=UTC if found[7] else clocks.zone(zone) if zone else clocks.own)


def length_of(text: str) -> timedelta | None:
    """The length of "PT1H30M", never below nothing."""
    found = _DURATION.match(text.strip().upper())
    if not found or found[1] == "-":
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return length if length < timedelta(days=366) else None
