"""Rows of a debrief for what is recorded of its event already."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from communities.actions.talks import participants_of, promises_of
from communities.forms.debrief_rows import Row
from communities.models import Attendance, Event
from contacts.models.contact import NAMES
from contacts.prepared import prepared

# What a row says of a person; reading the rest of them costs more than finding them.
_IN_A_ROW = [f"contact__{name}" for name in (*NAMES, "company", "position")]


def recorded_people(event: Event) -> list[int]:
    """Who is invited, was there or talked, by their ids: those who came first, each in the order of names."""
    return [pk for (pk,) in _people(event.pk)]


@prepared
def _people(event: int) -> QuerySet[Attendance, tuple[int]]:
    there = Attendance.objects.filter(event=event, contact__trash=None)
    there = there.filter(Q(invited=True) | Q(came=True) | Q(interaction__trash=None, interaction__isnull=False))
    return there.order_by("-came", "contact__name_key", "pk").values_list("contact")


def recorded_rows(event: Event, people: Collection[int]) -> list[Row]:
    """A row for each of these people of an event, in their order, with the talk and the promise that are recorded."""
    if not people:
        return []
    attendances = _attendances(event.pk, [*people])
    talks = [one.interaction_id for one in attendances if one.talked]
    participants, promises = participants_of(talks), promises_of(talks)
    rows = {}
    for one in attendances:
        row = rows[one.contact_id] = Row(token=f"c{one.contact_id}", who=f"id:{one.contact_id}", contact=one.contact)
        row.came, row.talked = one.came, one.talked
        if one.talked:
            place = (one.interaction_id or 0, one.contact_id)
            row.note = participants[place].own_note if place in participants else ""
            if promise := promises.get(place):
                row.promise, row.due = promise.text, promise.due_on.isoformat() if promise.due_on else ""
    return [rows[pk] for pk in people if pk in rows]


@prepared
def _attendances(event: int, people: list[int]) -> QuerySet[Attendance]:
    rows = Attendance.objects.filter(event=event, contact__in=people).select_related("contact", "interaction")
    return rows.only("came", "interaction__trash", *_IN_A_ROW).order_by()
