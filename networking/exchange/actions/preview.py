"""From a file to rows that its owner can look at; nothing of the network is touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import IO, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.inserting import insert
from networking.accounts.models import User
from networking.exchange.actions.calm import without_looking_for_cycles
from networking.exchange.actions.comparing import changes_of
from networking.exchange.actions.knowing import Found, Known
from networking.exchange.actions.meetings.knowing import KnownEvents, in_parts, rows_of
from networking.exchange.actions.sheets import keep_sheet, kept
from networking.exchange.actions.standing import standing_of
from networking.exchange.actions.tidying import as_json, key_of, tidy
from networking.exchange.formats import recognise
from networking.exchange.formats.rows import Person, Reading
from networking.exchange.models import Choice, ImportBatch, ImportRow, Verdict

CHUNK = 1_000
MOST_PROBLEMS = 1_000


@dataclass(slots=True)
class _Seen:
    """A row before it is stored, with its columns in their order."""

    owner_id: int
    batch_id: int
    place: int
    line: int
    name: str
    key: str
    person: dict[str, Any]
    verdict: str = Verdict.NEW.value
    choice: str = Choice.CREATE.value
    reason: str = ""
    contact_id: int | None = None
    twin: int | None = None
    changes: list[Any] = field(default_factory=list)


_ROW = tuple(one.name for one in fields(_Seen))
_values = attrgetter(*_ROW)


@without_looking_for_cycles()
@transaction.atomic
def preview(
    *,
    owner: User,
    file: IO[bytes],
    name: str,
    talks: bool = False,
    mapping: Mapping[int, str] | None = None,
) -> ImportBatch:
    """Read a file and compare it with what is known; raises Unreadable. `talks` keeps a messenger's days of talks."""
    reading = recognise.read(file, mapping, zone=owner.zone, now=timezone.now())
    batch = ImportBatch.objects.create(
        owner_id=owner.pk, file_name=name[-200:], format=reading.format, encoding=reading.encoding[:40]
    )
    keep_reading(owner, batch, reading, talks=talks)
    if reading.table:
        keep_sheet(batch, reading.table)
    return batch


def keep_reading(owner: User, batch: ImportBatch, reading: Reading, *, talks: bool = False) -> None:
    """Compare what was read with what is known, and keep it as the rows of a batch that has none yet."""
    if reading.people:
        _keep_people(owner, batch, reading, talks=talks)
    if reading.meetings:
        events = KnownEvents(owner)
        for start, part in in_parts(reading.meetings):
            ImportRow.objects.bulk_create(rows_of(batch, events, part, start, reading.problems), batch_size=200)
    batch.rows_count = len(reading.people) + len(reading.meetings)
    batch.problems = [kept(one) for one in reading.problems[:MOST_PROBLEMS]]
    batch.save(update_fields=["problems", "rows_count", "updated_at"])


def _keep_people(owner: User, batch: ImportBatch, reading: Reading, *, talks: bool) -> None:
    known = Known(owner)
    for start in range(0, len(reading.people), CHUNK):
        part = reading.people[start : start + CHUNK]
        rows: list[_Seen] = []
        for place, person in enumerate(part, start):
            if not talks:
                person.talks = []
            rows.append(_row(batch, place, tidy(person, reading.problems), known))
        _compare(owner, rows, part)
        insert(ImportRow, _ROW, map(_values, rows))


def _row(batch: ImportBatch, place: int, person: Person, known: Known) -> _Seen:
    key = f"{batch.format}:{key_of(person)}"[:250]
    found = known.find(person, key, place)
    row = _Seen(batch.owner_id, batch.pk, place, person.line, person.name[:300], key, as_json(person))
    if found is not None:
        _say(row, found)
    return row


def _say(row: _Seen, found: Found) -> None:
    if found.pk >= 0:
        row.contact_id = found.pk
    else:
        row.twin = -1 - found.pk
    row.reason = ", ".join(found.like.reasons)[:500] if found.like else _("the same row of the same source")
    if not found.sure:
        row.verdict, row.choice = Verdict.DOUBLE.value, Choice.SKIP.value
    else:
        row.verdict, row.choice = Verdict.DIFFERS.value, Choice.ADD.value


def _compare(owner: AbstractBaseUser, rows: list[_Seen], people: list[Person]) -> None:
    """Say for rows of known people what is new about them; without anything new they are the same."""
    known = standing_of(owner, {row.contact_id for row in rows if row.contact_id})
    for row, person in zip(rows, people, strict=True):
        standing = known.get(row.contact_id or 0)
        if standing is None:
            continue
        row.changes = changes_of(person, standing)
        if not row.changes and row.verdict == Verdict.DIFFERS:
            row.verdict, row.choice = Verdict.SAME.value, Choice.SKIP.value
