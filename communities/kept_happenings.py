"""How many events and opportunities there were, kept by the database (`contacts/kept_rows.py`).

Opportunities have a day. Events begin at a moment, whose day differs from zone to zone, and a database need not know
zones: events are kept by the days and months of UTC, and who reads a window of moments adds or takes away what lies
between its ends and those of the days.
"""

from __future__ import annotations

from communities.models.event import EventFormat, EventKind, EventRole
from communities.models.opportunity import Outcome
from contacts.kept_rows import KeptRows, Number, choices
from contacts.kept_table import DAYS, MONTHS

ATTENDED, KNOWN, KNOWLEDGE = 1, 2, 3
ROLES: dict[str, int] = {role.value: 10 + place for place, role in enumerate(EventRole)}
FORMATS: dict[str, int] = {form.value: 20 + place for place, form in enumerate(EventFormat)}
KINDS: dict[str, int] = {kind.value: 30 + place for place, kind in enumerate(EventKind)}

EVENTS = KeptRows(
    word="events",
    source="communities_event",
    day={"sqlite": "date({row}.starts)", "postgresql": "({row}.starts AT TIME ZONE 'UTC')::date"},
    when="{row}.mine = 'attended'",
    columns=("mine", "starts", "my_role", "format", "kind", "knowledge", "trash_id"),
    numbers=(
        Number(ATTENDED, grains=(DAYS, MONTHS)),
        Number(KNOWN, "{row}.knowledge IS NOT NULL"),
        Number(KNOWLEDGE, "{row}.knowledge IS NOT NULL", "{row}.knowledge"),
        Number(choices("my_role", ROLES)),
        Number(choices("format", FORMATS)),
        Number(choices("kind", KINDS)),
    ),
)

RECEIVED, RATED, USEFULNESS, TO_TALK = 1, 2, 3, 4
OUTCOMES: dict[str, int] = {outcome.value: 10 + place for place, outcome in enumerate(Outcome)}

OPPORTUNITIES = KeptRows(
    word="opportunities",
    source="communities_opportunity",
    day=dict.fromkeys(("sqlite", "postgresql"), "{row}.received_on"),
    when="{row}.received_on IS NOT NULL",
    columns=("received_on", "usefulness", "outcome", "kind", "trash_id"),
    numbers=(
        Number(RECEIVED),
        Number(RATED, "{row}.usefulness IS NOT NULL"),
        Number(USEFULNESS, "{row}.usefulness IS NOT NULL", "{row}.usefulness"),
        Number(TO_TALK, "{row}.kind = 'talk'"),
        Number(choices("outcome", OUTCOMES)),
    ),
)
