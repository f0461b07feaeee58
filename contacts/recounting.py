"""What is kept for speed, worked out again from the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, models, transaction

from contacts import kept_again, kept_days, kept_headcount, kept_people, kept_referrals
from contacts.finding import full_text
from contacts.finding.fields import Folded, NoteText
from contacts.mentions import keeping
from contacts.models import Channel, Contact, Interaction, Participant

BATCH = 1000
Right = Callable[[Any], tuple[str, ...]]


@dataclass(frozen=True)
class Kept:
    """Something kept, how many of it were wrong, and that they are right now (unless it was only looked at)."""

    what: str
    wrong: int


# What upper floors keep: each mends in place, and returns how many were wrong.
_more: dict[str, Callable[[], int]] = {}


def register(what: str, again: Callable[[], int]) -> None:
    """Let an upper floor recount what it keeps; `again` mends it and returns how much was wrong."""
    _more[what] = again


def recount(*, mend: bool = True) -> Iterator[Kept]:
    """Compare everything kept with a recount, one kind after another; each is mended in a transaction of its own."""
    yield Kept("names, order and search of people", _rows(Contact, ("name_key", "search_text"), _keys, mend))
    for model in (Contact, Channel, Interaction, Participant):
        for field in model._meta.concrete_fields:
            if isinstance(field, NoteText | Folded):
                label = f"{field.attname} of {model._meta.model_name}s"
                yield Kept(label, _rows(model, (field.attname,), _texts(field), mend))
    yield Kept("days of participants and last contacts", _days(kept_days.recount, mend))
    yield Kept("people met and reached by month", _days(kept_people.recount, mend))
    yield Kept("people talked to again by month", _days(kept_again.recount, mend))
    yield Kept("number of people", _days(kept_headcount.KEPT.recount, mend))
    yield Kept("referrals by day and month", _days(kept_referrals.KEPT.recount, mend))
    for what, again in _more.items():
        yield Kept(what, _days(again, mend))
    yield Kept("mentions of people", _mentions(mend))
    for table, column in full_text.INDEXED:
        yield Kept(f"full-text index of {table}.{column}", _index(table, column, mend))


def _keys(person: Any) -> tuple[str, ...]:
    person.refresh_keys()
    return person.name_key, person.search_text


def _texts(field: NoteText | Folded) -> Right:
    return lambda row: (field.pre_save(row, add=False),)


def _rows(
    model: type[models.Model], columns: tuple[str, ...], right: Callable[[Any], tuple[str, ...]], mend: bool
) -> int:
    wrong = 0
    with transaction.atomic():
        batch: list[models.Model] = []
        for row in model._default_manager.order_by("pk").iterator(chunk_size=BATCH):
            kept = tuple(getattr(row, column) for column in columns)
            if right(row) != kept:
                wrong += 1
                batch.append(row)
            if mend and len(batch) == BATCH:
                models.QuerySet.bulk_update(model._default_manager.all(), batch, columns)
                batch = []
        if mend and batch:
            models.QuerySet.bulk_update(model._default_manager.all(), batch, columns)
    return wrong


def _days(again: Callable[[], int], mend: bool) -> int:
    with transaction.atomic():
        wrong = again()
        if not mend:
            transaction.set_rollback(True)
    return wrong


def _mentions(mend: bool) -> int:
    with transaction.atomic():
        return keeping.recount(mend=mend)


def _index(table: str, column: str, mend: bool) -> int:
    """1 when the index does not say what the table holds. PostgreSQL keeps its own indexes right."""
    if connection.vendor != "sqlite":
        return 0
    name = full_text.name_of(table, column)
    with connection.cursor() as cursor:
        try:
            with transaction.atomic(using=DEFAULT_DB_ALIAS):
                cursor.execute(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
            return 0
        except DatabaseError:
            if mend:
                cursor.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
            return 1
