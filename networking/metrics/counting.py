"""Many counts of the same rows in one query, over a list of windows.

Each figure is compiled once, against the columns of a small table `grid` that holds the windows. The database
then walks an index once for each window; grouping by a truncated month would read and convert every row. Talks are
read from the numbers that the database keeps of them (`communities/kept_talks/`); tests hold these against the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeAlias, cast
from zoneinfo import ZoneInfo

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, DateField, DateTimeField, Field, Func, QuerySet

from communities.kept_talks import DAYS, EVERYWHERE, MONTHS, TABLE, place_of
from communities.models import Community, Family
from contacts.models import Contact
from networking.accounts.models import User
from networking.metrics.belonging import Where
from networking.metrics.rows import Rows, interactions, parts_in_talks, people_reached
from networking.metrics.windows import Month, Window

Counts = list[int]


@dataclass(frozen=True)
class Total:
    """The sum of a field over rows, where their number would stand."""

    rows: Rows
    field: str


Wanted: TypeAlias = Rows | Total
# Stands for the owner in what is compiled once for all; no row has such a key.
ANYBODY = -1
Cell = tuple[date, date, date, date, date, datetime, datetime, int]
_COLUMNS = (
    "first_day",
    "after_last_day",
    "after_lived_day",
    "first_whole_month",
    "after_whole_months",
    "first_moment",
    "after_last_moment",
    "community",
)
# Talks of a window from the numbers that the database keeps: whole months, and days that belong to none of those.
# PostgreSQL's sum of large integers is a decimal.
_SUM = f"(SELECT CAST(COALESCE(SUM(number), 0) AS bigint) FROM {TABLE} WHERE owner_id = %s AND place = {{place}} "  # noqa: S608
_TALKS = (
    f"{_SUM} AND grain = {MONTHS} AND first >= grid.first_whole_month AND first < grid.after_whole_months) + "
    f"{_SUM} AND grain = {DAYS} AND first >= grid.first_day AND first < grid.after_lived_day "
    "AND NOT (first >= grid.first_whole_month AND first < grid.after_whole_months))"
)


def over_windows(
    owner: User, wanted: Sequence[Wanted], windows: Sequence[Window], community: Where = None
) -> list[Counts | None]:
    """For each window the number or total of each of the wanted, or None where there is no data; one query."""
    known = [window for window in windows if window.has_data]
    if not known:
        return [None] * len(windows)
    chosen = community.pk if isinstance(community, Community) else 0
    family = community if isinstance(community, Family) else None
    cells = [_cell(window, chosen) for window in known]
    answers = iter(_answers(owner, wanted, known[0], cells, by_column=bool(chosen), family=family))
    return [next(answers) if window.has_data else None for window in windows]


@dataclass(frozen=True)
class _GridWindow(Window):
    """A window whose ends are columns of the grid: it stands in a query where a window of dates would."""

    @property
    def after_lived(self) -> date:
        return cast(date, _column("after_lived_day", DateField()))

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return _column("first_moment", DateTimeField()), _column("after_last_moment", DateTimeField())


def _column(name: str, field: Field[Any, Any]) -> Any:
    return Func(template=f"grid.{name}", output_field=field)


def _cell(window: Window, community: int = 0) -> Cell:
    begin, end = window.moments
    first = window.first if window.first.day == 1 else Month.of(window.first).after_last
    months = first, window.after_lived.replace(day=1)
    return window.first, window.after_last, window.after_lived, *months, begin, end, community


def _answers(
    owner: User,
    wanted: Sequence[Wanted],
    like: Window,
    cells: Sequence[Cell],
    *,
    by_column: bool,
    family: Family | None = None,
) -> list[Counts]:
    counts, bound = [], []
    for one in wanted:
        sql, params = _compiled(one, like.zone, like.today, by_column, family, connection.vendor)
        counts.append(sql)
        bound += [owner.pk if value == ANYBODY else value for value in params]
    row = f"({', '.join(['%s'] * (len(_COLUMNS) + 1))})"
    # Only names of ours and what Django has compiled are put together here; every value is bound.
    query = (
        f"WITH grid(place, {', '.join(_COLUMNS)}) AS (VALUES {', '.join([row] * len(cells))}) "  # noqa: S608
        f"SELECT {', '.join(counts)} FROM grid ORDER BY place"
    )
    values = [value for place, cell in enumerate(cells) for value in (place, *_adapted(cell))]
    with connection.cursor() as cursor:
        cursor.execute(query, [*values, *bound])
        return [list(found) for found in cursor.fetchall()]


@lru_cache(maxsize=512)
def _compiled(
    wanted: Wanted, zone: ZoneInfo, today: date, by_column: bool, family: Family | None, vendor: str
) -> tuple[str, tuple[Any, ...]]:
    """The SQL that counts rows in a window of the grid, or adds them up, with ANYBODY in the place of its owner.

    Compiling takes longer than counting, and differs by nothing else than what is asked for here.
    """
    if wanted is interactions:
        place = "grid.community" if by_column else str(place_of(family) if family else EVERYWHERE)
        return f"({_TALKS.format(place=place)})", (ANYBODY, ANYBODY)
    first, after_last = _column("first_day", DateField()), _column("after_last_day", DateField())
    window = _GridWindow(first, after_last, zone, today, today)
    where = cast(Community, _column("community", BigIntegerField())) if by_column else family
    counted = _counted(wanted, User(pk=ANYBODY), window, where)
    try:
        sql, params = counted.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return "0", ()
    return f"({sql})", tuple(params)


def _counted(wanted: Wanted, owner: User, window: Window, where: Where) -> QuerySet[Any, Any]:
    """One row with one number."""
    if isinstance(wanted, Total):
        total = Func(wanted.field, template="COALESCE(SUM(%(expressions)s), 0)")
        return wanted.rows(owner, window, where).order_by().values(n=total)
    if wanted is people_reached:
        # By their parts in talks without looking every one of them up among the people: few lie in the trash, and
        # those SQLite finds by an index only if told so.
        away = Contact.objects.filter(owner=owner, trash__gt=0).values("pk")
        parts = parts_in_talks(owner, window, where).exclude(contact__in=away)
        return parts.order_by().values(n=Func("contact", template="COUNT(DISTINCT %(expressions)s)"))
    return wanted(owner, window, where).order_by().values(n=Func("pk", function="COUNT"))


def _adapted(cell: Cell) -> list[Any]:
    """The values of a cell as this database stores dates and moments."""
    *days, begin, end, community = cell
    adapted = [connection.ops.adapt_datefield_value(day) for day in days]
    return [*adapted, *(connection.ops.adapt_datetimefield_value(moment) for moment in (begin, end)), community]
