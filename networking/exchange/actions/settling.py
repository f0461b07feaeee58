"""What was done with rows is written down for all of them in few statements, and nothing else of them."""

from __future__ import annotations

import json

from django.db import connection
from django.utils import timezone

from networking.exchange.models import ImportRow

AT_ONCE = 200


def settle(rows: list[ImportRow]) -> None:
    """Keep whom each row became, that it is done, and its journal."""
    table, now = ImportRow._meta.db_table, connection.ops.adapt_datetimefield_value(timezone.now())
    journal = "v.column3" if connection.vendor == "sqlite" else "CAST(v.column3 AS jsonb)"
    for row in rows:
        row.done = True
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            given = [value for row in some for value in (row.pk, row.contact_id, json.dumps(row.journal))]
            cursor.execute(
                f"UPDATE {table} SET contact_id = v.column2, done = TRUE, journal = {journal}, updated_at = %s "
                f"FROM (VALUES {', '.join(['(%s, %s, %s)'] * len(some))}) AS v WHERE id = v.column1",
                [now, *given],
            )
