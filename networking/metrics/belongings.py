"""How much of a window belongs to each community, in one pass over the window's rows.

Looking at every community by itself would look at the same people again for each.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from networking.accounts.models import User
from networking.metrics.windows import Window

_PEOPLE, _REFERRALS, _EVENTS = range(3)
_LIVE = "m.trash_id IS NULL AND (m.since IS NULL OR m.since <= {day}) AND (m.until IS NULL OR m.until >= {day})"
# CROSS JOIN is how SQLite is told the order of the tables; to PostgreSQL it says nothing.
_QUERY = f"""
SELECT {_PEOPLE}, met.community_id, COUNT(*) FROM (
  SELECT m.community_id, c.id FROM contacts_contact c CROSS JOIN communities_membership m
  WHERE c.owner_id = %(owner)s AND c.met_on >= %(first)s AND c.met_on < %(after)s AND c.trash_id IS NULL
  AND m.contact_id = c.id AND m.trash_id IS NULL
  AND (({_LIVE.format(day="c.met_on")}) OR (m.since >= %(first)s AND m.since < %(after)s))
  UNION
  SELECT e.community_id, c.id FROM contacts_contact c CROSS JOIN communities_attendance a CROSS JOIN communities_event e
  WHERE c.owner_id = %(owner)s AND c.met_on >= %(first)s AND c.met_on < %(after)s AND c.trash_id IS NULL
  AND a.contact_id = c.id AND a.came AND e.id = a.event_id AND e.trash_id IS NULL AND e.community_id IS NOT NULL
  AND e.starts >= %(begin)s AND e.starts < %(end)s AND {{day_of_event}} = c.met_on
) met GROUP BY 2
UNION ALL
SELECT {_REFERRALS}, m.community_id, COUNT(DISTINCT r.id)
FROM contacts_referral r CROSS JOIN contacts_contact g CROSS JOIN communities_membership m
WHERE r.owner_id = %(owner)s AND r.direction = 'received' AND r.made_on >= %(first)s AND r.made_on < %(after)s
AND r.trash_id IS NULL AND g.id = r.giver_id AND g.trash_id IS NULL AND m.contact_id = g.id
AND {_LIVE.format(day="r.made_on")}
GROUP BY 2
UNION ALL
SELECT {_EVENTS}, e.community_id, COUNT(*) FROM communities_event e
WHERE e.owner_id = %(owner)s AND e.starts >= %(begin)s AND e.starts < %(end)s AND e.mine = 'attended'
AND e.trash_id IS NULL AND e.community_id IS NOT NULL
GROUP BY 2
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
        cursor.execute(_QUERY.format(day_of_event=day_of_event), values)
        for kind, community, number in cursor.fetchall():
            found[kind][community] = number
    return found
