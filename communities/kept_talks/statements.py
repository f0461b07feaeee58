"""What the kept numbers mean, and how they change with one row of the facts.

An interaction that counts belongs to a place on its day when a participant of it who is not in the trash has a
membership there whose period contains the day: a *way* of four rows leads from it to the place. A place is a community,
or a family of those communities that are not in the trash; all interactions together have a place of their own.

When one row changes, a number changes by those interactions
that only ways through that row lead from; ways through other rows are looked for without it. So it does not matter
in which order the rows of a statement are changed.
"""

from __future__ import annotations

from communities.models import Community, Family
from contacts.kept_table import DAYS, MONTHS, KeptTable

KEPT = KeptTable("communities_kept_talks", ("owner_id", "place", "grain", "first"))
TABLE = KEPT.name
# The place of all interactions, whoever was in them.
EVERYWHERE = 0
TALK = "contacts_interaction"
PART, TIE, PERSON, CLUB = "contacts_participant", "communities_membership", "contacts_contact", "communities_community"
_FAMILIES = {Family.INTERNAL: -1, Family.PROFESSIONAL: -2}
_FAMILY = "CASE {club}.family " + " ".join(f"WHEN '{one.value}' THEN {key}" for one, key in _FAMILIES.items()) + " END"
_WAY = (
    "{part}.contact_id = {person}.id AND {tie}.contact_id = {person}.id AND {part}.counted_on IS NOT NULL "
    "AND {person}.trash_id IS NULL AND {tie}.trash_id IS NULL "
    "AND ({tie}.since IS NULL OR {tie}.since <= {part}.counted_on) "
    "AND ({tie}.until IS NULL OR {tie}.until >= {part}.counted_on)"
)
_CLUB_OF_WAY = " AND {club}.id = {tie}.community_id AND {club}.trash_id IS NULL"
_MONTH_OF_DAY = {"sqlite": "date({day}, 'start of month')", "postgresql": "date_trunc('month', {day})::date"}
# The rows of a way in an order in which an index leads from each to the next; the word is the one of the changed row.
_ORDER = {
    "part": ("person", "tie", "club"),
    "tie": ("person", "part", "club"),
    "person": ("part", "tie", "club"),
    "club": ("tie", "person", "part"),
    "": ("part", "person", "tie", "club"),
}
_WAY_OF = {"part": PART, "tie": TIE, "person": PERSON, "club": CLUB}
_TABLES = {**_WAY_OF, "talk": TALK}
# That a way does not lead through the changed row.
_WITHOUT = {
    "part": "q.id <> {row}.id",
    "tie": "n.id <> {row}.id",
    "person": "q.contact_id <> {row}.id",
    "club": "n.community_id <> {row}.id",
}
# The columns of each table on which a number depends.
COLUMNS = {
    "part": ("interaction_id", "contact_id", "counted_on"),
    "tie": ("contact_id", "community_id", "since", "until", "trash_id"),
    "person": ("trash_id",),
    "club": ("family", "trash_id"),
    "talk": ("day", "answered", "trash_id"),
}


def table_of(word: str) -> str:
    return _TABLES[word]


def place_of(where: Community | Family) -> int:
    """The number of a place in the table."""
    return _FAMILIES[where] if isinstance(where, Family) else where.pk


def changes(word: str, row: str, sign: int, vendor: str) -> list[str]:
    """Statements that add (1) or take away (-1) what leads through `row`, such as NEW, of the table of a word."""
    if word == "talk":
        day = f"SELECT {row}.day AS day, {EVERYWHERE} AS place WHERE {row}.answered AND {row}.trash_id IS NULL"
        return [f"{_insert(f'{row}.owner_id', str(sign), vendor, day)} WHERE true GROUP BY 1, 2, 3, 4 {KEPT.added}"]
    whole = [_change(word, row, sign, vendor, family=True)]
    return whole if word == "club" else [_change(word, row, sign, vendor, family=False), *whole]


def _change(word: str, row: str, sign: int, vendor: str, *, family: bool) -> str:
    others = {"part": "q", "person": "w", "tie": "n", "club": "l"}
    # CROSS JOIN is how SQLite is told the order of the rows; to PostgreSQL it says nothing.
    parts = PART
    if vendor == "postgresql":
        # A fence: the parts of this one talk by index, where it would first gather those of everybody.
        parts = f"(SELECT * FROM {PART} WHERE interaction_id = s.talk OFFSET 0)"
    around = f"{parts} q CROSS JOIN {PERSON} w CROSS JOIN {TIE} n" + (f" CROSS JOIN {CLUB} l" if family else "")
    another = (
        f"SELECT 1 FROM {around} WHERE q.interaction_id = s.talk AND q.counted_on = s.day "
        f"AND {_way(others, family=family)} AND {_place(others, family=family)} = s.place "
        f"AND {_WITHOUT[word].format(row=row)}"
    )
    return (
        f"{_insert(f'{row}.owner_id', str(sign), vendor, ways(word, row, family=family))} "
        f"WHERE NOT EXISTS ({another}) GROUP BY 1, 2, 3, 4 {KEPT.added}"
    )


def recounted(vendor: str) -> str:
    """All numbers from the facts alone, as a statement that finds rows of the table."""
    everywhere = f"SELECT owner_id, day, {EVERYWHERE} AS place FROM {TALK} WHERE answered AND trash_id IS NULL"
    facts = (ways(family=False), ways(family=True), everywhere)
    found = [f"SELECT * FROM ({_select('s.owner_id', '1', vendor, one)} GROUP BY 1, 2, 3, 4) f" for one in facts]
    return " UNION ALL ".join(found)


def ways(word: str = "", row: str = "", *, family: bool) -> str:
    """Each interaction once with each place that a way leads to; through one row if that is said."""
    names = {one: one for one in _WAY_OF} | ({word: row} if word else {})
    tables = [f"{_TABLES[one]} {one}" for one in _ORDER[word] if family or one != "club"]
    owner = "" if word else f"{names['part']}.owner_id, "
    return (
        f"SELECT DISTINCT {owner}{names['part']}.interaction_id AS talk, {names['part']}.counted_on AS day, "
        f"{_place(names, family=family)} AS place FROM {' CROSS JOIN '.join(tables)} WHERE {_way(names, family=family)}"
    )


def _way(names: dict[str, str], *, family: bool) -> str:
    return (_WAY + (_CLUB_OF_WAY if family else "")).format(**names)


def _place(names: dict[str, str], *, family: bool) -> str:
    return (_FAMILY if family else "{tie}.community_id").format(**names)


def _insert(owner: str, number: str, vendor: str, found: str) -> str:
    return f"INSERT INTO {TABLE} ({KEPT.columns}) {_select(owner, number, vendor, found)}"


def _select(owner: str, number: str, vendor: str, found: str) -> str:
    month = _MONTH_OF_DAY[vendor].format(day="s.day")
    return (
        f"SELECT {owner}, s.place, g.grain, CASE g.grain WHEN {DAYS} THEN s.day ELSE {month} END, SUM({number}) "
        f"FROM ({found}) s CROSS JOIN (SELECT {DAYS} AS grain UNION ALL SELECT {MONTHS}) g"
    )
