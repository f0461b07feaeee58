"""The promises of the talks that are recorded, beside what a form says of them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.actions.talks import promises_of
from communities.forms.debrief_rows import Row
from communities.models import Attendance, Event
from contacts.models import Promise
from contacts.prepared import prepared


def first_open(promises: Collection[Promise]) -> Promise | None:
    """The one that the field of a row shows."""
    return next((one for one in promises if one.is_open), None)


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
