"""The database itself keeps how many people are in a community, so that to say it no membership is read.

Each number of a community says of every day how many there are: it is the sum of those kept by the last days, from
that day on. A number that goes on for ever stands at the last day that there is. So what is asked about today reads
few rows, however many came and went before: those who are there for good stand together in one of them.

As in `kept_talks/`, a changed row changes a number by what only that row makes so: somebody may be there in two roles.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, F, Func, IntegerField, Value
from django.db.models.sql.compiler import SQLCompiler

from contacts.kept_following import Followed, following
from contacts.kept_table import KeptTable

TABLE = KeptTable("communities_kept_members", ("owner_id", "what", "place", "first"))
# On a day: people there; periods that end no earlier; people with such a period; people who ever have a period.
HERE, PERIODS, LASTING, EVER = 1, 2, 3, 4
_TIE, _PERSON = "communities_membership", "contacts_contact"
_FAR = {"sqlite": "'9999-12-31'", "postgresql": "DATE '9999-12-31'"}
_NEAR = {"sqlite": "'0001-01-01'", "postgresql": "DATE '0001-01-01'"}
_NEXT = {"sqlite": "date({day}, '+1 day')", "postgresql": "({day} + 1)"}
_BEFORE = {"sqlite": "date({day}, '-1 day')", "postgresql": "({day} - 1)"}


class Members(Func):
    """One of the numbers of a community on a day, as a part of a query of communities."""

    output_field = IntegerField()

    def __init__(self, what: int, day: Any) -> None:
        super().__init__(F("owner"), F("pk"), Value(day, output_field=DateField()))
        self.what = what

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        (owner, _), (place, _), (day, values) = (compiler.compile(one) for one in self.get_source_expressions())
        return (
            f"(SELECT CAST(COALESCE(SUM(k.number), 0) AS bigint) FROM {TABLE.name} k WHERE k.owner_id = {owner} "
            f"AND k.what = {self.what} AND k.place = {place} AND k.first >= {day})",
            tuple(values),
        )


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every number out again from the facts, in a table that is made if need be; returns how many were wrong."""
    vendor = connections[using].vendor
    there = f"{_TIE} n JOIN {_PERSON} w ON w.id = n.contact_id WHERE n.trash_id IS NULL AND w.trash_id IS NULL"
    return TABLE.recount(
        f"WITH ties AS (SELECT n.* FROM {there}) "
        f"SELECT owner_id, what, place, first, SUM(number) FROM ({_whole('ties', vendor)}) found "
        "GROUP BY owner_id, what, place, first HAVING SUM(number) <> 0",
        using=using,
    )


def _end(tie: str, vendor: str) -> str:
    return f"COALESCE({tie}.until, {_FAR[vendor]})"


def _covers(tie: str, day: str) -> str:
    return f"({tie}.since IS NULL OR {tie}.since <= {day}) AND ({tie}.until IS NULL OR {tie}.until >= {day})"


def _bends(tie: str, vendor: str) -> list[tuple[str, str]]:
    """The days on which the number of those who are there can differ from that of the next day, and when they count."""
    before = _BEFORE[vendor].format(day=f"{tie}.since")
    return [(_end(tie, vendor), ""), (before, f" AND {tie}.since > {_NEAR[vendor]}")]


def _bend(there: str, vendor: str) -> str:
    """By how much more people are there on `p.day` than on the next; `there` says of a `{day}` whether somebody is."""
    after = f"p.day < {_FAR[vendor]} AND {there.format(day=_NEXT[vendor].format(day='p.day'))}"
    return f"CASE WHEN {there.format(day='p.day')} THEN 1 ELSE 0 END - CASE WHEN {after} THEN 1 ELSE 0 END"


def _whole(ties: str, vendor: str, where: str = "") -> str:
    """The numbers of all that a table of ties holds, each tie one of somebody who is not in the trash."""
    same = "n.owner_id = p.owner_id AND n.community_id = p.place AND n.contact_id = p.person AND n.trash_id IS NULL"
    there = f"EXISTS (SELECT 1 FROM {_TIE} n WHERE {same} AND {_covers('n', '{day}')})"
    pair = "n.owner_id, n.community_id AS place, n.contact_id AS person"
    days = " UNION ".join(
        f"SELECT {pair}, {day} AS day FROM {ties} n WHERE n.trash_id IS NULL{when}{where}"
        for day, when in _bends("n", vendor)
    )
    by_pair = f"FROM {ties} n WHERE n.trash_id IS NULL{where} GROUP BY n.owner_id, n.community_id, n.contact_id"
    return " UNION ALL ".join(
        (
            f"SELECT p.owner_id, {HERE} AS what, p.place, p.day AS first, {_bend(there, vendor)} AS number "
            f"FROM ({days}) p",
            f"SELECT n.owner_id, {PERIODS}, n.community_id, {_end('n', vendor)}, 1 FROM {ties} n "
            f"WHERE n.trash_id IS NULL{where}",
            f"SELECT n.owner_id, {LASTING}, n.community_id, MAX({_end('n', vendor)}), 1 {by_pair}",
            f"SELECT n.owner_id, {EVER}, n.community_id, {_FAR[vendor]}, 1 {by_pair}",
        )
    )


def _of_person(row: str, sign: int, vendor: str) -> str:
    # The owner leads to the index of the memberships of a person.
    theirs = f" AND n.owner_id = {row}.owner_id AND n.contact_id = {row}.id"
    return _added(
        f"SELECT owner_id, what, place, first, SUM({sign} * number) FROM ({_whole(_TIE, vendor, theirs)}) found "
        f"WHERE {row}.trash_id IS NULL GROUP BY owner_id, what, place, first"
    )


def _of_tie(row: str, sign: int, vendor: str) -> str:
    far, end = _FAR[vendor], _end(row, vendor)
    another = (
        f"{_TIE} n WHERE n.owner_id = {row}.owner_id AND n.community_id = {row}.community_id "
        f"AND n.contact_id = {row}.contact_id AND n.id <> {row}.id AND n.trash_id IS NULL"
    )
    there = f"({_covers(row, '{day}')} AND NOT EXISTS (SELECT 1 FROM {another} AND {_covers('n', '{day}')}))"
    days = " UNION ".join(
        [f"SELECT {day} AS day WHERE {row}.id IS NOT NULL{when}" for day, when in _bends(row, vendor)]
        + [f"SELECT {day} FROM {another}{when}" for day, when in _bends("n", vendor)]
    )
    counts = (
        f"{row}.trash_id IS NULL "
        f"AND EXISTS (SELECT 1 FROM {_PERSON} w WHERE w.id = {row}.contact_id AND w.trash_id IS NULL)"
    )
    last = f"(SELECT MAX({_end('n', vendor)}) AS day FROM {another}) p"
    found = (
        (HERE, "p.day", _bend(there, vendor), f"({days}) p", ""),
        (PERIODS, end, "1", "", ""),
        (LASTING, end, "1", last, f" AND (p.day IS NULL OR p.day < {end})"),
        (LASTING, "p.day", "-1", last, f" AND p.day < {end}"),
        (EVER, far, "1", last, " AND p.day IS NULL"),
    )
    return _added(
        " UNION ALL ".join(
            f"SELECT {row}.owner_id, {what}, {row}.community_id, {day}, {sign} * ({number})"
            f"{f' FROM {source}' if source else ''} WHERE {counts}{when}"
            for what, day, number, source, when in found
        )
    )


def _added(found: str) -> str:
    return f"INSERT INTO {TABLE.name} ({TABLE.columns}) {found} {TABLE.added}"


TRIGGERS = following(
    "members",
    TABLE,
    [
        Followed(_TIE, ("contact_id", "community_id", "since", "until", "trash_id"), _of_tie),
        Followed(_PERSON, ("trash_id",), _of_person, inserts=False),
    ],
    recount,
)
