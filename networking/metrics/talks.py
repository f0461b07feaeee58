"""Interactions with members, read from the numbers that the database keeps (`communities/kept_talks/`).

An interaction has one day, so that the numbers of days and of whole months add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

from django.db import connection

from communities.kept_talks import DAYS, MONTHS, TABLE
from networking.accounts.models import User
from networking.metrics.windows import Month, Window

# Days or months from one up to, without, another.
Piece: TypeAlias = tuple[int, date, date]


def by_community(owner: User, window: Window) -> dict[int, int]:
    """Interactions of a window by the communities of which somebody in them was a member that day; one query."""
    found: dict[int, int] = {}
    for community, _month, number in _of_communities(owner, window.first, window.after_lived):
        found[community] = found.get(community, 0) + number
    return found


def by_month(owner: User, first: date, after: date) -> dict[tuple[int, str], int]:
    """Interactions by community, as above, and by month such as `2026-10`; one query."""
    found: dict[tuple[int, str], int] = {}
    for community, month, number in _of_communities(owner, first, after):
        found[community, month] = found.get((community, month), 0) + number
    return found


def pieces(first: date, after: date) -> Iterator[Piece]:
    """Whole months as far as there are any, and the days before and after them."""
    if first >= after:
        return
    begin = first if first.day == 1 else Month.of(first).after_last
    end = after.replace(day=1)
    if begin >= end:
        yield DAYS, first, after
        return
    if first < begin:
        yield DAYS, first, begin
    yield MONTHS, begin, end
    if end < after:
        yield DAYS, end, after


_IN_PIECE = "grain = %s AND first >= %s AND first < %s AND number <> 0"


def _of_communities(owner: User, first: date, after: date) -> Iterator[tuple[int, str, int]]:
    """A community, a month and a number of interactions, for every kept row of days or months."""
    asked = [*pieces(first, after)]
    if not asked:
        return
    # The communities lead: an index holds the rows of each in the order of their days.
    one = (
        f"SELECT place, grain, first, number FROM communities_community c CROSS JOIN {TABLE} k "  # noqa: S608
        f"WHERE c.owner_id = %s AND c.trash_id IS NULL AND k.owner_id = c.owner_id AND k.place = c.id AND {_IN_PIECE}"
    )
    values = [value for piece in asked for value in (owner.pk, *_adapted(piece))]
    for place, _grain, day, number in _rows(" UNION ALL ".join([one] * len(asked)), values):
        yield place, str(day)[:7], number


def _rows(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [*cursor.fetchall()]


def _adapted(piece: Piece) -> list[Any]:
    grain, first, after = piece
    return [grain, connection.ops.adapt_datefield_value(first), connection.ops.adapt_datefield_value(after)]
