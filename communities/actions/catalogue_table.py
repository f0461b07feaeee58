"""A table of entries brought into the catalogue: first what would come of it, then all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.actions.catalogue_store import check, free_slug, put, store
from communities.models import CatalogueEntry, Cause
from communities.models.catalogue import State
from communities.models.catalogue_history import differences
from communities.tables.entries import read_row
from communities.tables.reading import Row, Table
from contacts.text import clean_name, fold

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass
class Planned:
    """What a row of the table would do: `before` is empty for a new entry, `problems` say what is wrong, by column.

    `number` is that of the row in a spreadsheet, `line` where it begins in the file.
    """

    number: int
    line: int
    entry: CatalogueEntry
    before: State
    state: State
    problems: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.state.get("name") or self.before.get("name", ""))

    def wrong(self, column: str, said: str) -> None:
        self.problems.setdefault(column, []).append(said)

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        return differences({name: self.before.get(name) for name in self.state}, self.state)

    @property
    def erased(self) -> list[str]:
        """The fields of which an empty cell erases what stands there."""
        return [name for name, was, now in self.changes if was and now in ("", []) and name not in self.problems]

    @property
    def does(self) -> str:
        if self.problems:
            return "wrong"
        if not self.before:
            return "new"
        return "changed" if self.changes else "same"


@dataclass(frozen=True)
class Plan:
    """What a whole table would do."""

    rows: list[Planned]

    def count(self, does: str) -> int:
        return sum(row.does == does for row in self.rows)

    @property
    def erased(self) -> int:
        return sum(len(row.erased) for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """Equal for two plans that would write the same over the same."""
        said = [[row.number, row.entry.pk, row.entry.version, row.state, row.problems] for row in self.rows]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


class Overtaken(Exception):
    """The catalogue was changed since the plan was shown, so that the table would do something else now."""


def plan(table: Table) -> Plan:
    """Say for every row of a table what it would do; nothing is written."""
    have = {one.slug: one for one in CatalogueEntry.objects.prefetch_related("channels")}
    named: dict[str, list[CatalogueEntry]] = defaultdict(list)
    for one in have.values():
        if not one.merged_into_id:
            named[fold(one.name)].append(one)
    taken = {*have}
    rows: list[Planned] = []
    numbers: dict[Any, int] = {}
    for given in table.rows:
        row = _planned(given, have, taken)
        called = (fold(row.name), fold(row.state.get("city", "")))
        if row.number in table.too_long:
            row.wrong("", _("There are more cells than columns."))
        addressed = bool(clean_name(given.cells.get("slug", "")))
        if not row.before and (other := _same(named.get(called[0], []), called[1], exactly=addressed)):
            said = _("“%(name)s” is in the catalogue already. To change it, give its address: %(slug)s.")
            row.wrong("name", said % {"name": other.name, "slug": other.slug})
        if same := numbers.get(row.state.get("slug")) or (not row.before and numbers.get(called)):
            row.wrong("slug", _("Row %(row)d is about the same.") % {"row": same})
        numbers.setdefault(row.state.get("slug"), row.number)
        numbers.setdefault(called, row.number)
        rows.append(row)
    return Plan(rows)


def _same(entries: list[CatalogueEntry], city: str, *, exactly: bool) -> CatalogueEntry | None:
    """The entry of a city among those of a name; unless `exactly`, one city that is not said is any."""
    for entry in entries:
        theirs = fold(entry.city)
        if theirs == city or (not exactly and not (theirs and city)):
            return entry
    return None


def _planned(given: Row, have: dict[str, CatalogueEntry], taken: set[str]) -> Planned:
    read = read_row(given.cells)
    state = read.state
    if not state.get("slug") and "slug" not in read.problems:
        state["slug"] = free_slug(state.get("name", ""), taken)
        taken.add(state["slug"])
    entry = have.get(state.get("slug", ""), CatalogueEntry())
    before = entry.state() if entry.pk else {}
    row = Planned(given.number, given.line, entry, before, state, read.problems)
    if entry.merged_into_id:
        row.wrong("slug", _("This entry was merged into another."))
    _check(row)
    return row


def _check(row: Planned) -> None:
    would_be = copy(row.entry)
    put(would_be, row.state)
    try:
        check(would_be, row.state.get("channels", []), unique=False)
    except ValidationError as error:
        wrong = error.message_dict
        if "kind" in row.problems or "kind" in wrong:
            # It follows from the kind.
            wrong.pop("family", None)
        for name, said in wrong.items():
            row.problems.setdefault(name, said)


@transaction.atomic
def bring_in(table: Table, *, fingerprint: str, by: AbstractBaseUser) -> Plan:
    """Write everything that the plan with this fingerprint said, in one transaction.

    Raises Overtaken, and writes nothing, when the plan would be another now or when a row of it is wrong.
    """
    now = plan(table)
    if now.fingerprint != fingerprint or now.count("wrong"):
        raise Overtaken
    for row in now.rows:
        if row.does in ("new", "changed"):
            store(row.entry, row.state, cause=Cause.IMPORTED, by=by, checked=True)
    return now
