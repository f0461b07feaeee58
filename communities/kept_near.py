"""The database itself keeps who came to an event of a community about the day on which they were met.

Who was met at an event belongs to its community (`kept_belongings.py`), if that day is the day of the event to the
owner, in a zone that a database need not know. No zone is a day away from UTC, so those attendances are kept whose
event began, by UTC, no more than a day before or after the day of meeting; who reads them asks the zone. Each stands
in the month of that day with the number 1.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections

from communities.kept_belongings import MONTH
from contacts.kept_following import Change, Followed, following
from contacts.kept_table import KeptTable

TABLE = KeptTable("communities_kept_near", ("owner_id", "first", "attendance_id"))
_CAME, _EVENT, _PERSON = "communities_attendance", "communities_event", "contacts_contact"
_TABLES = {"came": _CAME, "event": _EVENT, "person": _PERSON}
_NEAR = {
    "sqlite": "{person}.met_on BETWEEN date({event}.starts, '-1 day') AND date({event}.starts, '+1 day')",
    "postgresql": "{person}.met_on BETWEEN ({event}.starts AT TIME ZONE 'UTC')::date - 1 "
    "AND ({event}.starts AT TIME ZONE 'UTC')::date + 1",
}
# The rows in an order in which an index leads from each to the next; the word is the one of the changed row.
_ORDER = {
    "came": ("person", "event"),
    "event": ("came", "person"),
    "person": ("came", "event"),
    "": ("came", "person", "event"),
}


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every number out again from the facts, in a table that is made if need be; returns how many were wrong."""
    return TABLE.recount(_found("", "", 1, connections[using].vendor), using=using)


def _found(word: str, row: str, number: int, vendor: str) -> str:
    """Attendances near the day of meeting, all or those to which a changed row leads, as rows of the table."""
    names = {one: one for one in _TABLES} | ({word: row} if word else {})
    came, event, person = names["came"], names["event"], names["person"]
    tables = " CROSS JOIN ".join(f"{_TABLES[one]} {one}" for one in _ORDER[word])
    month = MONTH[vendor].format(day=f"{person}.met_on")
    # The owner leads to the index of the attendances of a person.
    owned = f" AND {came}.owner_id = {row}.owner_id" if word == "person" else ""
    return (
        f"SELECT {came}.owner_id, {month}, {came}.id, {number} FROM {tables} "
        f"WHERE {came}.came{owned} AND {came}.contact_id = {person}.id AND {came}.event_id = {event}.id "
        f"AND {person}.trash_id IS NULL AND {event}.trash_id IS NULL AND {event}.community_id IS NOT NULL "
        f"AND {_NEAR[vendor].format(person=person, event=event)}"
    )


def _change_of(word: str) -> Change:
    def change(row: str, sign: int, vendor: str) -> str:
        return f"INSERT INTO {TABLE.name} ({TABLE.columns}) {_found(word, row, sign, vendor)} {TABLE.added}"

    return change


TRIGGERS = following(
    "near",
    TABLE,
    [
        Followed(_CAME, ("event_id", "contact_id", "came"), _change_of("came")),
        Followed(_EVENT, ("starts", "community_id", "trash_id"), _change_of("event"), inserts=False),
        Followed(_PERSON, ("met_on", "trash_id"), _change_of("person"), inserts=False),
    ],
    recount,
)
