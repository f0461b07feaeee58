"""Months, spans of them, and their windows of days and moments: pure functions of a month and a time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
BETWEEN = "--"
EARLIEST, LATEST = 1900, 2199
# Addresses keep away from the ends of the calendar, so that what a span is compared with lies in it.
_FIRST_YEAR, _LAST_YEAR = EARLIEST + 20, LATEST - 20
LONGEST = 120


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, written as `2026-10`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (EARLIEST <= self.year <= LATEST and 1 <= self.month <= 12):
            raise ValueError(f"no month of the calendar kept here: {self.year}-{self.month}")

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2026-10`; raises ValueError on anything else, on `2026-13` and on `0000-01`."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def moved(self, months: int) -> Month:
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def after_last(self) -> date:
        return date(self.year + self.month // 12, self.month % 12 + 1, 1)

    def is_running(self, today: date) -> bool:
        return self.first <= today < self.after_last


@dataclass(frozen=True)
class Span:
    """Two or more months in a row, both ends inside; written as `2026-01--2026-06`, a calendar year as `2026`."""

    begin: Month
    end: Month

    def __post_init__(self) -> None:
        if not 2 <= self.length <= LONGEST:
            raise ValueError(f"not a span of 2 to {LONGEST} months: {self.begin} to {self.end}")

    def __str__(self) -> str:
        return f"{self.begin.year:04}" if self.is_year else f"{self.begin}{BETWEEN}{self.end}"

    @property
    def length(self) -> int:
        return (self.end.year - self.begin.year) * 12 + self.end.month - self.begin.month + 1

    @property
    def is_year(self) -> bool:
        return (self.begin.month, self.length) == (1, 12)

    @property
    def months(self) -> list[Month]:
        return [self.begin.moved(place) for place in range(self.length)]

    @property
    def first(self) -> date:
        return self.begin.first

    @property
    def after_last(self) -> date:
        return self.end.after_last

    def moved(self, spans: int) -> Span:
        return Span(self.begin.moved(spans * self.length), self.end.moved(spans * self.length))

    def is_running(self, today: date) -> bool:
        return self.first <= today < self.after_last


# What figures are shown of: one month, or several.
Stretch: TypeAlias = Month | Span


def year(number: int) -> Span:
    return Span(Month(number, 1), Month(number, 12))


def between(begin: Month, end: Month) -> Stretch:
    """The months from one to another; raises ValueError when they are in the wrong order, or too many."""
    return begin if begin == end else Span(begin, end)


def parse_shown(text: str) -> Month:
    """Read a month of an address; raises ValueError on what is no month, or too far away."""
    month = Month.parse(text)
    if not _FIRST_YEAR <= month.year <= _LAST_YEAR:
        raise ValueError(f"a month too far away: {text!r}")
    return month


def parse_stretch(text: str) -> Stretch:
    """Read `2026-10`, `2026` or `2026-01--2026-06`; raises ValueError on anything else, and on what is too far away."""
    if _YEAR.fullmatch(text):
        return year(parse_shown(f"{text}-01").year)
    begin, sep, end = text.partition(BETWEEN)
    return between(parse_shown(begin), parse_shown(end)) if sep else parse_shown(begin)


@dataclass(frozen=True)
class Window:
    """Days from `first` up to, without, `after_last`, as they are seen on the day `today`.

    `known_since` is the day of the owner's first fact: what ended before it has no data.
    """

    first: date
    after_last: date
    zone: ZoneInfo
    today: date
    known_since: date | None

    def holds(self, day: date) -> bool:
        return self.first <= day < self.after_last

    @property
    def is_month(self) -> bool:
        """Whether it is one calendar month, to its last day."""
        return self.first.day == 1 and self.after_last == Month.of(self.first).after_last

    @property
    def is_whole(self) -> bool:
        """Whether it is whole calendar months."""
        return self.first.day == self.after_last.day == 1

    @property
    def has_data(self) -> bool:
        return self.known_since is not None and self.known_since < self.after_last and self.first <= self.today

    @property
    def after_lived(self) -> date:
        """The end of those of its days that have come: one bound, where a database would use only one of two."""
        return min(self.after_last, self.today + timedelta(days=1))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The same window as half-open moments in UTC."""
        return _midnight(self.first, self.zone), _midnight(self.after_last, self.zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a local day, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


@dataclass(frozen=True)
class Standpoint:
    """From where months are looked at: the owner's zone and day, and the day of their first fact."""

    zone: ZoneInfo
    today: date
    known_since: date | None

    def window(self, first: date, after_last: date) -> Window:
        return Window(first, after_last, self.zone, self.today, self.known_since)

    def month(self, month: Stretch) -> Window:
        """The window of a month, or of several in a row."""
        return self.window(month.first, month.after_last)

    def before(self, month: Stretch) -> Window:
        """What a month is compared with: the month before it, or while it runs as many days of that month.

        The same holds for several months: as many of them that came before.
        """
        previous = month.moved(-1)
        if not month.is_running(self.today):
            return self.month(previous)
        passed = self.today + timedelta(days=1) - month.first
        return self.window(previous.first, min(previous.first + passed, previous.after_last))

    def months(self, last: Month, how_many: int) -> list[tuple[Month, Window]]:
        """So many months up to and with `last`, the oldest first."""
        months = [last.moved(back) for back in range(1 - how_many, 1)]
        return [(month, self.month(month)) for month in months]
