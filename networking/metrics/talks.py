"""Interactions with members, read from the numbers that the database keeps (`communities/kept_talks/`).

An interaction has one day, so that the numbers of days and of whole months add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeAlias

from django.db import connection

from communities.kept_talks import TABLE
from contacts.kept_table import DAYS, MONTHS
from networking.accounts.models import User
from networking.metrics.windows import Month, Window

# Added (1) or taken away (-1): days or months from one up to, without, another.
Piece: TypeAlias = tuple[int, int, date, date]


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
    return {place: number for place, number in found.items() if number}


def pieces(first: date, after: date) -> Iterator[Piece]:
    """Whole months, with the days of one month before them, and less those days of the last month that are beyond.

    Of a month that runs few days are still to come, and hardly any of those has a talk yet.
    """
    if first >= after:
        return
    begin = first if first.day == 1 else Month.of(first).after_last
    if begin >= after:
        yield 1, DAYS, first, after
        return
    end = after if after.day == 1 else Month.of(after).after_last
    if first < begin:
        yield 1, DAYS, first, begin
    yield 1, MONTHS, begin, end
    if after < end:
        yield -1, DAYS, after, end


# The communities lead: an index holds the rows of each in the order of their days. As one statement for each piece,
# joined by UNION, PostgreSQL would hand them to helpers that take longer to start than the whole takes.
_QUERY = (
    "WITH piece(sign, grain, begins, ends) AS (VALUES {pieces}) "  # noqa: S608  # names of our own
    "SELECT k.place, k.first, piece.sign * k.number FROM communities_community c CROSS JOIN piece "
    f"CROSS JOIN {TABLE} k WHERE c.owner_id = %s AND c.trash_id IS NULL AND k.owner_id = c.owner_id "
    "AND k.place = c.id AND k.grain = piece.grain AND k.first >= piece.begins AND k.first < piece.ends "
    "AND k.number <> 0"
)


def _of_communities(owner: User, first: date, after: date) -> Iterator[tuple[int, str, int]]:
    """A community, a month and a number of interactions, which add up."""
    asked = [*pieces(first, after)]
    if not asked:
        return
    query = _QUERY.format(pieces=", ".join(["(%s, %s, %s, %s)"] * len(asked)))
    for place, day, number in _rows(query, [*(value for piece in asked for value in _adapted(piece)), owner.pk]):
        yield place, str(day)[:7], number


def _rows(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [*cursor.fetchall()]


def _adapted(piece: Piece) -> list[Any]:
    sign, grain, first, after = piece
    return [sign, grain, connection.ops.adapt_datefield_value(first), connection.ops.adapt_datefield_value(after)]
