"""How much of a window belongs to each community.

Of a month that is read from what the database keeps (`communities/kept_belongings.py`, `kept_near.py`), of several in
one pass over their rows: looking at every community by itself would look at the same people again for each.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from communities import kept_belongings, kept_near
from networking.accounts.models import User
from networking.metrics.windows import Window

_PEOPLE, _REFERRALS, _EVENTS = range(3)
_LIVE = "m.trash_id IS NULL AND (m.since IS NULL OR m.since <= {day}) AND (m.until IS NULL OR m.until >= {day})"
# CROSS JOIN is how SQLite is told the order of the tables. To PostgreSQL it says nothing: it would read the rows of
# everybody to join those of the few who were met, and is kept from that by a fence around the rows of each.
_OF_EACH = {
    "sqlite": "{table} {name}",
    "postgresql": "LATERAL (SELECT * FROM {table} x WHERE x.{link} OFFSET 0) {name}",
}
_OF_EVENTS = f"""
UNION ALL
SELECT {_EVENTS}, e.community_id, COUNT(*) FROM communities_event e
WHERE e.owner_id = %(owner)s AND e.starts >= %(begin)s AND e.starts < %(end)s AND e.mine = 'attended'
AND e.trash_id IS NULL AND e.community_id IS NOT NULL
GROUP BY 2
"""  # noqa: S608
# Somebody is met in one month, so one whose meeting there is kept is not counted for an event once more.
_OF_MONTH = f"""
SELECT CASE what WHEN {kept_belongings.MET} THEN {_PEOPLE} ELSE {_REFERRALS} END, place, number
FROM {kept_belongings.TABLE.name}
WHERE owner_id = %(owner)s AND what IN ({kept_belongings.MET}, {kept_belongings.REFERRALS}) AND first = %(first)s
UNION ALL
SELECT {_PEOPLE}, e.community_id, COUNT(DISTINCT c.id)
FROM {kept_near.TABLE.name} k CROSS JOIN communities_attendance a CROSS JOIN contacts_contact c
CROSS JOIN communities_event e
WHERE k.owner_id = %(owner)s AND k.first = %(first)s AND k.number <> 0 AND a.id = k.attendance_id
AND c.id = a.contact_id AND e.id = a.event_id AND e.starts >= %(begin)s AND e.starts < %(end)s
AND {{day_of_event}} = c.met_on
AND NOT EXISTS (SELECT 1 FROM communities_membership m WHERE m.owner_id = c.owner_id AND m.contact_id = c.id
  AND m.community_id = e.community_id AND m.trash_id IS NULL
  AND (({_LIVE.format(day="c.met_on")}) OR (m.since >= %(first)s AND m.since < %(after)s)))
GROUP BY 2
{_OF_EVENTS}
"""  # noqa: S608
_QUERY = f"""
SELECT {_PEOPLE}, met.community_id, COUNT(*) FROM (
  SELECT m.community_id, c.id FROM contacts_contact c CROSS JOIN {{memberships}}
  WHERE c.owner_id = %(owner)s AND c.met_on >= %(first)s AND c.met_on < %(after)s AND c.trash_id IS NULL
  AND m.owner_id = c.owner_id AND m.contact_id = c.id AND m.trash_id IS NULL
  AND (({_LIVE.format(day="c.met_on")}) OR (m.since >= %(first)s AND m.since < %(after)s))
  UNION
  SELECT e.community_id, c.id FROM contacts_contact c CROSS JOIN {{attendances}} CROSS JOIN {{events}}
  WHERE c.owner_id = %(owner)s AND c.met_on >= %(first)s AND c.met_on < %(after)s AND c.trash_id IS NULL
  AND a.owner_id = c.owner_id AND a.contact_id = c.id AND a.came
  AND e.id = a.event_id AND e.trash_id IS NULL AND e.community_id IS NOT NULL
  AND e.starts >= %(begin)s AND e.starts < %(end)s AND {{day_of_event}} = c.met_on
) met GROUP BY 2
UNION ALL
SELECT {_REFERRALS}, m.community_id, COUNT(DISTINCT r.id)
FROM contacts_referral r CROSS JOIN contacts_contact g CROSS JOIN communities_membership m
WHERE r.owner_id = %(owner)s AND r.direction = 'received' AND r.made_on >= %(first)s AND r.made_on < %(after)s
AND r.trash_id IS NULL AND g.id = r.giver_id AND g.trash_id IS NULL AND m.owner_id = g.owner_id AND m.contact_id = g.id
AND {_LIVE.format(day="r.made_on")}
GROUP BY 2
{_OF_EVENTS}
"""  # noqa: S608


def by_community(owner: User, window: Window) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """New people, referrals received and events attended by community, as `rows.py` defines them; one query."""
    begin, end = (connection.ops.adapt_datetimefield_value(moment) for moment in window.moments)
    first, after = (connection.ops.adapt_datefield_value(day) for day in (window.first, window.after_last))
    values: dict[str, Any] = {"owner": owner.pk, "first": first, "after": after, "begin": begin, "end": end}
    cast, zones = connection.ops.datetime_cast_date_sql("e.starts", (), window.zone.key)
    names = [f"zone_{place}" for place in range(len(zones))]
    values |= dict(zip(names, zones, strict=True))
    day_of_event = cast % tuple(f"%({name})s" for name in names) if names else cast
    found: tuple[dict[int, int], dict[int, int], dict[int, int]] = ({}, {}, {})
    with connection.cursor() as cursor:
        query = _OF_MONTH if window.is_month else _QUERY
        cursor.execute(query.format(day_of_event=day_of_event, **_joined()), values)
        for kind, community, number in cursor.fetchall():
            found[kind][community] = found[kind].get(community, 0) + number
    return found


def _joined() -> dict[str, str]:
    each = _OF_EACH[connection.vendor]
    return {
        "memberships": each.format(
            table="communities_membership", name="m", link="owner_id = c.owner_id AND x.contact_id = c.id"
        ),
        "attendances": each.format(
            table="communities_attendance", name="a", link="owner_id = c.owner_id AND x.contact_id = c.id"
        ),
        "events": each.format(table="communities_event", name="e", link="id = a.event_id"),
    }
