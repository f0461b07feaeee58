"""Many counts of the same rows in one query, over a list of windows.

Each figure is compiled once, against the columns of a small table `grid` that holds the windows (`grid.py`). The
database then walks an index once for each window; grouping by a truncated month would read and convert every row. What
the database keeps counted is read from there (`kept.py`); tests hold it against the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, DateField, Func, QuerySet

from communities.models import Community, Family
from contacts.models import Contact
from networking.accounts.models import User
from networking.metrics.belonging import Where
from networking.metrics.grid import COLUMNS, GridWindow, Shape, Total, Wanted, cell_values, column
from networking.metrics.kept import kept
from networking.metrics.rows import parts_in_events, parts_in_talks, people_at_events, people_reached
from networking.metrics.windows import Window

Counts = list[int]
# SQL of a number, and what is bound in it.
Compiled = tuple[str, tuple[Any, ...]]
# Stands for the owner in what is compiled once for all; no row has such a key.
ANYBODY = -1


def over_windows(
    owner: User,
    wanted: Sequence[Wanted],
    windows: Sequence[Window],
    community: Where = None,
    *,
    of_first: Sequence[Wanted] = (),
) -> list[Counts | None]:
    """For each window the number or total of each of the wanted, or None where there is no data; one query.

    `of_first` is wanted of the first window alone, and stands behind the rest of its numbers.
    """
    known = [window for window in windows if window.has_data]
    if not known:
        return [None] * len(windows)
    shape = _shape(known, community)
    counts = [_compiled(one, shape) for one in wanted]
    if of_first and windows[0].has_data:
        of_one = _shape(known[:1], community)
        # The database works out only what it is asked for in the row.
        found = (_compiled(one, of_one) for one in of_first)
        counts += [(f"CASE WHEN grid.place = 0 THEN {sql} END", params) for sql, params in found]
    chosen = community.pk if isinstance(community, Community) else 0
    first, *others = _answers(owner, counts, [cell_values(window, chosen, shape.vendor) for window in known])
    answers = iter([first, *(numbers[: len(wanted)] for numbers in others)])
    return [next(answers) if window.has_data else None for window in windows]


def _shape(windows: Sequence[Window], community: Where) -> Shape:
    by_column = isinstance(community, Community)
    family = community if isinstance(community, Family) else None
    in_months, whole = all(window.is_month for window in windows), all(window.is_whole for window in windows)
    return Shape(windows[0].zone, windows[0].today, connection.vendor, by_column, family, in_months, whole)


def _answers(owner: User, compiled: Sequence[Compiled], cells: Sequence[Sequence[Any]]) -> list[Counts]:
    mine = owner.pk
    bound = [mine if value == ANYBODY else value for _sql, params in compiled for value in params]
    query = _query(tuple(sql for sql, _params in compiled), len(cells))
    values = [value for place, cell in enumerate(cells) for value in (place, *cell)]
    with connection.cursor() as cursor:
        cursor.execute(query, [*values, *bound])
        return [list(found) for found in cursor.fetchall()]


@lru_cache(maxsize=256)
def _query(counts: tuple[str, ...], windows: int) -> str:
    """Only names of ours and what Django has compiled are put together here; every value is bound."""
    row = f"({', '.join(['%s'] * (len(COLUMNS) + 1))})"
    return (
        f"WITH grid(place, {', '.join(COLUMNS)}) AS (VALUES {', '.join([row] * windows)}) "  # noqa: S608
        f"SELECT {', '.join(counts)} FROM grid ORDER BY place"
    )


@lru_cache(maxsize=512)
def _compiled(wanted: Wanted, shape: Shape) -> Compiled:
    """The SQL that counts rows in a window of the grid, or adds them up, with ANYBODY in the place of its owner.

    Compiling takes longer than counting, and differs by nothing else than what is asked for here.
    """
    found = kept(wanted, shape)
    if found is not None:
        return found, (ANYBODY,) * found.count("%s")
    first, after_last = column("first_day", DateField()), column("after_last_day", DateField())
    window = GridWindow(first, after_last, shape.zone, shape.today, shape.today)
    where = cast(Community, column("community", BigIntegerField())) if shape.by_column else shape.family
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
        return _people(parts_in_talks(owner, window, where), owner)
    if wanted is people_at_events:
        return _people(parts_in_events(owner, window, where), owner)
    return wanted(owner, window, where).order_by().values(n=Func("pk", function="COUNT"))


def _people(parts: QuerySet[Any, Any], owner: User) -> QuerySet[Any, Any]:
    """How many people have parts, without looking every one of them up among the people.

    Few lie in the trash, and those SQLite finds by an index only if told so.
    """
    away = Contact.objects.filter(owner=owner, trash__gt=0).values("pk")
    parts = parts.exclude(contact__in=away).order_by()
    return parts.values(n=Func("contact", template="COUNT(DISTINCT %(expressions)s)"))
