"""When things happen: weekdays rather than weekends, summers slow, some weeks silent."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from networking.demo.customs import Customs

_DAY = timedelta(days=1)
_OF_WEEK = (1.0, 1.2, 1.3, 1.2, 0.9, 0.35, 0.2)


def dice(seed: int, part: str) -> Random:
    """A source of chance for one part of the story: a longer part does not shift the others."""
    return Random(f"{seed}/{part}")  # noqa: S311  # an invented life keeps no secrets


def months_before(day: date, count: int) -> date:
    """The first day of the month that is `count` months before a day's month."""
    number = day.year * 12 + day.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


class Rhythm:
    """The weights of the days of a span, and a draw from any part of it."""

    def __init__(self, *, seed: int, first: date, today: date, customs: Customs) -> None:
        self.first, self.today, self._customs = first, today, customs
        chance = dice(seed, "rhythm")
        self._days = [first + n * _DAY for n in range((today - first).days + 1)]
        weeks = self._week(today) + 1
        silent = _silent_weeks(chance, weeks)
        mood = [0.0 if week in silent else chance.uniform(0.6, 1.4) for week in range(weeks)]
        self._sums = [0.0, *accumulate(mood[self._week(day)] * self._weight(day) for day in self._days)]

    def pick(self, chance: Random, first: date | None = None, last: date | None = None) -> date | None:
        """A day of the window, both ends inside, by the weights; None when nothing happens in it."""
        low = max(0, ((first or self.first) - self.first).days)
        high = min(len(self._days), ((last or self.today) - self.first).days + 1)
        if low >= high or self._sums[high] <= self._sums[low]:
            return None
        aim = self._sums[low] + chance.random() * (self._sums[high] - self._sums[low])
        return self._days[min(bisect_right(self._sums, aim), high) - 1]

    def months(self) -> list[tuple[date, date]]:
        """First and last day of every month of the span."""
        found, day = [], self.first
        while day <= self.today:
            following = months_before(day, -1)
            found.append((day, min(following - _DAY, self.today)))
            day = following
        return found

    def _week(self, day: date) -> int:
        monday = self.first - self.first.weekday() * _DAY
        return (day - monday).days // 7

    def _weight(self, day: date) -> float:
        if (day.month, day.day) <= self._customs.rest_until or (day.month, day.day) >= self._customs.rest_from:
            return 0.0
        if self._holiday_of_august(day):
            return 0.0
        return _OF_WEEK[day.weekday()] * self._customs.months.get(day.month, 1.0)

    def _holiday_of_august(self, day: date) -> bool:
        """Two whole weeks away from everything, unless they are now."""
        begin = date(day.year, 8, 3)
        begin += (7 - begin.weekday()) % 7 * _DAY
        return begin <= day < begin + 14 * _DAY and (self.today - day).days > 21


def _silent_weeks(chance: Random, weeks: int) -> set[int]:
    """One week of about every nine, never the first nor the last three."""
    return {chance.randrange(begin, min(begin + 9, weeks - 3)) for begin in range(1, weeks - 3, 9)}
