"""The days on which an event is: one, or several when it lasts longer than a night."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

# What ends past midnight is still of the day on which it began; what lasts longer than this ends on another day.
LONGEST_NIGHT = timedelta(hours=12)
# What began longer before a day is not looked for on it: the index knows beginnings only.
LONGEST = timedelta(days=60)
_MOMENT = timedelta(microseconds=1)


def last_day(starts: datetime, ends: datetime | None, zone: tzinfo) -> date:
    """The last day of an event by the clock of a zone; midnight belongs to the day that it ends."""
    if ends is None or ends - starts <= LONGEST_NIGHT:
        return starts.astimezone(zone).date()
    return (ends - _MOMENT).astimezone(zone).date()
