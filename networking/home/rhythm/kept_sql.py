"""The triggers of `kept.py`, and how the rhythm of one person is reckoned in SQL.

A cadence is one number in here, ideal days × 10,000 + at most (or 9,999 for none): of two, the smaller is the shorter.
"""

from __future__ import annotations

from contacts.cadence import SHIPPED

PERSON, PART = "contacts_contact", "contacts_participant"
MEMBER, COMMUNITY = "communities_membership", "communities_community"
OF_TIE, USER = "contacts_rhythmdefault", "accounts_user"
RECKONED = ("pace", "ideal_on", "due_on", "late_on", "stands_from", "stands_until", "reckoned_on")
_FACTS = (
    "owner_id", "created_at", "tie", "met_on", "cadence_ideal", "cadence_at_most", "snoozed_until", "rhythm_off",
    "archived_on", "trash_id", "last_on",
)  # fmt: skip
_NONE, _UNIT = 9_999, 10_000


def _code(ideal: str, at_most: str) -> str:
    return f"COALESCE({ideal}, {at_most}) * {_UNIT} + COALESCE({at_most}, {_NONE})"


def _of_tie(one: str) -> str:
    """What the tie of a person says: the owner's own row, though it be empty, else what is shipped."""
    row = f"SELECT COALESCE({_code('ideal', 'at_most')}, -1) FROM {OF_TIE}"
    shipped = " ".join(
        f"WHEN {int(tie)} THEN {said.ideal * _UNIT + (said.at_most or _NONE)}" for tie, said in SHIPPED.items() if said
    )
    own = f"({row} WHERE owner_id = {one}.owner_id AND tie = {one}.tie)"
    return f"NULLIF(COALESCE({own}, CASE {one}.tie {shipped} END), -1)"


def reckoning(one: str, day: str, vendor: str) -> str:
    """A query of the `RECKONED` columns of one person on a day; both are SQL.

    The inner queries have limits, and the outer ones conditions, so that SQLite works each value out once only.
    """
    lite = vendor == "sqlite"

    def later(start: str, days: str) -> str:
        return f"date({start}, ({days}) || ' days')" if lite else f"({start} + ({days}))"

    def latest(left: str, right: str) -> str:
        return f"CASE WHEN {left} >= {right} OR {right} IS NULL THEN {left} ELSE {right} END"

    def earliest(left: str, right: str) -> str:
        return f"CASE WHEN {left} <= {right} OR {right} IS NULL THEN {left} ELSE {right} END"

    zone = f"(SELECT time_zone FROM {USER} WHERE id = {one}.owner_id)"
    added = (
        f"django_datetime_cast_date({one}.created_at, {zone}, 'UTC')"
        if lite
        else f"({one}.created_at AT TIME ZONE {zone})::date"
    )
    # The owner leads to the indexes of days; without statistics SQLite would read all parts of the person.
    parts = f"FROM {PART} WHERE owner_id = {one}.owner_id AND contact_id = {one}.id"
    own = f"({one}.cadence_ideal IS NOT NULL OR {one}.cadence_at_most IS NOT NULL)"
    # Trash is hidden from SQLite, which would take its index for as good as that of the person.
    shared = f"""
SELECT MIN(CASE WHEN (m.since IS NULL OR m.since <= {day}) AND (m.until IS NULL OR m.until >= {day})
                THEN {_code("c.cadence_ideal", "c.cadence_at_most")} END) AS code,
       MAX(CASE WHEN m.until < {day} THEN {later("m.until", "1")} WHEN m.since <= {day} THEN m.since END) AS begun,
       MIN(CASE WHEN m.since > {day} THEN m.since WHEN m.until >= {day} THEN {later("m.until", "1")} END) AS ends
FROM {MEMBER} m JOIN {COMMUNITY} c ON c.id = m.community_id
WHERE m.contact_id = {one}.id AND NOT {own} AND COALESCE(m.trash_id, 0) = 0 AND COALESCE(c.trash_id, 0) = 0
  AND (c.cadence_ideal IS NOT NULL OR c.cadence_at_most IS NOT NULL)"""
    facts = f"""
SELECT COALESCE({_code(f"{one}.cadence_ideal", f"{one}.cadence_at_most")}, shared.code, {_of_tie(one)}) AS code,
       CASE WHEN {one}.last_on <= {day} THEN {one}.last_on
            WHEN {one}.last_on > {day} THEN (SELECT MAX(counted_on) {parts} AND counted_on <= {day}) END AS talked,
       CASE WHEN {one}.last_on > {day} THEN (SELECT MIN(counted_on) {parts} AND counted_on > {day}) END AS planned,
       CASE WHEN {one}.met_on IS NOT NULL THEN {one}.met_on
            WHEN {one}.last_on <= {day} THEN NULL
            WHEN {own} OR EXISTS (SELECT 1 {parts} AND day IS NOT NULL) THEN {added} END AS since,
       shared.begun AS begun, shared.ends AS ends
FROM ({shared}) AS shared
WHERE NOT {one}.rhythm_off AND {one}.archived_on IS NULL AND {one}.trash_id IS NULL LIMIT 1"""
    days = f"""
SELECT CASE WHEN COALESCE(talked, since) IS NOT NULL THEN code / {_UNIT} END AS pace,
       {later("COALESCE(talked, since)", f"code / {_UNIT}")} AS ideal_on,
       {later("COALESCE(talked, since)", f"NULLIF(code % {_UNIT}, {_NONE}) + 1")} AS late_on,
       {latest("talked", "begun")} AS stands_from, {earliest("planned", "ends")} AS stands_until
FROM ({facts}) AS facts WHERE 1 = 1 LIMIT 1"""
    due = f"CASE WHEN {one}.snoozed_until > ideal_on THEN {one}.snoozed_until ELSE ideal_on END"
    late = f"CASE WHEN {one}.snoozed_until > late_on THEN {one}.snoozed_until ELSE late_on END"
    late = f"CASE WHEN late_on < ideal_on THEN {due} WHEN late_on IS NOT NULL THEN {late} END"
    # A person who asks for nothing has no row of facts, but is reckoned all the same.
    return f"""
SELECT pace, ideal_on, {due} AS due_on, {late} AS late_on, stands_from, stands_until, asked.today AS reckoned_on
FROM (SELECT {day} AS today) AS asked LEFT JOIN ({days}) AS days ON 1 = 1 WHERE 1 = 1"""


_WATCHED = ", ".join((*_FACTS, *RECKONED))
_AGAIN = f"UPDATE {PERSON} SET pace = pace WHERE"
# Whose rhythm a part in a talk can move besides the last contact: nobody was talked to yet, or something is planned.
_BY_PART = "((last_on IS NULL AND met_on IS NULL) OR last_on > reckoned_on)"
_HAS_PACE = (
    f"(SELECT cadence_ideal IS NOT NULL OR cadence_at_most IS NOT NULL FROM {COMMUNITY} WHERE id = %s.community_id)"
)
_OF_TIE = "owner_id = %s.owner_id AND trash_id IS NULL AND archived_on IS NULL AND tie = %s.tie"
_OF_COMMUNITY = f"id IN (SELECT contact_id FROM {MEMBER} WHERE community_id = NEW.id)"
# Whose clock starts when they were added, a day in the owner's zone: a talk that is only planned does not start it.
_UNSPOKEN = "owner_id = NEW.id AND met_on IS NULL AND (last_on IS NULL OR last_on > reckoned_on)"


def _again(where: str, *rows: str) -> str:
    """Statements that work people out again, for each of the rows that a trigger knows."""
    return " ".join(f"{_AGAIN} {where.replace('%s', row)};" for row in rows)


def _moved(*columns: str, differs: str = "IS NOT") -> str:
    return "(" + " OR ".join(f"OLD.{one} {differs} NEW.{one}" for one in columns) + ")"


_PERIOD = ("contact_id", "community_id", "since", "until", "trash_id")
_PACE = ("cadence_ideal", "cadence_at_most", "trash_id")
_MEMBER = f"id = %s.contact_id AND {_HAS_PACE}"
_TALKER = f"id = %s.contact_id AND {_BY_PART}"
# Of the row itself rather than of NEW: another trigger may have put its last contact right meanwhile.
_KEPT = tuple(name for name in RECKONED if name != "reckoned_on")
# A new person of whom nothing is asked, and whose row says so.
_ASKS_NOTHING = (
    " AND ".join(f"NEW.{one} IS NULL" for one in ("tie", "cadence_ideal", "cadence_at_most", "last_on", *_KEPT))
    + f" AND NOT EXISTS (SELECT 1 FROM {MEMBER} WHERE contact_id = NEW.id)"
)
_LITE_SETS = f"UPDATE {PERSON} SET ({', '.join(RECKONED)}) = ({{}}) WHERE id = NEW.id; END"
_LITE_DAY = (
    "CASE WHEN NEW.reckoned_on IS NOT OLD.reckoned_on THEN COALESCE(NEW.reckoned_on, date('now')) ELSE date('now') END"
)
SQLITE = {
    # To write it again is to reckon it; with all of it in here it would be reckoned twice.
    "kept_rhythm_of_new": f"AFTER INSERT ON {PERSON} WHEN NOT (NEW.reckoned_on IS date('now') AND {_ASKS_NOTHING}) "
    f"BEGIN {_AGAIN} id = NEW.id; END",
    "kept_rhythm_of_changed": f"AFTER UPDATE OF {_WATCHED} ON {PERSON} BEGIN "
    + _LITE_SETS.format(reckoning(PERSON, _LITE_DAY, "sqlite")),
    "kept_rhythm_of_new_part": f"AFTER INSERT ON {PART} BEGIN {_again(_TALKER, 'NEW')} END",
    "kept_rhythm_of_gone_part": f"AFTER DELETE ON {PART} BEGIN {_again(_TALKER, 'OLD')} END",
    "kept_rhythm_of_changed_part": f"AFTER UPDATE OF contact_id, day, counted_on ON {PART} "
    f"WHEN {_moved('contact_id', 'day', 'counted_on')} BEGIN {_again(_TALKER, 'OLD', 'NEW')} END",
    "kept_rhythm_of_new_member": f"AFTER INSERT ON {MEMBER} BEGIN {_again(_MEMBER, 'NEW')} END",
    "kept_rhythm_of_gone_member": f"AFTER DELETE ON {MEMBER} BEGIN {_again(_MEMBER, 'OLD')} END",
    "kept_rhythm_of_changed_member": f"AFTER UPDATE OF {', '.join(_PERIOD)} ON {MEMBER} "
    f"WHEN {_moved(*_PERIOD)} BEGIN {_again(_MEMBER, 'OLD', 'NEW')} END",
    "kept_rhythm_of_community": f"AFTER UPDATE OF {', '.join(_PACE)} ON {COMMUNITY} "
    f"WHEN {_moved(*_PACE)} BEGIN {_again(_OF_COMMUNITY, 'NEW')} END",
    "kept_rhythm_of_new_tie": f"AFTER INSERT ON {OF_TIE} BEGIN {_again(_OF_TIE, 'NEW')} END",
    "kept_rhythm_of_gone_tie": f"AFTER DELETE ON {OF_TIE} BEGIN {_again(_OF_TIE, 'OLD')} END",
    "kept_rhythm_of_changed_tie": f"AFTER UPDATE ON {OF_TIE} BEGIN {_again(_OF_TIE, 'OLD', 'NEW')} END",
    "kept_rhythm_of_zone": f"AFTER UPDATE OF time_zone ON {USER} "
    f"WHEN {_moved('time_zone')} BEGIN {_again(_UNSPOKEN, 'NEW')} END",
}


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"


def _row(where: str) -> str:
    """The body of a trigger that knows a row from before, one from after, or both."""
    return (
        f"BEGIN IF TG_OP <> 'INSERT' THEN {_again(where, 'OLD')} END IF; "
        f"IF TG_OP <> 'DELETE' THEN {_again(where, 'NEW')} END IF; RETURN NULL; END"
    )


def _of_row(name: str, table: str, columns: tuple[str, ...], function: str) -> tuple[str, str]:
    """Two triggers of one table: for rows that come and go, and for those of which one of the columns changes."""
    made = f"CREATE TRIGGER {name} AFTER INSERT OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    return made, _changed(f"{name}_changed", table, columns, function)


def _changed(name: str, table: str, columns: tuple[str, ...], function: str) -> str:
    return (
        f"CREATE TRIGGER {name} AFTER UPDATE OF {', '.join(columns)} ON {table} FOR EACH ROW "
        f"WHEN {_moved(*columns, differs='IS DISTINCT FROM')} EXECUTE FUNCTION {function}()"
    )


_INTO = ", ".join(f"NEW.{one}" for one in RECKONED)
_PG_PERSON = f"""
DECLARE on_day date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.reckoned_on IS DISTINCT FROM OLD.reckoned_on AND NEW.reckoned_on IS NOT NULL THEN
    on_day := NEW.reckoned_on;
  END IF;
  IF NEW.rhythm_off OR NEW.archived_on IS NOT NULL OR NEW.trash_id IS NOT NULL THEN
    {" ".join(f"NEW.{one} := NULL;" for one in _KEPT)}
    NEW.reckoned_on := on_day;
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF {_ASKS_NOTHING} THEN
      NEW.reckoned_on := on_day;
      RETURN NEW;
    END IF;
  END IF;
  SELECT * INTO {_INTO} FROM ({reckoning("NEW", "on_day", "postgresql")}) AS reckoned;
  RETURN NEW;
END"""
POSTGRES: tuple[str, ...] = (
    _function("kept_rhythm_of_person", _PG_PERSON),
    _function("kept_rhythm_of_part", _row(_TALKER)),
    _function("kept_rhythm_of_member", _row(_MEMBER)),
    _function("kept_rhythm_of_tie", _row(_OF_TIE)),
    _function("kept_rhythm_of_community", f"BEGIN {_again(_OF_COMMUNITY, 'NEW')} RETURN NULL; END"),
    _function("kept_rhythm_of_zone", f"BEGIN {_again(_UNSPOKEN, 'NEW')} RETURN NULL; END"),
    # Triggers of one table run by their names: the one of the last contact has been before.
    f"CREATE TRIGGER kept_rhythm_of_person BEFORE INSERT OR UPDATE OF {_WATCHED} ON {PERSON} "
    "FOR EACH ROW EXECUTE FUNCTION kept_rhythm_of_person()",
    *_of_row("kept_rhythm_of_part", PART, ("contact_id", "day", "counted_on"), "kept_rhythm_of_part"),
    *_of_row("kept_rhythm_of_member", MEMBER, _PERIOD, "kept_rhythm_of_member"),
    *_of_row("kept_rhythm_of_tie", OF_TIE, ("owner_id", "tie", "ideal", "at_most"), "kept_rhythm_of_tie"),
    _changed("kept_rhythm_of_community", COMMUNITY, _PACE, "kept_rhythm_of_community"),
    _changed("kept_rhythm_of_zone", USER, ("time_zone",), "kept_rhythm_of_zone"),
)
ON = {
    "kept_rhythm_of_person": PERSON,
    "kept_rhythm_of_part": PART,
    "kept_rhythm_of_part_changed": PART,
    "kept_rhythm_of_member": MEMBER,
    "kept_rhythm_of_member_changed": MEMBER,
    "kept_rhythm_of_tie": OF_TIE,
    "kept_rhythm_of_tie_changed": OF_TIE,
    "kept_rhythm_of_community": COMMUNITY,
    "kept_rhythm_of_zone": USER,
}
