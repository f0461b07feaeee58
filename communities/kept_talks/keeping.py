"""The table of kept numbers and the triggers that keep it: taken away before `migrate`, made and recounted after it."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, connections

from communities.kept_talks.statements import COLUMNS, KEPT, TABLE, changes, recounted, table_of
from contacts.kept_table import LOCK
from contacts.triggers import Triggers

# Rows on which others stand when they are made cannot be the missing piece of a way.
_NEW = ("part", "tie", "talk")


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every number out again from the facts, in a table that is made if need be; returns how many were wrong."""
    return KEPT.recount(recounted(connections[using].vendor), using=using)


def _triggers(vendor: str) -> Iterator[tuple[str, str]]:
    """The name of each trigger, and its table."""
    for word in COLUMNS:
        if vendor == "sqlite":
            for when in ("new", "gone", "changed"):
                yield f"kept_talks_{when}_{word}", table_of(word)
        else:
            yield f"kept_talks_of_{word}", table_of(word)
    yield "kept_talks_of_user", get_user_model()._meta.db_table


def _statements(vendor: str) -> Iterator[str]:
    return _sqlite() if vendor == "sqlite" else _postgres()


def _sqlite() -> Iterator[str]:
    for word, columns in COLUMNS.items():
        table = table_of(word)
        add, take = (";".join(changes(word, row, sign, "sqlite")) for row, sign in (("NEW", 1), ("OLD", -1)))
        differs = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
        if word in _NEW:
            yield f"CREATE TRIGGER kept_talks_new_{word} AFTER INSERT ON {table} BEGIN {add}; END"
        yield f"CREATE TRIGGER kept_talks_gone_{word} AFTER DELETE ON {table} BEGIN {take}; END"
        yield (
            f"CREATE TRIGGER kept_talks_changed_{word} AFTER UPDATE OF {', '.join(columns)} ON {table} "
            f"WHEN {differs} BEGIN {take}; {add}; END"
        )
    yield (
        f"CREATE TRIGGER kept_talks_of_user AFTER DELETE ON {get_user_model()._meta.db_table} "
        f"BEGIN DELETE FROM {TABLE} WHERE owner_id = OLD.id; END"
    )


def _postgres() -> Iterator[str]:
    """Triggers before each row: after it, every row of a statement would be seen as changed already.

    Their names come after those of the days of participants, which they read. Two writers of one owner would not see
    each other's rows, so the second waits for the first.
    """
    for word, columns in COLUMNS.items():
        add, take = (";".join(changes(word, row, sign, "postgresql")) for row, sign in (("NEW", 1), ("OLD", -1)))
        old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
        yield f"""
CREATE OR REPLACE FUNCTION kept_talks_of_{word}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF ROW({old}) IS NOT DISTINCT FROM ROW({new}) THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM pg_advisory_xact_lock({LOCK}, (NEW.owner_id % 2147483647)::int);
  ELSE
    PERFORM pg_advisory_xact_lock({LOCK}, (OLD.owner_id % 2147483647)::int);
    {take};
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  {add};
  RETURN NEW;
END $$
"""
        when = "INSERT OR DELETE OR UPDATE" if word in _NEW else "DELETE OR UPDATE"
        yield (
            f"CREATE TRIGGER kept_talks_of_{word} BEFORE {when} ON {table_of(word)} "
            f"FOR EACH ROW EXECUTE FUNCTION kept_talks_of_{word}()"
        )
    yield f"""
CREATE OR REPLACE FUNCTION kept_talks_of_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM {TABLE} WHERE owner_id = OLD.id;
  RETURN NULL;
END $$
"""
    yield (
        f"CREATE TRIGGER kept_talks_of_user AFTER DELETE ON {get_user_model()._meta.db_table} "
        "FOR EACH ROW EXECUTE FUNCTION kept_talks_of_user()"
    )


TRIGGERS = Triggers(
    names=lambda vendor: dict(_triggers(vendor)),
    statements=_statements,
    needs={table_of(word): (*columns, "owner_id") for word, columns in COLUMNS.items()},
    recount=recount,
)
