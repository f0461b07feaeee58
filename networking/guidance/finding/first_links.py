"""The first notes that lead to each of some notes, or to which each leads: a step through the index for each of them,
however many links there are."""

from __future__ import annotations

from django.db import connection

_WALK = """
WITH RECURSIVE others AS (
  SELECT id FROM guidance_note WHERE twin_id IS NOT NULL AND language NOT IN ('', %s)
), walk (here, there, place) AS (
  SELECT id, (SELECT MIN({there}) FROM guidance_notelink WHERE {here} = n.id AND {there} <> n.id
              AND {there} NOT IN (SELECT id FROM others)), 1
  FROM guidance_note n WHERE id IN ({ids})
  UNION ALL
  SELECT here, (SELECT MIN({there}) FROM guidance_notelink WHERE {here} = walk.here AND {there} > walk.there
                AND {there} <> walk.here AND {there} NOT IN (SELECT id FROM others)), place + 1
  FROM walk WHERE there IS NOT NULL AND place < %s
)
SELECT here, there FROM walk WHERE there IS NOT NULL ORDER BY here, place
"""


def first_links(pks: list[int], language: str, *, most: int, behind: bool) -> dict[int, list[int]]:
    """By note those that lead to it (`behind`) or to which it leads, by their ids, as a reader sees them."""
    found: dict[int, list[int]] = {pk: [] for pk in pks}
    if not pks:
        return found
    here, there = ("target_id", "source_id") if behind else ("source_id", "target_id")
    # Names of columns of ours, and as many places as there are ids.
    sql = _WALK.format(here=here, there=there, ids=", ".join(["%s"] * len(pks)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [language, *pks, most])
        for pk, other in cursor.fetchall():
            found[pk].append(other)
    return found
