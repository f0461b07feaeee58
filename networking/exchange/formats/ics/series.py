"""On which days an entry takes place: rules, extra days and days left out; bounded, whatever is written."""

from __future__ import annotations

import re
from collections import deque
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from networking.exchange.formats.ics.entries import Entry, params_of
from networking.exchange.formats.ics.times import Clocks, moment
from networking.exchange.formats.problems import Problem, Trouble

MOST_TURNS = 500
# Days that the rules of one file may count through, all together.
MOST_DAYS = 3_000_000
AHEAD = timedelta(days=366)
Moment = datetime | date
_FREQ = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?:;|\Z)")
_UNTIL = re.compile(r";?UNTIL=([0-9TZ]+)")
_COUNT = re.compile(r";?COUNT=(\d{1,9})")
# What may stand in a rule. A rule by days that never fits would be counted up to the year 9999.
_PARTS = {
    "DAILY": {"BYDAY", "BYMONTH"},
    "WEEKLY": {"BYDAY", "BYMONTH"},
    "MONTHLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"},
}
_ALWAYS = {"FREQ", "INTERVAL", "WKST"}
# What a rule costs that fits no day at all.
_IDLE = 300_000


def same(one: Moment) -> str:
    """How a moment is written in a key: in UTC, days as days."""
    if isinstance(one, datetime):
        return f"{one.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{one:%Y%m%d}"


class Counting:
    """What the series of one file have used up of the days that may be counted."""

    def __init__(self, clocks: Clocks, now: datetime, problems: list[Problem]) -> None:
        self.clocks, self.now, self.problems, self.left = clocks, now, problems, MOST_DAYS

    def turns(self, entry: Entry, first: Moment, title: str) -> list[Moment]:
        """The moments of an entry in order: the first one, those of its rule to a year ahead, the last of very many."""
        found: dict[str, Moment] = {same(first): first}
        for one in entry.all("RRULE"):
            try:
                for turn in self._rule(one.value.strip().upper(), first):
                    found.setdefault(same(turn), turn)
            except (ValueError, TypeError, IndexError, AttributeError, OverflowError, ZeroDivisionError):
                self.problems.append(Problem(Trouble.BAD_RULE, one.line, title, error=False))
        for turn in self._listed(entry, "RDATE"):
            found.setdefault(same(turn), turn)
        for turn in self._listed(entry, "EXDATE"):
            found.pop(same(turn), None)
            if not isinstance(turn, datetime) and isinstance(first, datetime):
                found = {key: one for key, one in found.items() if _day(one, first) != turn}
        ordered = sorted(found.values(), key=same)
        if len(ordered) > MOST_TURNS or len(found) > MOST_TURNS:
            self.problems.append(Problem(Trouble.LONG_SERIES, entry.line, title, error=False))
        return ordered[-MOST_TURNS:]

    def _rule(self, text: str, first: Moment) -> list[Moment]:
        zone = first.tzinfo if isinstance(first, datetime) else None
        start = first.replace(tzinfo=None) if isinstance(first, datetime) else datetime.combine(first, time.min)
        end = self.now.replace(tzinfo=None) + AHEAD
        if said := _UNTIL.search(text):
            last = moment(said[1], "", self.clocks)
            text = text.replace(said[0], "", 1)
            if isinstance(last, datetime):
                end = min(end, (last.astimezone(zone) if zone else last).replace(tzinfo=None))
            elif last is not None:
                end = min(end, datetime(last.year, last.month, last.day, 23, 59, 59))  # noqa: DTZ001  # on the series' own clock
        most = int(counted[1]) if (counted := _COUNT.search(text)) else None
        text = _checked(_COUNT.sub("", text, count=1).strip(";"))
        self.left -= max(0, (end - start).days) + 1_000
        if self.left < 0:
            raise ValueError(text)
        rule = rrulestr(text, dtstart=start)
        if not isinstance(rule, rrule):
            raise TypeError(text)
        days = deque(islice(rule.replace(until=end), most), MOST_TURNS + 1)
        self.left -= 0 if days else _IDLE
        return [day.replace(tzinfo=zone) if zone else day.date() for day in days]

    def _listed(self, entry: Entry, name: str) -> list[Moment]:
        found = []
        for one in entry.all(name):
            zone = params_of(one).get("TZID", "")
            for text in one.value.split(",")[: MOST_TURNS * 4]:
                if turn := moment(text.partition("/")[0].strip(), zone, self.clocks):
                    found.append(turn)
        return found


def _checked(text: str) -> str:
    """The rule, when every part of it is one that can be counted in bounded time; raises ValueError."""
    frequency = _FREQ.search(text)
    parts = {part.partition("=")[0] for part in text.split(";")}
    # An interval of nothing would never come to an end.
    interval = re.search(r"INTERVAL=([^;]*)", text)
    steps = interval is None or bool(re.fullmatch(r"[1-9]\d{0,4}", interval[1]))
    if not frequency or not steps or len(text) > 500 or not parts <= _ALWAYS | _PARTS[frequency[1]]:
        raise ValueError(text)
    return text


def _day(one: Moment, like: Moment) -> date:
    """The day of a moment on the clock of another."""
    if isinstance(one, datetime):
        return one.astimezone(like.tzinfo).date() if isinstance(like, datetime) else one.date()
    return one
