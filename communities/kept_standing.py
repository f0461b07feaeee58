"""The database itself keeps how near the active people of a community are: a map of thousands reads none of them.

As in `kept_members.py`, but each nearness apart: a depth of a tie, and with ties that are no acquaintance yet, or not
known, whether there was ever a talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS, connection, connections

from communities.kept_bends import PERSON, TIE, OnDay, of_tie, of_ties
from contacts.kept_following import Followed, following
from contacts.kept_table import KeptTable
from contacts.models import Tie

TABLE = KeptTable("communities_kept_standing", ("owner_id", "place", "first", "what"))
# What is kept of somebody: the depth of their tie, or this much more when they are reached through a talk alone.
TALKED = 10


class Active(OnDay):
    """How many active people are in a community on a day, as a part of a query of communities."""

    def __init__(self, day: Any) -> None:
        super().__init__(TABLE.name, day)


def standing_on(owner: AbstractBaseUser, day: date, places: Sequence[int]) -> dict[int, tuple[int, int, int]] | None:
    """Of some communities how many active people are there on a day, how many of them I reach (we are acquainted at
    least, or have talked by then), and the deepest tie; one query.

    None when somebody's latest talk lies after the day: whether there was an earlier one is not kept.
    """
    marks = ", ".join(["%s"] * len(places))
    on = connection.ops.adapt_datefield_value(day)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT place, {_SUMS} FROM {TABLE.name} WHERE owner_id = %s AND place IN ({marks}) AND first >= %s "
            f"GROUP BY place UNION ALL SELECT 0{', 0' * (len(_DEPTHS) + 1)} WHERE EXISTS ("
            f"SELECT 1 FROM {PERSON} w WHERE w.owner_id = %s AND {_active('w')} AND w.last_on > %s)",
            [owner.pk, *places, on, owner.pk, on],
        )
        found = {place: _standing(reached, by_depth) for place, reached, *by_depth in cursor.fetchall()}
    return None if 0 in found else {place: found.get(place, (0, 0, 0)) for place in places}


# Ties from the deepest on, and those of whom it is not known.
_DEPTHS = [*reversed(Tie), 0]
_SUMS = ", ".join(
    f"COALESCE(SUM(number) FILTER (WHERE {which}), 0)"
    for which in (f"what >= {Tie.ACQUAINTED.value}", *(f"what IN ({tie:d}, {tie + TALKED:d})" for tie in _DEPTHS))
)


def _standing(reached: int, by_depth: list[int]) -> tuple[int, int, int]:
    deepest = next((tie for tie, number in zip(_DEPTHS, by_depth, strict=True) if number), 0)
    return int(sum(by_depth)), int(reached), int(deepest)


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every number out again from the facts, in a table that is made if need be; returns how many were wrong."""
    vendor = connections[using].vendor
    return TABLE.recount(
        f"SELECT b.owner_id, b.place, b.day, {_nearness('w')} AS what, SUM(b.number) FROM ({of_ties(TIE, vendor)}) b "
        f"JOIN {PERSON} w ON w.id = b.person WHERE {_active('w')} GROUP BY 1, 2, 3, 4 HAVING SUM(b.number) <> 0",
        using=using,
    )


def _active(person: str) -> str:
    return f"{person}.trash_id IS NULL AND {person}.archived_on IS NULL"


def _nearness(person: str) -> str:
    tie = f"COALESCE({person}.tie, 0)"
    talked = f"{tie} < {Tie.ACQUAINTED.value} AND {person}.last_on IS NOT NULL"
    return f"({tie} + CASE WHEN {talked} THEN {TALKED} ELSE 0 END)"


def _of_person(row: str, sign: int, vendor: str) -> str:
    # The owner leads to the index of the memberships of a person.
    theirs = f" AND n.owner_id = {row}.owner_id AND n.contact_id = {row}.id"
    return TABLE.adding(
        f"SELECT b.owner_id, b.place, b.day, {_nearness(row)}, {sign} * SUM(b.number) "
        f"FROM ({of_ties(TIE, vendor, theirs)}) b WHERE {_active(row)} GROUP BY b.owner_id, b.place, b.day"
    )


def _of_tie(row: str, sign: int, vendor: str) -> str:
    return TABLE.adding(
        f"SELECT {row}.owner_id, {row}.community_id, b.day, {_nearness('w')}, {sign} * b.number "
        f"FROM ({of_tie(row, vendor)}) b, {PERSON} w "
        f"WHERE {row}.trash_id IS NULL AND w.id = {row}.contact_id AND {_active('w')}"
    )


TRIGGERS = following(
    "standing",
    TABLE,
    [
        Followed(TIE, ("contact_id", "community_id", "since", "until", "trash_id"), _of_tie),
        # Talks with those who are acquainted, and all but the first with others, come to nothing.
        Followed(
            PERSON,
            ("trash_id", "archived_on", "tie", "last_on"),
            _of_person,
            inserts=False,
            matter=("{row}.trash_id IS NULL", "{row}.archived_on IS NULL", "{row}.tie", "{row}.last_on IS NULL"),
        ),
    ],
    recount,
)
