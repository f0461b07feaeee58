"""The database itself keeps three columns: `Participant.day`, the day of the interaction unless it lies in the trash;
`Participant.counted_on`, the same while it counts as contact; and `Contact.last_on`, the latest day that counts.

A timeline and the last contact of thousands of people then stand in an index. The columns follow their facts in the
same transaction, whatever changes them: a form, a bulk statement, the trash, an import.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections

from contacts.triggers import Triggers

_PART, _TALK, _PERSON = "contacts_participant", "contacts_interaction", "contacts_contact"
_SHOWN = f"(SELECT day FROM {_TALK} WHERE id = %s.interaction_id AND trash_id IS NULL)"
_DAY = f"(SELECT day FROM {_TALK} WHERE id = %s.interaction_id AND answered AND trash_id IS NULL)"
# The owner leads to the index of days; without statistics SQLite would read all parts of the person.
_LAST = f"(SELECT MAX(counted_on) FROM {_PART} WHERE owner_id = %s.owner_id AND contact_id = %s)"
_SQLITE = {
    "kept_day_of_new": f"AFTER INSERT ON {_PART} BEGIN UPDATE {_PART} "
    f"SET counted_on = {_DAY % 'NEW'}, day = {_SHOWN % 'NEW'} WHERE id = NEW.id; END",
    "kept_day_of_changed": f"AFTER UPDATE OF interaction_id, counted_on, day ON {_PART} "
    f"WHEN NEW.counted_on IS NOT {_DAY % 'NEW'} OR NEW.day IS NOT {_SHOWN % 'NEW'} BEGIN UPDATE {_PART} "
    f"SET counted_on = {_DAY % 'NEW'}, day = {_SHOWN % 'NEW'} WHERE id = NEW.id; END",
    "kept_day_of_talk": f"AFTER UPDATE OF day, answered, trash_id ON {_TALK} BEGIN UPDATE {_PART} "
    "SET counted_on = CASE WHEN NEW.answered AND NEW.trash_id IS NULL THEN NEW.day END, "
    "day = CASE WHEN NEW.trash_id IS NULL THEN NEW.day END WHERE interaction_id = NEW.id; END",
    "kept_last_of_changed_part": f"AFTER UPDATE OF counted_on, contact_id ON {_PART} "
    "WHEN OLD.counted_on IS NOT NEW.counted_on OR OLD.contact_id IS NOT NEW.contact_id BEGIN "
    f"UPDATE {_PERSON} SET last_on = {_LAST % ('NEW', 'NEW.contact_id')} WHERE id = NEW.contact_id; "
    f"UPDATE {_PERSON} SET last_on = {_LAST % ('NEW', 'OLD.contact_id')} "
    "WHERE id = OLD.contact_id AND OLD.contact_id IS NOT NEW.contact_id; END",
    "kept_last_of_new_part": f"AFTER INSERT ON {_PART} WHEN NEW.counted_on IS NOT NULL BEGIN "
    f"UPDATE {_PERSON} SET last_on = {_LAST % ('NEW', 'NEW.contact_id')} WHERE id = NEW.contact_id; END",
    "kept_last_of_gone_part": f"AFTER DELETE ON {_PART} WHEN OLD.counted_on IS NOT NULL BEGIN "
    f"UPDATE {_PERSON} SET last_on = {_LAST % ('OLD', 'OLD.contact_id')} WHERE id = OLD.contact_id; END",
    "kept_last_of_new_person": f"AFTER INSERT ON {_PERSON} WHEN NEW.last_on IS NOT NULL BEGIN "
    f"UPDATE {_PERSON} SET last_on = {_LAST % ('NEW', 'NEW.id')} WHERE id = NEW.id; END",
    "kept_last_of_changed_person": f"AFTER UPDATE OF last_on ON {_PERSON} "
    f"WHEN NEW.last_on IS NOT {_LAST % ('NEW', 'NEW.id')} BEGIN "
    f"UPDATE {_PERSON} SET last_on = {_LAST % ('NEW', 'NEW.id')} WHERE id = NEW.id; END",
}
_POSTGRES: tuple[str, ...] = (
    f"""
CREATE OR REPLACE FUNCTION kept_day_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.counted_on := {_DAY % "NEW"};
  NEW.day := {_SHOWN % "NEW"};
  RETURN NEW;
END $$
""",
    f"""
CREATE OR REPLACE FUNCTION kept_day_of_talk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE {_PART} SET counted_on = NULL WHERE interaction_id = NEW.id;
  RETURN NULL;
END $$
""",
    f"CREATE TRIGGER kept_day_of_part BEFORE INSERT OR UPDATE OF interaction_id, counted_on, day ON "
    f"{_PART} "
    "FOR EACH ROW EXECUTE FUNCTION kept_day_of_part()",
    f"CREATE TRIGGER kept_day_of_talk AFTER UPDATE OF day, answered, trash_id ON {_TALK} "
    "FOR EACH ROW EXECUTE FUNCTION kept_day_of_talk()",
    f"""
CREATE OR REPLACE FUNCTION kept_last_of_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    UPDATE {_PERSON} SET last_on = NULL WHERE id = NEW.contact_id
      AND last_on IS DISTINCT FROM {_LAST % ("NEW", "NEW.contact_id")};
  END IF;
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND OLD.contact_id IS DISTINCT FROM NEW.contact_id) THEN
    UPDATE {_PERSON} SET last_on = NULL WHERE id = OLD.contact_id
      AND last_on IS DISTINCT FROM {_LAST % ("OLD", "OLD.contact_id")};
  END IF;
  RETURN NULL;
END $$
""",
    f"""
CREATE OR REPLACE FUNCTION kept_last_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.last_on IS NULL THEN RETURN NEW; END IF;
  NEW.last_on := {_LAST % ("NEW", "NEW.id")};
  RETURN NEW;
END $$
""",
    f"CREATE TRIGGER kept_last_of_part AFTER INSERT OR DELETE OR UPDATE OF counted_on, contact_id ON {_PART} "
    "FOR EACH ROW EXECUTE FUNCTION kept_last_of_part()",
    f"CREATE TRIGGER kept_last_of_person BEFORE INSERT OR UPDATE OF last_on ON {_PERSON} "
    "FOR EACH ROW EXECUTE FUNCTION kept_last_of_person()",
)
_ON = {
    "kept_day_of_part": _PART,
    "kept_day_of_talk": _TALK,
    "kept_last_of_part": _PART,
    "kept_last_of_person": _PERSON,
}


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every day out again from the facts; returns how many were wrong."""
    connection = connections[using]
    differs = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    day, shown, last = _DAY % _PART, _SHOWN % _PART, _LAST % (_PERSON, f"{_PERSON}.id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_PART} SET counted_on = {day}, day = {shown} "
            f"WHERE counted_on {differs} {day} OR day {differs} {shown}"
        )
        wrong = int(cursor.rowcount)
        cursor.execute(f"UPDATE {_PERSON} SET last_on = {last} WHERE last_on {differs} {last}")
        return wrong + int(cursor.rowcount)


def _statements(vendor: str) -> tuple[str, ...]:
    if vendor == "sqlite":
        return tuple(f"CREATE TRIGGER {name} {body}" for name, body in _SQLITE.items())
    return _POSTGRES


TRIGGERS = Triggers(
    names=lambda vendor: dict.fromkeys(_SQLITE, "") if vendor == "sqlite" else _ON,
    statements=_statements,
    needs={_PART: ("day", "counted_on"), _PERSON: ("last_on",), _TALK: ("day", "answered", "trash_id")},
    recount=recount,
)
