"""The same numbers as the pages of a month, of a year and of more charts, by the best SQL over the facts known to us.

The kept numbers of talks with members are not used: what a hand would write knows tables and their indexes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from networking.metrics.windows import Window

Row = Sequence[Any]
_LIVE_TIE = "m.trash_id IS NULL AND (m.since IS NULL OR m.since <= {day}) AND (m.until IS NULL OR m.until >= {day})"
_WITH_MEMBERS = (
    "contacts_participant p JOIN contacts_contact w ON w.id = p.contact_id AND w.trash_id IS NULL "
    "JOIN communities_membership m ON m.contact_id = p.contact_id "
    f"AND {_LIVE_TIE.format(day='p.counted_on')} "
    "JOIN communities_community c ON c.id = m.community_id AND c.trash_id IS NULL "
    "WHERE p.owner_id = %s AND p.counted_on >= %s AND p.counted_on < %s"
)


def counts(owner: int, windows: Sequence[Window]) -> list[Row]:
    """New people, interactions, referrals received and events attended of each window, in the order of windows."""
    one = (
        "SELECT %s AS place, "
        "(SELECT COUNT(*) FROM contacts_contact WHERE owner_id = %s AND met_on >= %s AND met_on < %s "
        "AND trash_id IS NULL), "
        "(SELECT COUNT(*) FROM contacts_interaction WHERE owner_id = %s AND day >= %s AND day < %s AND answered "
        "AND trash_id IS NULL), "
        "(SELECT COUNT(*) FROM contacts_referral WHERE owner_id = %s AND direction = 'received' AND made_on >= %s "
        "AND made_on < %s AND trash_id IS NULL), "
        "(SELECT COUNT(*) FROM communities_event WHERE owner_id = %s AND starts >= %s AND starts < %s "
        "AND mine = 'attended' AND trash_id IS NULL)"
    )
    values: list[Any] = []
    for place, window in enumerate(windows):
        days, lived = _days(window.first, window.after_last), _days(window.first, window.after_lived)
        values += [place, owner, *days, owner, *lived, owner, *days, owner, *_moments(window)]
    found = _rows(" UNION ALL ".join([one] * len(windows)) + " ORDER BY 1", values)
    return [row[1:] for row in found]


def beside(owner: int, window: Window) -> list[Row]:
    """What stands beside the eight figures of one window, each table read once."""
    days, lived = _days(window.first, window.after_last), _days(window.first, window.after_lived)
    today = _days(window.today, window.today)[0]
    soon = "date(c.met_on, '+30 days')" if connection.vendor == "sqlite" else "c.met_on + 30"
    later = "EXISTS (SELECT 1 FROM contacts_participant p WHERE p.owner_id = %s AND p.contact_id = c.id "
    later += "AND p.counted_on > c.met_on AND p.counted_on <= {until})"
    kinds = ("meetup", "conference", "webinar", "training", "informal", "working_group", "other")
    words = [f"my_role = '{one}'" for one in ("listener", "discussant", "speaker", "organiser")]
    words += [f"format = '{one}'" for one in ("in_person", "online", "hybrid")] + [f"kind = '{one}'" for one in kinds]
    filters = ", ".join(f"COUNT(*) FILTER (WHERE {one})" for one in (*words, "knowledge IS NOT NULL"))
    return [
        *_rows(
            f"SELECT COUNT(*) FILTER (WHERE {later.format(until='%s')}), "
            f"COUNT(*) FILTER (WHERE {later.format(until=soon)} AND {later.format(until='%s')}) "
            "FROM contacts_contact c WHERE owner_id = %s AND met_on >= %s AND met_on < %s AND trash_id IS NULL",
            [owner, today, owner, owner, today, owner, *days],
        ),
        *_rows(
            "SELECT COUNT(*) FROM contacts_contact WHERE owner_id = %s AND met_on IS NULL AND trash_id IS NULL", [owner]
        ),
        *_rows(
            "SELECT COUNT(*) FROM (SELECT DISTINCT contact_id FROM contacts_participant "
            "WHERE owner_id = %s AND counted_on >= %s AND counted_on < %s) p "
            "JOIN contacts_contact c ON c.id = p.contact_id AND c.trash_id IS NULL",
            [owner, *lived],
        ),
        *_rows(
            "SELECT COUNT(*) FILTER (WHERE direction = 'given'), "
            "COUNT(*) FILTER (WHERE direction = 'received' AND useful_on IS NOT NULL), "
            "COUNT(*) FILTER (WHERE direction = 'received' AND thanked_on IS NULL), "
            "COUNT(*) FILTER (WHERE direction = 'received' AND asked_on IS NULL) FROM contacts_referral "
            "WHERE owner_id = %s AND direction IN ('given', 'received') AND made_on >= %s AND made_on < %s "
            "AND trash_id IS NULL",
            [owner, *days],
        ),
        *_rows(
            f"SELECT {filters}, SUM(knowledge) FROM communities_event "
            "WHERE owner_id = %s AND starts >= %s AND starts < %s AND mine = 'attended' AND trash_id IS NULL",
            [owner, *_moments(window)],
        ),
        *_rows(
            "SELECT COUNT(DISTINCT a.contact_id) FROM communities_event e JOIN communities_attendance a "
            "ON a.event_id = e.id AND a.came JOIN contacts_contact c ON c.id = a.contact_id AND c.trash_id IS NULL "
            "WHERE e.owner_id = %s AND e.starts >= %s AND e.starts < %s AND e.mine = 'attended' AND e.trash_id IS NULL",
            [owner, *_moments(window)],
        ),
        *_rows(
            "SELECT COUNT(*), COUNT(usefulness), SUM(usefulness), COUNT(*) FILTER (WHERE outcome = 'taken'), "
            "COUNT(*) FILTER (WHERE outcome = 'declined'), COUNT(*) FILTER (WHERE outcome = 'nothing'), "
            "COUNT(*) FILTER (WHERE outcome = 'open'), COUNT(*) FILTER (WHERE kind = 'talk') "
            "FROM communities_opportunity WHERE owner_id = %s AND received_on >= %s AND received_on < %s "
            "AND trash_id IS NULL",
            [owner, *days],
        ),
        *_rows(
            "SELECT COUNT(DISTINCT t.contact_id) FROM contacts_tiechange t JOIN contacts_contact c "
            "ON c.id = t.contact_id AND c.trash_id IS NULL "
            "WHERE t.owner_id = %s AND t.day >= %s AND t.day < %s AND t.tie > t.before",
            [owner, *lived],
        ),
        *_rows(
            "SELECT COUNT(DISTINCT t.contact_id) FROM contacts_mentorship t JOIN contacts_contact c "
            "ON c.id = t.contact_id AND c.trash_id IS NULL WHERE t.owner_id = %s AND t.direction = 'me' "
            "AND t.trash_id IS NULL AND t.started_on < %s AND (t.ended_on IS NULL OR t.ended_on >= %s)",
            [owner, lived[1], days[0]],
        ),
    ]


def marks(owner: int, first: date, after: date) -> list[Row]:
    return _rows(
        "SELECT r.month, r.community_id, r.depth, r.knowledge, r.usefulness, r.recognition "
        "FROM communities_reflection r LEFT JOIN communities_community c ON c.id = r.community_id "
        "WHERE r.owner_id = %s AND r.month >= %s AND r.month < %s AND c.trash_id IS NULL",
        [owner, *_days(first, after)],
    )


def split(owner: int, window: Window) -> list[list[Row]]:
    """The four counts of a window by community: people, interactions, referrals, events."""
    days, lived = _days(window.first, window.after_last), _days(window.first, window.after_lived)
    live, offset = _LIVE_TIE.format(day="{day}"), _local_day("e.starts", window)
    people = _rows(
        "SELECT m.community_id, COUNT(DISTINCT c.id) FROM contacts_contact c "
        "JOIN communities_membership m ON m.contact_id = c.id "
        f"WHERE c.owner_id = %s AND c.met_on >= %s AND c.met_on < %s AND c.trash_id IS NULL AND m.trash_id IS NULL "
        f"AND (({live.format(day='c.met_on')}) OR (m.since >= %s AND m.since < %s)) GROUP BY 1",
        [owner, *days, *days],
    )
    met_there = _rows(
        "SELECT e.community_id, c.id FROM contacts_contact c JOIN communities_attendance a ON a.contact_id = c.id "
        "AND a.came JOIN communities_event e ON e.id = a.event_id AND e.trash_id IS NULL "
        "AND e.community_id IS NOT NULL "
        f"WHERE c.owner_id = %s AND c.met_on >= %s AND c.met_on < %s AND c.trash_id IS NULL AND {offset} = c.met_on "
        "AND NOT EXISTS (SELECT 1 FROM communities_membership m WHERE m.contact_id = c.id "
        "AND m.community_id = e.community_id AND m.trash_id IS NULL "
        f"AND (({live.format(day='c.met_on')}) OR (m.since >= %s AND m.since < %s))) GROUP BY 1, 2",
        [owner, *days, *days],
    )
    referrals = _rows(
        "SELECT m.community_id, COUNT(DISTINCT r.id) FROM contacts_referral r "
        "JOIN communities_membership m ON m.contact_id = r.giver_id "
        f"AND {live.format(day='r.made_on')} JOIN contacts_contact w ON w.id = r.giver_id AND w.trash_id IS NULL "
        "WHERE r.owner_id = %s AND r.direction = 'received' AND r.made_on >= %s AND r.made_on < %s "
        "AND r.trash_id IS NULL GROUP BY 1",
        [owner, *days],
    )
    events = _rows(
        "SELECT community_id, COUNT(*) FROM communities_event WHERE owner_id = %s AND starts >= %s AND starts < %s "
        "AND mine = 'attended' AND trash_id IS NULL AND community_id IS NOT NULL GROUP BY 1",
        [owner, *_moments(window)],
    )
    number = {row[0]: row[1] for row in people}
    for community, _person in met_there:
        number[community] = number.get(community, 0) + 1
    return [[*number.items()], talks(owner, *lived), referrals, events]


def talks(owner: int, first: Any, after: Any) -> list[Row]:
    return _rows(
        f"SELECT m.community_id, COUNT(DISTINCT p.interaction_id) FROM {_WITH_MEMBERS} GROUP BY 1",
        [owner, first, after],
    )


def matrix(owner: int, first: date, after: date) -> list[Row]:
    """Interactions by community and month."""
    month = "substr(CAST(p.counted_on AS varchar), 1, 7)"
    return _rows(
        f"SELECT m.community_id, {month}, COUNT(DISTINCT p.interaction_id) FROM {_WITH_MEMBERS} GROUP BY 1, 2",
        [owner, *_days(first, after)],
    )


def families(owner: int, first: date, after: date) -> list[Row]:
    """Interactions by family and month."""
    month = "substr(CAST(p.counted_on AS varchar), 1, 7)"
    return _rows(
        f"SELECT c.family, {month}, COUNT(DISTINCT p.interaction_id) FROM {_WITH_MEMBERS} GROUP BY 1, 2",
        [owner, *_days(first, after)],
    )


def truncated(owner: int, first: date, after: date) -> list[Row]:
    """Interactions of each month as an ORM groups them by a truncated month."""
    from django.db.models import Count
    from django.db.models.functions import TruncMonth

    from contacts.models import Interaction

    found = Interaction.objects.filter(owner=owner, trash=None, answered=True, day__gte=first, day__lt=after)
    return [*found.order_by().annotate(m=TruncMonth("day")).values_list("m").annotate(Count("pk"))]


def both_referrals(owner: int, first: date, after: date) -> list[Row]:
    return _rows(
        "SELECT direction, substr(CAST(made_on AS varchar), 1, 7), COUNT(*) FROM contacts_referral "
        "WHERE owner_id = %s AND direction IN ('given', 'received') AND made_on >= %s AND made_on < %s "
        "AND trash_id IS NULL GROUP BY 1, 2",
        [owner, *_days(first, after)],
    )


def communities(owner: int) -> list[Row]:
    query = (
        "SELECT id, name, family FROM communities_community WHERE owner_id = %s AND trash_id IS NULL ORDER BY name_key"
    )
    return _rows(query, [owner])


def _local_day(moment: str, window: Window) -> str:
    if connection.vendor == "postgresql":
        return f"({moment} AT TIME ZONE '{window.zone.key}')::date"
    return f"django_datetime_cast_date({moment}, 'UTC', '{window.zone.key}')"


def _days(*days: date) -> list[Any]:
    return [connection.ops.adapt_datefield_value(day) for day in days]


def _moments(window: Window) -> list[Any]:
    return [connection.ops.adapt_datetimefield_value(moment) for moment in window.moments]


def _rows(query: str, values: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [*cursor.fetchall()]
