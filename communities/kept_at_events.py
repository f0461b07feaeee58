"""The database itself keeps how many people came to the events of a month that the owner went to.

Telling those apart anew means to read every attendance of the month. Months are those of UTC, as in
`kept_happenings.py`: whose month begins at another moment looks at those few who came in the hours between.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections

from communities.kept_belongings import MONTH
from contacts.kept_following import Followed, following
from contacts.kept_table import KeptTable

TABLE = KeptTable("communities_kept_at_events", ("owner_id", "first"))
_CAME, _EVENT, _PERSON = "communities_attendance", "communities_event", "contacts_contact"
_DAY = {"sqlite": "{event}.starts", "postgresql": "({event}.starts AT TIME ZONE 'UTC')"}
_WAY = (
    "{came}.came AND {came}.contact_id = {person}.id AND {came}.event_id = {event}.id AND {person}.trash_id IS NULL "
    "AND {event}.trash_id IS NULL AND {event}.mine = 'attended'"
)


def _month(event: str, vendor: str) -> str:
    return MONTH[vendor].format(day=_DAY[vendor].format(event=event))


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every number out again from the facts, in a table that is made if need be; returns how many were wrong."""
    month = _month("e", connections[using].vendor)
    return TABLE.recount(
        f"SELECT a.owner_id, {month}, COUNT(DISTINCT a.contact_id) FROM {_CAME} a CROSS JOIN {_PERSON} w "
        f"CROSS JOIN {_EVENT} e WHERE {_WAY.format(came='a', person='w', event='e')} GROUP BY 1, 2",
        using=using,
    )


def _another(person: str, month: str, vendor: str, without: str) -> str:
    """That somebody came to an event of the month through other rows, too."""
    # The owner leads to the index of the attendances of a person.
    return (
        f"EXISTS (SELECT 1 FROM {_CAME} b CROSS JOIN {_EVENT} f WHERE b.owner_id = {person}.owner_id "
        f"AND b.contact_id = {person}.id AND b.came AND f.id = b.event_id AND f.trash_id IS NULL "
        f"AND f.mine = 'attended' AND {_month('f', vendor)} = {month} AND {without})"
    )


def _of_came(row: str, sign: int, vendor: str) -> str:
    month = _month("e", vendor)
    return TABLE.adding(
        f"SELECT {row}.owner_id, {month}, {sign} FROM {_PERSON} w CROSS JOIN {_EVENT} e "
        f"WHERE {_WAY.format(came=row, person='w', event='e')} "
        f"AND NOT {_another('w', month, vendor, f'b.id <> {row}.id')}"
    )


def _of_event(row: str, sign: int, vendor: str) -> str:
    month = _month(row, vendor)
    return TABLE.adding(
        f"SELECT {row}.owner_id, {month}, SUM({sign}) FROM {_CAME} a CROSS JOIN {_PERSON} w "
        f"WHERE {_WAY.format(came='a', person='w', event=row)} "
        f"AND NOT {_another('w', month, vendor, f'f.id <> {row}.id')} GROUP BY 1, 2"
    )


def _of_person(row: str, sign: int, vendor: str) -> str:
    return TABLE.adding(
        f"SELECT DISTINCT {row}.owner_id, {_month('e', vendor)}, {sign} FROM {_CAME} a CROSS JOIN {_EVENT} e "
        f"WHERE a.owner_id = {row}.owner_id AND {_WAY.format(came='a', person=row, event='e')}"
    )


TRIGGERS = following(
    "at_events",
    TABLE,
    [
        Followed(_CAME, ("event_id", "contact_id", "came"), _of_came),
        Followed(_EVENT, ("starts", "mine", "trash_id"), _of_event, inserts=False),
        Followed(_PERSON, ("trash_id",), _of_person, inserts=False),
    ],
    recount,
)
