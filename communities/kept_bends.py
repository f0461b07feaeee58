"""How many of some people are in a community on a day, as a sum of numbers that triggers keep: for `kept_members.py`
and `kept_standing.py`.

Each number stands at a day and says by how much more people are there on it than on the next, so that those there on a
day are the sum of the numbers from that day on. What goes on for ever stands at the last day that there is. A changed
membership changes a number by what only that row makes so: somebody may be there in two roles.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, F, Func, IntegerField, Value
from django.db.models.sql.compiler import SQLCompiler

TIE, PERSON = "communities_membership", "contacts_contact"
FAR = {"sqlite": "'9999-12-31'", "postgresql": "DATE '9999-12-31'"}
NEAR = {"sqlite": "'0001-01-01'", "postgresql": "DATE '0001-01-01'"}
_NEXT = {"sqlite": "date({day}, '+1 day')", "postgresql": "({day} + 1)"}
_BEFORE = {"sqlite": "date({day}, '-1 day')", "postgresql": "({day} - 1)"}


class OnDay(Func):
    """The sum that such a table keeps of a community for a day, as a part of a query of communities."""

    output_field = IntegerField()

    def __init__(self, table: str, day: Any, where: str = "") -> None:
        super().__init__(F("owner"), F("pk"), Value(day, output_field=DateField()))
        self.table, self.where = table, where

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        (owner, _), (place, _), (day, values) = (compiler.compile(one) for one in self.get_source_expressions())
        return (
            f"(SELECT CAST(COALESCE(SUM(k.number), 0) AS bigint) FROM {self.table} k WHERE k.owner_id = {owner} "
            f"AND k.place = {place}{self.where} AND k.first >= {day})",
            tuple(values),
        )


def end(tie: str, vendor: str) -> str:
    """The last day of a membership."""
    return f"COALESCE({tie}.until, {FAR[vendor]})"


def begin(tie: str, vendor: str) -> str:
    """The first day of a membership."""
    return f"COALESCE({tie}.since, {NEAR[vendor]})"


def before(day: str, vendor: str) -> str:
    """The day before one that is not the first that there is."""
    return _BEFORE[vendor].format(day=day)


def of_ties(ties: str, vendor: str, where: str = "") -> str:
    """Columns `day` and `number`, with `owner_id`, `place` and `person`, of all that a table of memberships holds."""
    same = "n.owner_id = p.owner_id AND n.community_id = p.place AND n.contact_id = p.person AND n.trash_id IS NULL"
    there = f"EXISTS (SELECT 1 FROM {TIE} n WHERE {same} AND {_covers('n', '{day}')})"
    pair = "n.owner_id, n.community_id AS place, n.contact_id AS person"
    days = " UNION ".join(
        f"SELECT {pair}, {day} AS day FROM {ties} n WHERE n.trash_id IS NULL{when}{where}"
        for day, when in _edges("n", vendor)
    )
    return f"SELECT p.owner_id, p.place, p.person, p.day, {_bend(there, vendor)} AS number FROM ({days}) p"


def others(row: str) -> str:
    """The other memberships of the same person in the same community, as `n`."""
    return (
        f"{TIE} n WHERE n.owner_id = {row}.owner_id AND n.community_id = {row}.community_id "
        f"AND n.contact_id = {row}.contact_id AND n.id <> {row}.id AND n.trash_id IS NULL"
    )


def of_tie(row: str, vendor: str) -> str:
    """Columns `day` and `number` of what one membership makes so, NEW or OLD in a trigger."""
    there = f"({_covers(row, '{day}')} AND NOT EXISTS (SELECT 1 FROM {others(row)} AND {_covers('n', '{day}')}))"
    days = " UNION ".join(
        [f"SELECT {day} AS day WHERE {row}.id IS NOT NULL{when}" for day, when in _edges(row, vendor)]
        + [f"SELECT {day} FROM {others(row)}{when}" for day, when in _edges("n", vendor)]
    )
    return f"SELECT p.day, {_bend(there, vendor)} AS number FROM ({days}) p"


def _covers(tie: str, day: str) -> str:
    return f"({tie}.since IS NULL OR {tie}.since <= {day}) AND ({tie}.until IS NULL OR {tie}.until >= {day})"


def _edges(tie: str, vendor: str) -> list[tuple[str, str]]:
    """The days on which the number of those who are there can differ from that of the next day, and when they count."""
    return [(end(tie, vendor), ""), (before(f"{tie}.since", vendor), f" AND {tie}.since > {NEAR[vendor]}")]


def _bend(there: str, vendor: str) -> str:
    """By how much more people are there on `p.day` than on the next; `there` says of a `{day}` whether somebody is."""
    after = f"p.day < {FAR[vendor]} AND {there.format(day=_NEXT[vendor].format(day='p.day'))}"
    return f"CASE WHEN {there.format(day='p.day')} THEN 1 ELSE 0 END - CASE WHEN {after} THEN 1 ELSE 0 END"
