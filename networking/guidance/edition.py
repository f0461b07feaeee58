"""What is worked out of the notes stands until one of them changes: everybody reads the same vault.

The database gives every state of the vault a number, its edition, by triggers: no import, edit or bulk statement goes
past it, and one that is taken back takes its number with it. Numbers are drawn by chance, so none comes again. Each
process keeps what it made of one edition, and begins anew with the next.

Links and labels come and go only with the note in which they stand; a link that stays may lead somewhere else when a
note or a file comes or goes. So notes and moved links are followed. What a page is made of is not: it is read with each
request, and thousands are written in one import.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.urls import get_script_prefix
from django.utils.translation import get_language

from contacts.triggers import Triggers

Made = TypeVar("Made")
_NOTES, _LINKS = "guidance_note", "guidance_notelink"
_FOLLOWED = {
    _NOTES: (
        "path", "folder", "name", "slug", "title", "origin", "digest", "front_matter", "body", "excerpt", "sort_key",
        "language", "translation_of", "twin_id", "changed_at", "trashed_at",
    ),
    _LINKS: ("target_id", "rule", "href"),
}  # fmt: skip
_DRAW = {
    "sqlite": "UPDATE guidance_edition SET number = random()",
    "postgresql": "UPDATE guidance_edition SET number = (random() * 9007199254740992)::bigint",
}
# So many parts of pages are kept; the longest take some hundred kilobytes.
MOST = 200


@dataclass(frozen=True)
class Edition:
    """A state of the vault, and what was made of it."""

    number: int
    made: dict[Hashable, Any] = field(default_factory=dict)

    def keep(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes for a key, in the language that is active; made once in this edition."""
        whole = (key, get_language(), get_script_prefix())
        if whole in self.made:
            found: Made = self.made[whole]
            return found
        made = make()
        if len(self.made) >= MOST:
            self.made.clear()
        self.made[whole] = made
        return made


_latest = Edition(0)


def latest() -> Edition:
    """The edition as it stands; one query. It is asked for before the notes are read: what is read later is newer.

    A process keeps what it made of this one, and forgets the one before.
    """
    global _latest
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM guidance_edition")
        number = cursor.fetchone()[0]
    if _latest.number != number:
        _latest = Edition(number)
    return _latest


def _names(vendor: str) -> dict[str, str]:
    kinds = ("new", "gone", "changed") if vendor == "sqlite" else ("all",)
    return {**{f"guidance_edition_{kind}": _NOTES for kind in kinds}, "guidance_edition_moved": _LINKS}


def _statements(vendor: str) -> Iterator[str]:
    draw = _DRAW[vendor]
    changed, moved = (f"UPDATE OF {', '.join(columns)}" for columns in _FOLLOWED.values())
    if vendor == "sqlite":
        for kind, event in (("new", "INSERT"), ("gone", "DELETE"), ("changed", changed)):
            yield f"CREATE TRIGGER guidance_edition_{kind} AFTER {event} ON {_NOTES} BEGIN {draw}; END"
        yield f"CREATE TRIGGER guidance_edition_moved AFTER {moved} ON {_LINKS} BEGIN {draw}; END"
        return
    yield (
        "CREATE OR REPLACE FUNCTION guidance_edition_all() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {draw}; RETURN NULL; END $$"
    )
    # Before any row is touched: whoever changes the vault waits here for whoever changes it now, holding nothing.
    before = "FOR EACH STATEMENT EXECUTE FUNCTION guidance_edition_all()"
    yield f"CREATE TRIGGER guidance_edition_all BEFORE INSERT OR DELETE OR TRUNCATE OR {changed} ON {_NOTES} {before}"
    yield f"CREATE TRIGGER guidance_edition_moved BEFORE {moved} ON {_LINKS} {before}"


def _begin(using: str = DEFAULT_DB_ALIAS) -> int:
    """Make the table and its one row where they are missing, and begin a new edition."""
    with connections[using].cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS guidance_edition (number bigint NOT NULL)")
        cursor.execute("INSERT INTO guidance_edition SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM guidance_edition)")
        cursor.execute(_DRAW[connections[using].vendor])
    return 0


TRIGGERS = Triggers(names=_names, statements=_statements, needs=_FOLLOWED, recount=_begin)
