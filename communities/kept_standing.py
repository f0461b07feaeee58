"""The database itself keeps how near the active people of a community are: a map of thousands reads none of them.

As in `kept_members.py`, but each nearness apart: a depth of a tie, and with ties that are no acquaintance yet, or not
known, whether there was ever a talk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS, connection, connections

from communities.kept_bends import PERSON, TIE, of_tie, of_ties
from contacts.kept_following import Followed, following
from contacts.kept_table import KeptTable
from contacts.models import Tie

TABLE = KeptTable("communities_kept_standing", ("owner_id", "place", "first", "what"))
# What is kept of somebody: the depth of their tie, or this much more when they are reached through a talk alone.
TALKED = 10


def standing_on(owner: AbstractBaseUser, day: date, places: Sequence[int]) -> dict[int, tuple[int, int, int]] | None:
    """Of some communities how many active people are there on a day, how many of them I reach (we are acquainted at
    least, or have talked by then), and the deepest tie; one query.

    None when somebody's latest talk lies after the day: whether there was an earlier one is not kept.
    """
    marks = ", ".join(["%s"] * len(places))
    on = connection.ops.adapt_datefield_value(day)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT place, what, number FROM {TABLE.name} WHERE owner_id = %s AND place IN ({marks}) AND first >= %s "
            f"UNION ALL SELECT 0, 0, 1 WHERE EXISTS (SELECT 1 FROM {PERSON} w WHERE w.owner_id = %s "
            f"AND {_active('w')} AND w.last_on > %s)",
            [owner.pk, *places, on, owner.pk, on],
        )
        rows = cursor.fetchall()
    numbers: dict[int, Counter[int]] = {place: Counter() for place in [*places, 0]}
    for place, nearness, number in rows:
        numbers[place][nearness] += number
    return None if numbers.pop(0) else {place: _standing(found) for place, found in numbers.items()}


def _standing(numbers: Counter[int]) -> tuple[int, int, int]:
    there = {nearness: number for nearness, number in numbers.items() if number}
    reached = sum(number for nearness, number in there.items() if nearness >= Tie.ACQUAINTED)
    return sum(there.values()), reached, max((nearness % TALKED for nearness in there), default=0)


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
