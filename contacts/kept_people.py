"""The database itself keeps how many people were met, by day and by month, and how many were reached in a month.

Reached is with whom something passed: telling those apart anew means to read every part in a month's interactions. The
numbers follow their facts in the same transaction, whatever changes those: a form, a bulk statement, the trash, a
merge, an import. Who lies in the trash counts nowhere.

Somebody is reached in a month once, with all their parts in what counts there. So a part that comes or goes changes the
number only when it is their one part in that month, in whatever order the rows of a statement are changed.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS, connections

from contacts.kept_table import DAYS, LOCK, MONTHS, KeptTable
from contacts.triggers import Triggers

TABLE = KeptTable("contacts_kept_people", ("owner_id", "what", "grain", "first"))
MET, REACHED = 1, 2
_PART, _PERSON = "contacts_participant", "contacts_contact"
_MONTH = {
    "sqlite": ("date({day}, 'start of month')", "date({day}, 'start of month', '+1 month')"),
    "postgresql": (
        "date_trunc('month', {day}::timestamp)::date",
        "(date_trunc('month', {day}::timestamp) + interval '1 month')::date",
    ),
}


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every number out again from the facts, in a table that is made if need be; returns how many were wrong."""
    vendor = connections[using].vendor
    month, _after = (one.format(day="q.counted_on") for one in _MONTH[vendor])
    return TABLE.recount(
        f"SELECT q.owner_id, {REACHED}, {MONTHS}, {month}, COUNT(DISTINCT q.contact_id) FROM {_PART} q "
        f"JOIN {_PERSON} w ON w.id = q.contact_id AND w.trash_id IS NULL WHERE q.counted_on IS NOT NULL GROUP BY 1, 4 "
        f"UNION ALL SELECT * FROM ({_met('w', 'SUM(1)', vendor, f'{_PERSON} w CROSS JOIN ')} GROUP BY 1, 3, 4) m",
        using=using,
    )


def _met(row: str, number: str, vendor: str, among: str = "") -> str:
    """The day and the month of somebody's meeting, as rows of the table."""
    month, _after = (one.format(day=f"{row}.met_on") for one in _MONTH[vendor])
    return (
        f"SELECT {row}.owner_id, {MET}, g.grain, CASE g.grain WHEN {DAYS} THEN {row}.met_on ELSE {month} END, {number} "
        f"FROM {among}(SELECT {DAYS} AS grain UNION ALL SELECT {MONTHS}) g "
        f"WHERE {row}.met_on IS NOT NULL AND {row}.trash_id IS NULL"
    )


def _of_part(row: str, sign: int, vendor: str) -> str:
    """Add (1) or take away (-1) somebody in the month of a part, unless another part of theirs has them there."""
    month, after = (one.format(day=f"{row}.counted_on") for one in _MONTH[vendor])
    return (
        f"INSERT INTO {TABLE.name} ({TABLE.columns}) SELECT {row}.owner_id, {REACHED}, {MONTHS}, {month}, {sign} "
        f"FROM {_PERSON} w "
        f"WHERE w.id = {row}.contact_id AND w.trash_id IS NULL AND {row}.counted_on IS NOT NULL "
        f"AND NOT EXISTS (SELECT 1 FROM {_PART} q WHERE q.owner_id = {row}.owner_id "
        f"AND q.contact_id = {row}.contact_id AND q.counted_on >= {month} AND q.counted_on < {after} "
        f"AND q.id <> {row}.id) {TABLE.added}"
    )


def _of_person(row: str, sign: int, vendor: str) -> str:
    """Add or take away somebody on their day, and in every month in which they have a part."""
    month, _after = (one.format(day="q.counted_on") for one in _MONTH[vendor])
    return (
        f"{_met_added(row, sign, vendor)}; INSERT INTO {TABLE.name} ({TABLE.columns}) "
        f"SELECT DISTINCT {row}.owner_id, {REACHED}, {MONTHS}, {month}, {sign} FROM {_PART} q "
        f"WHERE q.owner_id = {row}.owner_id AND q.contact_id = {row}.id AND q.counted_on IS NOT NULL "
        f"AND {row}.trash_id IS NULL {TABLE.added}"
    )


def _met_added(row: str, sign: int, vendor: str) -> str:
    return f"INSERT INTO {TABLE.name} ({TABLE.columns}) {_met(row, str(sign), vendor)} {TABLE.added}"


def _sqlite() -> Iterator[tuple[str, str, str]]:
    """The name, the table and the rest of each trigger."""
    take, add = _of_part("OLD", -1, "sqlite"), _of_part("NEW", 1, "sqlite")
    month, _after = _MONTH["sqlite"]
    old, new = (month.format(day=f"{row}.counted_on") for row in ("OLD", "NEW"))
    differs = f"OLD.contact_id IS NOT NEW.contact_id OR {old} IS NOT {new}"
    known = "WHEN {row}.counted_on IS NOT NULL"
    yield "kept_people_new_part", _PART, f"AFTER INSERT ON {_PART} {known.format(row='NEW')} BEGIN {add}; END"
    yield "kept_people_gone_part", _PART, f"AFTER DELETE ON {_PART} {known.format(row='OLD')} BEGIN {take}; END"
    yield (
        "kept_people_changed_part",
        _PART,
        f"AFTER UPDATE OF contact_id, counted_on ON {_PART} WHEN {differs} BEGIN {take}; {add}; END",
    )
    take, add = _of_person("OLD", -1, "sqlite"), _of_person("NEW", 1, "sqlite")
    yield "kept_people_gone_person", _PERSON, f"AFTER DELETE ON {_PERSON} BEGIN {take}; END"
    yield (
        "kept_people_changed_person",
        _PERSON,
        f"AFTER UPDATE OF trash_id ON {_PERSON} WHEN OLD.trash_id IS NOT NEW.trash_id BEGIN {take}; {add}; END",
    )
    take, add = _met_added("OLD", -1, "sqlite"), _met_added("NEW", 1, "sqlite")
    # What moves in or out of the trash at the same time is seen to by the trigger above.
    moved = "OLD.met_on IS NOT NEW.met_on AND OLD.trash_id IS NEW.trash_id"
    met = "WHEN NEW.met_on IS NOT NULL"
    yield "kept_people_new_person", _PERSON, f"AFTER INSERT ON {_PERSON} {met} BEGIN {add}; END"
    yield (
        "kept_people_met_person",
        _PERSON,
        f"AFTER UPDATE OF met_on ON {_PERSON} WHEN {moved} BEGIN {take}; {add}; END",
    )
    users = get_user_model()._meta.db_table
    yield (
        "kept_people_of_user",
        users,
        f"AFTER DELETE ON {users} BEGIN DELETE FROM {TABLE.name} WHERE owner_id = OLD.id; END",
    )


def _postgres() -> Iterator[tuple[str, str, str, str]]:
    """The name and table of each trigger, when it runs, and what its function does.

    Before each row: after it, every row of a statement would be seen as changed already. The names come after those of
    the days of participants, which they read. Two writers of one owner would not see each other's rows, so the second
    waits for the first.
    """
    month, _after = _MONTH["postgresql"]
    old, new = (month.format(day=f"{row}.counted_on") for row in ("OLD", "NEW"))
    lock = "PERFORM pg_advisory_xact_lock({lock}, ({row}.owner_id % 2147483647)::int);"
    locked = {row: lock.format(lock=LOCK, row=row) for row in ("OLD", "NEW")}
    take, add = _of_part("OLD", -1, "postgresql"), _of_part("NEW", 1, "postgresql")
    yield (
        "kept_people_of_part",
        _PART,
        "BEFORE INSERT OR DELETE OR UPDATE",
        f"""
  IF TG_OP = 'UPDATE' THEN
    IF OLD.contact_id = NEW.contact_id AND {old} IS NOT DISTINCT FROM {new} THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP <> 'INSERT' AND OLD.counted_on IS NOT NULL THEN {locked["OLD"]} {take}; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF NEW.counted_on IS NOT NULL THEN {locked["NEW"]} {add}; END IF;
  RETURN NEW;
""",
    )
    take, add = _of_person("OLD", -1, "postgresql"), _of_person("NEW", 1, "postgresql")
    yield (
        "kept_people_of_person",
        _PERSON,
        "BEFORE DELETE OR UPDATE OF trash_id",
        f"""
  IF TG_OP = 'UPDATE' THEN
    IF OLD.trash_id IS NOT DISTINCT FROM NEW.trash_id THEN RETURN NEW; END IF;
  END IF;
  {locked["OLD"]} {take};
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  {add};
  RETURN NEW;
""",
    )
    take, add = _met_added("OLD", -1, "postgresql"), _met_added("NEW", 1, "postgresql")
    yield (
        "kept_people_of_meeting",
        _PERSON,
        "BEFORE INSERT OR UPDATE OF met_on",
        f"""
  IF NEW.met_on IS NOT NULL THEN {locked["NEW"]} END IF;
  IF TG_OP = 'UPDATE' THEN
    -- What moves in or out of the trash at the same time is seen to by the trigger above.
    IF OLD.met_on IS NOT DISTINCT FROM NEW.met_on OR OLD.trash_id IS DISTINCT FROM NEW.trash_id THEN RETURN NEW; END IF;
    {locked["OLD"]} {take};
  END IF;
  IF NEW.met_on IS NOT NULL THEN {add}; END IF;
  RETURN NEW;
""",
    )
    yield (
        "kept_people_of_user",
        get_user_model()._meta.db_table,
        "AFTER DELETE",
        f"DELETE FROM {TABLE.name} WHERE owner_id = OLD.id; RETURN NULL;",
    )


def _names(vendor: str) -> dict[str, str]:
    return {name: table for name, table, *_rest in (_sqlite() if vendor == "sqlite" else _postgres())}


def _statements(vendor: str) -> Iterator[str]:
    if vendor == "sqlite":
        for name, _table, body in _sqlite():
            yield f"CREATE TRIGGER {name} {body}"
        return
    for name, table, when, body in _postgres():
        yield (f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n{body}\nEND $$")
        yield f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


TRIGGERS = Triggers(
    names=_names,
    statements=_statements,
    needs={_PART: ("owner_id", "contact_id", "counted_on"), _PERSON: ("owner_id", "trash_id", "met_on")},
    recount=recount,
)
