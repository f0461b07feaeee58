"""A rule of repetition: read from RRULE text, checked before anything is expanded, always bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Literal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, YEARLY, rrule, weekday
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_EVENTS = 1_000
AHEAD_WITHOUT_END = relativedelta(years=1)
AHEAD_AT_MOST = relativedelta(years=2)
LONGEST_INTERVAL = 365
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = (0, 1, 2, 3, 4)
LAST = -1
_FREQS: dict[str, Literal[0, 1, 2, 3]] = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
_NTH = (1, 2, 3, 4, LAST)


@dataclass(frozen=True)
class Rule:
    """How something repeats, from a first day on. Weekdays count from Monday, 0; raises ValidationError on nonsense.

    `nth` is which of the month's `weekdays[0]` is meant; `monthday` which of its days; -1 is the last one.
    """

    freq: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    monthday: int | None = None
    until: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        sound = (
            self.freq in _FREQS
            and 1 <= self.interval <= LONGEST_INTERVAL
            and all(day in range(7) for day in self.weekdays)
            and (self.nth is None or self.nth in _NTH)
            and (self.monthday is None or self.monthday == LAST or 1 <= self.monthday <= 31)
            and self._fits_its_frequency
            and (self.count is None or self.count >= 1)
        )
        if not sound:
            raise ValidationError(_("This repetition cannot be understood."), code="rule")
        if self.until and self.count:
            raise ValidationError(_("Say either the last day or the number of times, not both."), code="two_ends")

    @property
    def _fits_its_frequency(self) -> bool:
        if self.freq == "MONTHLY":
            by_weekday = self.nth is not None and len(self.weekdays) == 1
            return by_weekday != (self.monthday is not None) and by_weekday == bool(self.weekdays)
        return self.nth is None and self.monthday is None and (self.freq == "WEEKLY") == bool(self.weekdays)

    @property
    def has_end(self) -> bool:
        return bool(self.until or self.count)

    @property
    def pattern(self) -> Rule:
        """The same without its end."""
        return replace(self, until=None, count=None)

    def __str__(self) -> str:
        """The rule as RFC 5545 writes it, such as FREQ=WEEKLY;INTERVAL=2;BYDAY=TH."""
        days = ",".join(f"{self.nth or ''}{WEEKDAYS[day]}" for day in self.weekdays)
        parts = [
            ("FREQ", self.freq),
            ("INTERVAL", str(self.interval) if self.interval > 1 else ""),
            ("BYDAY", days),
            ("BYMONTHDAY", str(self.monthday or "")),
            ("UNTIL", f"{self.until:%Y%m%d}" if self.until else ""),
            ("COUNT", str(self.count or "")),
        ]
        return ";".join(f"{name}={value}" for name, value in parts if value)

    def last_day(self, begin: date) -> date:
        """The day after which no event of a series is made that begins then: its own end, or the bound."""
        if not self.has_end:
            return begin + AHEAD_WITHOUT_END
        most: date = begin + AHEAD_AT_MOST
        return min(self.until, most) if self.until else most

    def days(self, first: date, today: date | None = None) -> list[date]:
        """The days of a series, in order: the first one, and those of the rule after it, within the bounds.

        With `today`, days between an earlier first one and today are left out: nobody plans the past.
        """
        begin = max(first, today) if today else first
        later = (day for day in self.without_bound(first, self.last_day(begin)) if day > first and day >= begin)
        return [first, *islice(later, min(self.count or MOST_EVENTS, MOST_EVENTS) - 1)]

    def without_bound(self, first: date, last: date) -> Iterator[date]:
        """The rule's own days between two days, both inside, whatever their number."""
        weekdays = [weekday(day, self.nth) if self.nth else weekday(day) for day in self.weekdays]
        found = rrule(
            _FREQS[self.freq],
            dtstart=datetime.combine(first, time.min),
            interval=self.interval,
            wkst=MO,
            byweekday=weekdays or None,
            bymonthday=self.monthday,
            until=datetime.combine(last, time.min),
        )
        return (moment.date() for moment in found)

    def is_cut(self, first: date, today: date | None = None) -> bool:
        """Whether the bound of two years or a thousand events comes before the end that was asked for."""
        days = self.days(first, today)
        if self.count:
            return len(days) < self.count
        begin = max(first, today) if today else first
        return len(days) >= MOST_EVENTS or bool(self.until and self.until > self.last_day(begin))


def parse(text: str) -> Rule:
    """Read the text of a rule that `str(rule)` wrote; raises ValidationError on anything else."""
    known = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "UNTIL", "COUNT"}
    parts = [part.partition("=") for part in text.strip().upper().split(";")] if len(text) < 200 else []
    values = {name: value for name, _sep, value in parts}
    if not values or not values.keys() <= known or len(values) != len(parts):
        raise ValidationError(_("This repetition cannot be understood."), code="rule")
    try:
        days = values.get("BYDAY", "")
        named = [(one[:-2], WEEKDAYS.index(one[-2:])) for one in days.split(",")] if days else []
        numbers = {int(number) for number, _day in named if number}
        if len(numbers) > 1 or (numbers and len(named) > 1):
            raise ValueError(days)
        return Rule(
            freq=values.get("FREQ", ""),
            interval=int(values.get("INTERVAL", "1")),
            weekdays=tuple(sorted({day for _number, day in named})),
            nth=numbers.pop() if numbers else None,
            monthday=int(values["BYMONTHDAY"]) if "BYMONTHDAY" in values else None,
            until=datetime.strptime(values["UNTIL"], "%Y%m%d").date() if "UNTIL" in values else None,  # noqa: DTZ007
            count=int(values["COUNT"]) if "COUNT" in values else None,
        )
    except ValueError:
        raise ValidationError(_("This repetition cannot be understood."), code="rule") from None


def nth_of(day: date) -> int:
    """Which of its weekday's days of the month a day is: 1 to 5."""
    return (day.day - 1) // 7 + 1


def is_last_weekday(day: date) -> bool:
    return (day + timedelta(days=7)).month != day.month


def is_last_day(day: date) -> bool:
    return (day + timedelta(days=1)).month != day.month


def usual(day: date) -> list[Rule]:
    """The repetitions that a person probably means by an event on a day, the likeliest first."""
    here = (day.weekday(),)
    rules = [Rule("WEEKLY", weekdays=here), Rule("WEEKLY", interval=2, weekdays=here)]
    if nth_of(day) < 5:
        rules.append(Rule("MONTHLY", weekdays=here, nth=nth_of(day)))
    if is_last_weekday(day):
        rules.append(Rule("MONTHLY", weekdays=here, nth=LAST))
    rules.append(Rule("MONTHLY", monthday=day.day))
    if is_last_day(day):
        rules.append(Rule("MONTHLY", monthday=LAST))
    rules += [Rule("DAILY")] + ([Rule("WEEKLY", weekdays=WORKDAYS)] if day.weekday() < 5 else [])
    return [*rules, Rule("YEARLY")]
