"""Triggers that keep a table of numbers (`kept_table.py`) when rows of the tables change on which it depends.

What each of them does is said once for both databases: take away what led through the old row, add what leads through
the new one. On SQLite they run after each row. On PostgreSQL they run before it: after it, every row of a statement
would be seen as changed already. Two writers of one owner would not see each other's rows there, so the second waits
for the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from contacts.kept_table import LOCK, KeptTable
from contacts.triggers import Triggers

# Of a row such as NEW, a sign (1 adds, -1 takes away) and a kind of database: what to do, statements joined by "; ".
Change = Callable[[str, int, str], str]


@dataclass(frozen=True)
class Followed:
    """A table, the columns of it on which the numbers depend, and what a changed row does to them.

    `through` are columns by which other triggers set those; without `inserts` nothing can lead to a new row yet.
    `matter` says of a `{row}` what of those columns matters, if it is less than all.
    """

    table: str
    columns: Sequence[str]
    change: Change
    through: Sequence[str] = ()
    inserts: bool = True
    matter: Sequence[str] = ()

    def looks_at(self, row: str) -> list[str]:
        """What of a row makes a change."""
        return [part.format(row=row) for part in self.matter] or [f"{row}.{column}" for column in self.columns]


def following(word: str, kept: KeptTable, tables: Sequence[Followed], recount: Callable[[str], int]) -> Triggers:
    """The triggers that keep a table; on PostgreSQL those of one table run in the order of their names."""

    def names(vendor: str) -> dict[str, str]:
        kinds = ("new", "gone", "changed") if vendor == "sqlite" else ("row",)
        found = {f"kept_{word}_{kind}_{one.table}": one.table for one in tables for kind in kinds}
        return {**found, f"kept_{word}_of_user": get_user_model()._meta.db_table}

    def statements(vendor: str) -> Iterator[str]:
        gone = f"DELETE FROM {kept.name} WHERE owner_id = OLD.id"
        of_user = f"kept_{word}_of_user AFTER DELETE ON {get_user_model()._meta.db_table}"
        for one in tables:
            yield from _sqlite(word, one) if vendor == "sqlite" else _postgres(word, one)
        if vendor == "sqlite":
            yield f"CREATE TRIGGER {of_user} BEGIN {gone}; END"
            return
        yield _function(f"kept_{word}_of_user", f"{gone};\n  RETURN NULL;")
        yield f"CREATE TRIGGER {of_user} FOR EACH ROW EXECUTE FUNCTION kept_{word}_of_user()"

    needs = {one.table: ("owner_id", *one.columns) for one in tables}
    return Triggers(names=names, statements=statements, needs=needs, recount=recount)


def _sqlite(word: str, one: Followed) -> Iterator[str]:
    take, add = one.change("OLD", -1, "sqlite"), one.change("NEW", 1, "sqlite")
    pairs = zip(one.looks_at("OLD"), one.looks_at("NEW"), strict=True)
    differs = " OR ".join(f"({old}) IS NOT ({new})" for old, new in pairs)
    if one.inserts:
        yield f"CREATE TRIGGER kept_{word}_new_{one.table} AFTER INSERT ON {one.table} BEGIN {add}; END"
    yield f"CREATE TRIGGER kept_{word}_gone_{one.table} AFTER DELETE ON {one.table} BEGIN {take}; END"
    yield (
        f"CREATE TRIGGER kept_{word}_changed_{one.table} AFTER UPDATE OF {', '.join(one.columns)} ON {one.table} "
        f"WHEN {differs} BEGIN {take}; {add}; END"
    )


def _postgres(word: str, one: Followed) -> Iterator[str]:
    take, add = one.change("OLD", -1, "postgresql"), one.change("NEW", 1, "postgresql")
    old, new = (", ".join(one.looks_at(row)) for row in ("OLD", "NEW"))
    name = f"kept_{word}_row_{one.table}"
    yield _function(
        name,
        f"""  IF TG_OP = 'UPDATE' THEN
    IF ROW({old}) IS NOT DISTINCT FROM ROW({new}) THEN RETURN NEW; END IF;
  END IF;
  PERFORM pg_advisory_xact_lock({LOCK}, (COALESCE(NEW.owner_id, OLD.owner_id) % 2147483647)::int);
  IF TG_OP <> 'INSERT' THEN {take}; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  {add};
  RETURN NEW;""",
    )
    when = "INSERT OR DELETE" if one.inserts else "DELETE"
    yield (
        f"CREATE TRIGGER {name} BEFORE {when} OR UPDATE OF {', '.join((*one.columns, *one.through))} "
        f"ON {one.table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n{body}\nEND $$"
