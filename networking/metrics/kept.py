"""Figures in a window of the grid from the numbers that the database keeps, in SQL.

What is kept: talks by community (`communities/kept_talks/`), people met, reached and talked to again
(`contacts/kept_people.py`, `kept_again.py`), referrals, events and opportunities (`contacts/kept_rows.py`). Tests hold
each of these against the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from communities import kept_at_events, kept_talks
from communities import kept_happenings as happenings
from communities.models.event import EventFormat, EventKind, EventRole
from communities.models.opportunity import Outcome
from contacts import kept_again, kept_headcount, kept_people, kept_referrals
from contacts.kept_table import DAYS, MONTHS
from networking.metrics import evidence, rows
from networking.metrics.grid import Shape, Total, Wanted

_PART, _PERSON, _EVENT = "contacts_participant", "contacts_contact", "communities_event"


@dataclass(frozen=True)
class _Number:
    """Which number of a table of kept numbers; `by_day` tells that it is there by day, too."""

    table: str
    which: str
    by_day: bool = False


@dataclass(frozen=True)
class _Events:
    """A number of events: kept by the days of UTC, and counted between those and the days of the owner."""

    what: int
    of: str = ""
    counted: str = "COUNT(*)"


def _referrals(what: int, *, by_day: bool = False) -> _Number:
    return _Number(kept_referrals.KEPT.table.name, f"what = {what}", by_day)


def _opportunities(what: int) -> _Number:
    return _Number(happenings.OPPORTUNITIES.table.name, f"what = {what}")


_NUMBERS: dict[Wanted, _Number] = {
    rows.new_contacts: _Number(kept_people.TABLE.name, f"what = {kept_people.MET}", by_day=True),
    rows.referrals_received: _referrals(kept_referrals.RECEIVED, by_day=True),
    rows.referrals_given: _referrals(kept_referrals.GIVEN, by_day=True),
    rows.referrals_useful: _referrals(kept_referrals.USEFUL),
    rows.referrals_not_thanked: _referrals(kept_referrals.NOT_THANKED),
    evidence.referrals_unasked: _referrals(kept_referrals.UNASKED),
    evidence.opportunities: _opportunities(happenings.RECEIVED),
    evidence.opportunities_rated: _opportunities(happenings.RATED),
    Total(evidence.opportunities_rated, "usefulness"): _opportunities(happenings.USEFULNESS),
    evidence.invitations: _opportunities(happenings.TO_TALK),
    **{evidence.opportunities_as(one): _opportunities(happenings.OUTCOMES[one]) for one in Outcome},
}
_EVENTS: dict[Wanted, _Events] = {
    rows.events_attended: _Events(happenings.ATTENDED),
    evidence.talks_given: _Events(happenings.ROLES[EventRole.SPEAKER], "my_role = 'speaker'"),
    evidence.events_organised: _Events(happenings.ROLES[EventRole.ORGANISER], "my_role = 'organiser'"),
    evidence.events_rated: _Events(happenings.KNOWN, "knowledge IS NOT NULL"),
    Total(evidence.events_rated, "knowledge"): _Events(
        happenings.KNOWLEDGE, "knowledge IS NOT NULL", "COALESCE(SUM(knowledge), 0)"
    ),
    **{rows.events_as(one): _Events(happenings.ROLES[one], f"my_role = '{one.value}'") for one in EventRole},
    **{rows.events_in(one): _Events(happenings.FORMATS[one], f"format = '{one.value}'") for one in EventFormat},
    **{rows.events_of(one): _Events(happenings.KINDS[one], f"kind = '{one.value}'") for one in EventKind},
}
_AGAIN: dict[Wanted, int] = {rows.talked_again: kept_again.AGAIN, evidence.talked_soon: kept_again.SOON}


def kept(wanted: Wanted, shape: Shape) -> str | None:
    """The SQL of a figure, every parameter of which is the owner; None for what is not kept for such windows."""
    if wanted is rows.interactions:
        return _talks(shape)
    if not shape.is_everything:
        return None
    if wanted in _EVENTS:
        return _of_events(_EVENTS[wanted], shape)
    if wanted is rows.people_reached:
        return _REACHED if shape.in_months else None
    if wanted is rows.people_at_events:
        return _AT_EVENTS if shape.in_months else None
    if wanted is rows.undated:
        return _UNDATED
    if wanted in _AGAIN:
        return _again(_AGAIN[wanted], shape) if shape.whole else None
    number = _NUMBERS.get(wanted)
    if number is None or not (shape.whole or number.by_day):
        return None
    return f"({_in_window(number, shape)})"


def _in_window(number: _Number, shape: Shape) -> str:
    """Of the whole months of a window, and of the days before and after them."""
    months = _sum(number, MONTHS, "grid.first_whole_month", "grid.after_whole_months")
    if shape.whole:
        return months
    return (
        f"{months} + {_if_any(number, 'grid.first_day', 'grid.first_whole_month')}"
        f" + {_if_any(number, 'grid.after_whole_months', 'grid.after_last_day')}"
    )


def _sum(number: _Number, grain: int, begin: str, end: str) -> str:
    # PostgreSQL's sum of large integers is a decimal.
    return (
        f"(SELECT CAST(COALESCE(SUM(number), 0) AS bigint) FROM {number.table} WHERE owner_id = %s "
        f"AND {number.which} AND grain = {grain} AND first >= {begin} AND first < {end})"
    )


def _if_any(number: _Number, begin: str, end: str) -> str:
    """Of the days between two columns; few windows have any."""
    return f"CASE WHEN {begin} < {end} THEN {_sum(number, DAYS, begin, end)} ELSE 0 END"


def _talks(shape: Shape) -> str:
    """Talks of the days that have come."""
    place = kept_talks.place_of(shape.family) if shape.family else kept_talks.EVERYWHERE
    number = _Number(kept_talks.TABLE, f"place = {'grid.community' if shape.by_column else place}", by_day=True)
    return f"({_in_window(number, shape)} - {_if_any(number, 'grid.after_lived_day', 'grid.after_last_day')})"


def _of_events(events: _Events, shape: Shape) -> str | None:
    if not (shape.whole or events.what == happenings.ATTENDED):
        return None
    number = _Number(happenings.EVENTS.table.name, f"what = {events.what}")
    begin = _between(events, "grid.first_moment", "grid.first_of_utc")
    end = _between(events, "grid.after_last_moment", "grid.after_last_of_utc")
    return f"({_in_window(number, shape)} + {begin} - {end})"


def _between(events: _Events, own: str, utc: str) -> str:
    """How many more there are from a moment on than from another one, which may be the earlier one."""

    def there(begin: str, end: str) -> str:
        chosen = f" AND {events.of}" if events.of else ""
        return (
            f"(SELECT {events.counted} FROM {_EVENT} WHERE owner_id = %s AND mine = 'attended' "
            f"AND starts >= {begin} AND starts < {end} AND trash_id IS NULL{chosen})"
        )

    return f"CASE WHEN {own} < {utc} THEN {there(own, utc)} WHEN {utc} < {own} THEN -{there(utc, own)} ELSE 0 END"


def _again(what: int, shape: Shape) -> str:
    """People met in whole months, less those with whom it is only to come."""
    today = _literal(shape.today, shape.vendor)
    number = _Number(kept_again.TABLE.name, f"what = {what}")
    return (
        f"({_in_window(number, shape)} - (SELECT COUNT(DISTINCT p.contact_id) FROM {_PART} p CROSS JOIN {_PERSON} w "
        f"WHERE p.owner_id = %s AND p.counted_on > {today} AND w.id = p.contact_id AND w.trash_id IS NULL "
        "AND w.met_on >= grid.first_day AND w.met_on < grid.after_last_day "
        f"AND {kept_again.is_later(what, 'p', 'w', shape.vendor)} AND NOT EXISTS (SELECT 1 FROM {_PART} q "
        f"WHERE q.owner_id = %s AND q.contact_id = p.contact_id AND q.counted_on <= {today} "
        f"AND {kept_again.is_later(what, 'q', 'w', shape.vendor)})))"
    )


def _literal(day: date, vendor: str) -> str:
    return f"'{day.isoformat()}'" if vendor == "sqlite" else f"DATE '{day.isoformat()}'"


_UNDATED = (
    f"(SELECT CAST(COALESCE(SUM(number), 0) AS bigint) FROM {kept_headcount.KEPT.table.name} "
    f"WHERE owner_id = %s AND what = {kept_headcount.UNDATED})"
)
# People reached in one month from the number that the database keeps, less those with whom something is only to come.
_REACHED = (
    f"((SELECT CAST(COALESCE(SUM(number), 0) AS bigint) FROM {kept_people.TABLE.name} WHERE owner_id = %s "
    f"AND what = {kept_people.REACHED} AND grain = {MONTHS} AND first = grid.first_day) - "
    f"(SELECT COUNT(DISTINCT p.contact_id) FROM {_PART} p CROSS JOIN {_PERSON} w "
    "WHERE p.owner_id = %s AND p.counted_on >= grid.after_lived_day AND p.counted_on < grid.after_last_day "
    f"AND w.id = p.contact_id AND w.trash_id IS NULL AND NOT EXISTS (SELECT 1 FROM {_PART} q "
    "WHERE q.owner_id = %s AND q.contact_id = p.contact_id "
    "AND q.counted_on >= grid.first_day AND q.counted_on < grid.after_lived_day)))"
)


def _at_events() -> str:
    """People at the events of one month: of the same month of UTC, with those who came only in the hours between."""
    attended = f"SELECT id FROM {_EVENT} WHERE owner_id = %s AND mine = 'attended' AND trash_id IS NULL"

    def only(*ranges: tuple[str, str]) -> str:
        events = " UNION ALL ".join(f"{attended} AND starts >= {begin} AND starts < {end}" for begin, end in ranges)
        return (
            f"(SELECT COUNT(DISTINCT a.contact_id) FROM ({events}) e CROSS JOIN communities_attendance a "
            f"CROSS JOIN {_PERSON} w WHERE a.event_id = e.id AND a.came AND w.id = a.contact_id AND w.trash_id IS NULL "
            f"AND NOT EXISTS (SELECT 1 FROM communities_attendance b CROSS JOIN {_EVENT} f WHERE b.owner_id = %s "
            "AND b.contact_id = w.id AND b.came AND f.id = b.event_id AND f.trash_id IS NULL AND f.mine = 'attended' "
            "AND f.starts >= grid.first_moment AND f.starts < grid.after_last_moment "
            "AND f.starts >= grid.first_of_utc AND f.starts < grid.after_last_of_utc))"
        )

    own, utc = ("grid.first_moment", "grid.after_last_moment"), ("grid.first_of_utc", "grid.after_last_of_utc")
    return (
        f"((SELECT CAST(COALESCE(SUM(number), 0) AS bigint) FROM {kept_at_events.TABLE.name} WHERE owner_id = %s "
        f"AND first = grid.first_day) + {only((own[0], utc[0]), (utc[1], own[1]))}"
        f" - {only((utc[0], own[0]), (own[1], utc[1]))})"
    )


_AT_EVENTS = _at_events()
