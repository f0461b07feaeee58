"""The database itself keeps how many people are in a community, so that to say it no membership is read.

Each number of a community says of every day how many there are: it is the sum of those kept by the last days, from
that day on (`kept_bends.py`). So what is asked about today reads few rows, however many came and went before: those who
are there for good stand together in one of them.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from communities.kept_bends import FAR, NEAR, PERSON, TIE, OnDay, before, begin, end, of_tie, of_ties, others
from contacts.kept_following import Followed, following
from contacts.kept_table import KeptTable

TABLE = KeptTable("communities_kept_members", ("owner_id", "what", "place", "first"))
# On a day: people there; periods that contain it; people whose first period begins later; people who ever have a
# period; periods that begin later.
HERE, PERIODS, LATER, EVER, AHEAD = 1, 2, 3, 4, 5


class Members(OnDay):
    """One of the numbers of a community on a day, as a part of a query of communities."""

    def __init__(self, what: int, day: Any) -> None:
        super().__init__(TABLE.name, day, f" AND k.what = {what}")


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every number out again from the facts, in a table that is made if need be; returns how many were wrong."""
    vendor = connections[using].vendor
    there = f"{TIE} n JOIN {PERSON} w ON w.id = n.contact_id WHERE n.trash_id IS NULL AND w.trash_id IS NULL"
    return TABLE.recount(
        f"WITH ties AS (SELECT n.* FROM {there}) "
        f"SELECT owner_id, what, place, first, SUM(number) FROM ({_whole('ties', vendor)}) found "
        "GROUP BY owner_id, what, place, first HAVING SUM(number) <> 0",
        using=using,
    )


def _whole(ties: str, vendor: str, where: str = "") -> str:
    """The numbers of all that a table of ties holds, each tie one of somebody who is not in the trash."""
    each = f"FROM {ties} n WHERE n.trash_id IS NULL{where}"
    eve, begins = before("n.since", vendor), f" AND n.since > {NEAR[vendor]}"
    first = f"MIN({begin('n', vendor)})"
    by_pair = f"FROM {ties} n WHERE n.trash_id IS NULL{where} GROUP BY n.owner_id, n.community_id, n.contact_id"
    return " UNION ALL ".join(
        (
            f"SELECT b.owner_id, {HERE} AS what, b.place, b.day AS first, b.number "
            f"FROM ({of_ties(ties, vendor, where)}) b",
            f"SELECT n.owner_id, {PERIODS}, n.community_id, {end('n', vendor)}, 1 {each}",
            f"SELECT n.owner_id, {PERIODS}, n.community_id, {eve}, -1 {each}{begins}",
            f"SELECT n.owner_id, {AHEAD}, n.community_id, {eve}, 1 {each}{begins}",
            f"SELECT n.owner_id, {LATER}, n.community_id, {before(first, vendor)}, 1 {by_pair} "
            f"HAVING {first} > {NEAR[vendor]}",
            f"SELECT n.owner_id, {EVER}, n.community_id, {FAR[vendor]}, 1 {by_pair}",
        )
    )


def _of_person(row: str, sign: int, vendor: str) -> str:
    # The owner leads to the index of the memberships of a person.
    theirs = f" AND n.owner_id = {row}.owner_id AND n.contact_id = {row}.id"
    return TABLE.adding(
        f"SELECT owner_id, what, place, first, SUM({sign} * number) FROM ({_whole(TIE, vendor, theirs)}) found "
        f"WHERE {row}.trash_id IS NULL GROUP BY owner_id, what, place, first"
    )


def _of_tie(row: str, sign: int, vendor: str) -> str:
    far, near, ends, begins = FAR[vendor], NEAR[vendor], end(row, vendor), begin(row, vendor)
    eve = before(f"{row}.since", vendor)
    counts = (
        f"{row}.trash_id IS NULL "
        f"AND EXISTS (SELECT 1 FROM {PERSON} w WHERE w.id = {row}.contact_id AND w.trash_id IS NULL)"
    )
    first = f"(SELECT MIN({begin('n', vendor)}) AS day FROM {others(row)}) p"
    since = f" AND {row}.since > {near}"
    found = (
        (HERE, "b.day", "b.number", f"({of_tie(row, vendor)}) b", ""),
        (PERIODS, ends, "1", "", ""),
        (PERIODS, eve, "-1", "", since),
        (AHEAD, eve, "1", "", since),
        (LATER, eve, "1", first, f"{since} AND (p.day IS NULL OR {begins} < p.day)"),
        (LATER, before("p.day", vendor), "-1", first, f" AND {begins} < p.day"),
        (EVER, far, "1", first, " AND p.day IS NULL"),
    )
    return TABLE.adding(
        " UNION ALL ".join(
            f"SELECT {row}.owner_id, {what}, {row}.community_id, {day}, {sign} * ({number})"
            f"{f' FROM {source}' if source else ''} WHERE {counts}{when}"
            for what, day, number, source, when in found
        )
    )


TRIGGERS = following(
    "members",
    TABLE,
    [
        Followed(TIE, ("contact_id", "community_id", "since", "until", "trash_id"), _of_tie),
        Followed(PERSON, ("trash_id",), _of_person, inserts=False),
    ],
    recount,
)
