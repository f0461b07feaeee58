"""The promises of the talks that are recorded, beside what a form says of them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.actions.talks import promises_of
from communities.forms.debrief_rows import Row
from communities.models import Attendance, Event
from contacts.actions.interactions import PromiseMade
from contacts.models import Promise
from contacts.prepared import prepared


def first_open(promises: Collection[Promise]) -> Promise | None:
    """The one that the field of a row shows."""
    return next((one for one in promises if one.is_open), None)


def show(row: Row, promise: Promise) -> None:
    """Put a recorded promise into the field of a row."""
    row.promise_id, row.promise, row.due_on = promise.pk, promise.text, promise.due_on
    row.due = promise.due_on.isoformat() if promise.due_on else ""
    row.seen = mark_of(promise)


def mark_of(promise: Promise | PromiseMade) -> str:
    """What tells the words and the day of a promise from others."""
    return hashlib.blake2b(f"{promise.due_on} {promise.text}".encode(), digest_size=6).hexdigest()


def tell_recorded(event: Event, rows: Collection[Row]) -> None:
    """Give rows that came from a browser or a draft the promises of their recorded talks; two queries at most."""
    people = {row.contact.pk for row in rows if row.contact}
    talks = {person: talk for person, talk in _talks(event.pk, [*people]) if talk} if people else {}
    promises = promises_of(talks.values())
    for row in rows:
        if row.contact is None:
            continue
        row.recorded = promises.get((talks.get(row.contact.pk, 0), row.contact.pk), [])
        if row.promise_id is None and not row.by_name:
            # A draft of before: it holds the words of a promise that has ended since, or mends the one that is open.
            said = (row.promise, row.due_on)
            same = next((one for one in row.recorded if (one.text, one.due_on) == said), None)
            shown = same or first_open(row.recorded)
            row.promise_id = shown.pk if shown else 0
        _follow_reworded(row)


def _reworded(row: Row) -> Promise | None:
    """The open promise of the field, where it is not as the field showed it any more."""
    shown = next((one for one in row.recorded if one.pk == row.promise_id and one.is_open), None)
    return shown if shown and row.seen and row.seen != mark_of(shown) else None


def _follow_reworded(row: Row) -> None:
    """A promise that was reworded elsewhere stands so in a field that nobody touched."""
    if (now := _reworded(row)) and row.seen == mark_of(PromiseMade(row.promise, row.due_on)):
        show(row, now)


def ask_about_reworded(rows: Collection[Row]) -> None:
    """A promise that was reworded elsewhere and in the field too is not overwritten silently: its row says what stands
    there now, and sent once more it is replaced."""
    for row in rows:
        now = _reworded(row) if row.talked else None
        if now and (now.text, now.due_on) != (row.promise, row.due_on):
            said = _("Meanwhile it says “%(what)s”. If you save once more, yours takes its place.")
            if now.due_on:
                said = _("Meanwhile it says “%(what)s”, by %(day)s. If you save once more, yours takes its place.")
            day = date_format(now.due_on, "j E Y") if now.due_on else ""
            row.errors.setdefault("promise", said % {"what": now, "day": day})
            row.seen = mark_of(now)


def refuse_to_change_ended(rows: Collection[Row]) -> None:
    """A promise that was kept, withdrawn or deleted since the row showed it stays as it is, and no other one is taken
    for it: its row says so, and what is typed there is a new promise when it is sent again."""
    for row in rows:
        shown = next((one for one in row.recorded if one.pk == row.promise_id), None)
        if not row.promise_id or not row.talked or (shown and shown.is_open):
            continue
        if shown is None or (shown.text, shown.due_on) != (row.promise, row.due_on):
            again = _("What is written here will be a new promise if you save once more.") if row.promise else ""
            row.errors["promise"] = f"{_what_became(shown)} {again}".strip()
            row.promise_id = 0


def _what_became(promise: Promise | None) -> str:
    if promise is None:
        return _("The promise that stood here is gone.")
    said = _("“%(what)s” was withdrawn on %(day)s and stays as it is.")
    if promise.kept_on:
        said = _("“%(what)s” was kept on %(day)s and stays as it is.")
    day = promise.kept_on or promise.withdrawn_on
    return said % {"what": promise, "day": date_format(day, "j E Y") if day else ""}


@prepared
def _talks(event: int, people: list[int]) -> QuerySet[Attendance, tuple[int, int | None]]:
    there = Attendance.objects.filter(event=event, contact__in=people, interaction__trash=None)
    return there.order_by().values_list("contact", "interaction")
