"""The database itself keeps with how many people of each month of meeting something passed again on a later day.

Counting them anew means to look for the talks of everybody who was met. As in `kept_people.py` a part in a talk changes
a number only when it is the one part of that person that makes them count, so that the order of the rows of a statement
does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, connections

from contacts.kept_following import Followed, following
from contacts.kept_table import MONTHS, KeptTable

TABLE = KeptTable("contacts_kept_again", ("owner_id", "what", "grain", "first"))
# On any later day; within so many days.
AGAIN, SOON = 1, 2
SOON_DAYS = 30
_PART, _PERSON = "contacts_participant", "contacts_contact"
_MONTH = {
    "sqlite": "date({row}.met_on, 'start of month')",
    "postgresql": "date_trunc('month', {row}.met_on::timestamp)::date",
}
_SOON = {
    "sqlite": f"date({{row}}.met_on, '+{SOON_DAYS} days')",
    "postgresql": f"({{row}}.met_on + {SOON_DAYS})",
}


def is_later(what: int, part: str, person: str, vendor: str) -> str:
    """That a part of somebody makes them count."""
    later = f"{part}.counted_on > {person}.met_on"
    return later if what == AGAIN else f"{later} AND {part}.counted_on <= {_SOON[vendor].format(row=person)}"


def recount(using: str = DEFAULT_DB_ALIAS) -> int:
    """Work every number out again from the facts, in a table that is made if need be; returns how many were wrong."""
    vendor = connections[using].vendor
    return TABLE.recount(
        " UNION ALL ".join(
            f"SELECT w.owner_id, {what}, {MONTHS}, {first}, COUNT(*) FROM {_PERSON} w "
            f"WHERE w.trash_id IS NULL AND {counts} GROUP BY 1, 4"
            for what, first, counts in _counted("w", vendor)
        ),
        using=using,
    )


def _counted(row: str, vendor: str) -> Iterator[tuple[int, str, str]]:
    """What somebody counts as, in which month, and whether they do."""
    for what in (AGAIN, SOON):
        yield what, _MONTH[vendor].format(row=row), f"{row}.met_on IS NOT NULL AND {_has_part(what, row, vendor)}"


def _has_part(what: int, person: str, vendor: str) -> str:
    # The owner leads to the index of days.
    return (
        f"EXISTS (SELECT 1 FROM {_PART} q WHERE q.owner_id = {person}.owner_id AND q.contact_id = {person}.id "
        f"AND {is_later(what, 'q', person, vendor)})"
    )


def _of_person(row: str, sign: int, vendor: str) -> str:
    return "; ".join(
        f"INSERT INTO {TABLE.name} ({TABLE.columns}) SELECT {row}.owner_id, {what}, {MONTHS}, {first}, {sign} "
        f"WHERE {row}.trash_id IS NULL AND {counts} {TABLE.added}"
        for what, first, counts in _counted(row, vendor)
    )


def _of_part(row: str, sign: int, vendor: str) -> str:
    """Add (1) or take away (-1) whom a part makes count, unless another part of theirs does, too."""
    month = _MONTH[vendor].format(row="w")
    return "; ".join(
        f"INSERT INTO {TABLE.name} ({TABLE.columns}) SELECT {row}.owner_id, {what}, {MONTHS}, {month}, {sign} "
        f"FROM {_PERSON} w WHERE w.id = {row}.contact_id AND w.trash_id IS NULL "
        f"AND {is_later(what, row, 'w', vendor)} "
        f"AND NOT EXISTS (SELECT 1 FROM {_PART} q WHERE q.owner_id = {row}.owner_id "
        f"AND q.contact_id = {row}.contact_id AND {is_later(what, 'q', 'w', vendor)} AND q.id <> {row}.id) "
        f"{TABLE.added}"
        for what in (AGAIN, SOON)
    )


TRIGGERS = following(
    "people_again",
    TABLE,
    # The name comes after that of the trigger that sets the days of parts.
    [
        Followed(_PART, ("contact_id", "counted_on"), _of_part, through=("interaction_id", "day")),
        Followed(_PERSON, ("trash_id", "met_on"), _of_person),
    ],
    recount,
)
