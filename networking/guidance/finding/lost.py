"""Names that notes link to and that no note and no file has, from the index of such links.

A picture from elsewhere is never shown, so its address is no name.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from networking.guidance.vault.files import KINDS

_LOST = """
SELECT key, COUNT(*) AS number, COUNT(*) OVER () FROM guidance_notelink
WHERE target_id IS NULL AND rule <> 'file'
  AND source_id NOT IN (SELECT id FROM guidance_note WHERE twin_id IS NOT NULL AND language NOT IN ('', %s))
  AND key NOT LIKE '%%://%%'{inside}{notes}
GROUP BY key ORDER BY number DESC, key LIMIT %s OFFSET %s
"""
_INSIDE = """
  AND source_id IN (SELECT id FROM guidance_note WHERE folder = %s OR {begins})"""
_NOTES = "".join(f" AND key NOT LIKE '%%.{ending}'" for ending in KINDS)
_BEGINS = {"sqlite": "instr(folder, %s) = 1", "postgresql": "strpos(folder, %s) = 1"}


class Lost(NamedTuple):
    """Some of the names by their keys, each with how many links want it, and how many names there are."""

    names: list[tuple[str, int]]
    number: int


def lost_names(language: str, *, folder: str = "", begin: int = 0, most: int, files: bool = True) -> Lost:
    """The most wanted first, from a place on; of one folder and the folders in it, if it is named; with or without
    those that name a file."""
    inside, named = "", list[str]()
    if folder:
        inside, named = _INSIDE.format(begins=_BEGINS[connection.vendor]), [folder, f"{folder}/"]
    with connection.cursor() as cursor:
        cursor.execute(_LOST.format(inside=inside, notes="" if files else _NOTES), [language, *named, most, begin])
        rows = cursor.fetchall()
    return Lost([(key, number) for key, number, _all in rows], rows[0][2] if rows else 0)
