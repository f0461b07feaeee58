"""The windows of a query as a small table `grid`, whose columns stand in the SQL of a figure where dates would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, TypeAlias, cast
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateField, DateTimeField, Field, Func

from communities.models import Family
from networking.metrics.rows import Rows
from networking.metrics.windows import Month, Window


@dataclass(frozen=True)
class Total:
    """The sum of a field over rows, where their number would stand."""

    rows: Rows
    field: str


Wanted: TypeAlias = Rows | Total
Cell = tuple[date, date, date, date, date, datetime, datetime, datetime, datetime, int]
COLUMNS = (
    "first_day",
    "after_last_day",
    "after_lived_day",
    "first_whole_month",
    "after_whole_months",
    "first_moment",
    "after_last_moment",
    # The same days as UTC knows them.
    "first_of_utc",
    "after_last_of_utc",
    "community",
)
_MOMENTS = 4


@dataclass(frozen=True)
class Shape:
    """What else than the values of the grid the SQL of a figure is made from."""

    zone: ZoneInfo
    today: date
    vendor: str
    # A community is a column of the grid; a family stands in the SQL.
    by_column: bool
    family: Family | None
    # Every window is one calendar month; every window is whole months.
    in_months: bool
    whole: bool

    @property
    def is_everything(self) -> bool:
        return not self.by_column and self.family is None


@dataclass(frozen=True)
class GridWindow(Window):
    """A window whose ends are columns of the grid: it stands in a query where a window of dates would."""

    @property
    def after_lived(self) -> date:
        return cast(date, column("after_lived_day", DateField()))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return column("first_moment", DateTimeField()), column("after_last_moment", DateTimeField())


def column(name: str, field: Field[Any, Any]) -> Any:
    return Func(template=f"grid.{name}", output_field=field)


def cell(window: Window, community: int = 0) -> Cell:
    begin, end = window.moments
    in_utc = (datetime.combine(day, time.min, UTC) for day in (window.first, window.after_last))
    return (
        window.first,
        window.after_last,
        window.after_lived,
        *_whole_months(window),
        begin,
        end,
        *cast(tuple[datetime, datetime], tuple(in_utc)),
        community,
    )


def _whole_months(window: Window) -> tuple[date, date]:
    """The first day of the whole months of a window, and the one after them; the first day of all if there are none."""
    first = window.first if window.first.day == 1 else Month.of(window.first).after_last
    after = window.after_last.replace(day=1)
    return (first, after) if first <= after else (window.first, window.first)


@lru_cache(maxsize=4096)
def cell_values(window: Window, community: int, vendor: str) -> tuple[Any, ...]:
    """The values of a window's cell as the database of this vendor stores dates and moments; the same ones are asked
    for all day."""
    *times, community = cell(window, community)
    days, moments = times[:-_MOMENTS], times[-_MOMENTS:]
    found = [connection.ops.adapt_datefield_value(day) for day in days]
    return (*found, *(connection.ops.adapt_datetimefield_value(cast(datetime, one)) for one in moments), community)
