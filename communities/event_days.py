"""The days on which an event is: one, or several when it lasts longer than a night."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

# What ends past midnight is still of the day on which it began; what lasts longer than this ends on another day.
LONGEST_NIGHT = timedelta(hours=12)
# What began longer before a day is not looked for on it: the index knows beginnings only.
LONGEST = timedelta(days=60)
_MOMENT = timedelta(microseconds=1)
# An event of several days whose last day is known and not the hour is kept as ending with this minute.
END_OF_DAY = time(23, 59)


def ends_some_time(starts: datetime, ends: datetime | None, zone: tzinfo) -> bool:
    """Whether only the last day of an event is known, by the clock that it goes by: no hour is shown of it."""
    if ends is None or ends - starts <= LONGEST_NIGHT:
        return False
    last = ends.astimezone(zone)
    return last.time() == END_OF_DAY and last.date() != starts.astimezone(zone).date()


def last_day(starts: datetime, ends: datetime | None, zone: tzinfo) -> date:
    """The last day of an event by the clock of a zone; midnight belongs to the day that it ends."""
    if ends is None or ends - starts <= LONGEST_NIGHT:
        return starts.astimezone(zone).date()
    return (ends - _MOMENT).astimezone(zone).date()
