"""Rows of a debrief for what is recorded of its event already."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.actions.talks import participants_of, promises_of
from communities.forms.debrief_promises import first_open, show
from communities.forms.debrief_rows import Row
from communities.models import Attendance, Event
from contacts.forms.owned import StaleRow
from contacts.models import Interaction
from contacts.models.contact import NAMES
from contacts.prepared import prepared


def recorded_people(event: Event) -> list[int]:
    """Who is invited, was there or talked, by their ids: those who came first, each in the order of names."""
    return [pk for (pk,) in _people(event.pk)]


def first_recorded(event: Event, number: int) -> tuple[list[Row], int]:
    """Rows for as many of them as stand on the first screen, and how many there are besides."""
    found = _first(event.pk, number=number + 1)
    rows = _rows_of(found[:number])
    return rows, _everybody.count(event.pk) - number if len(found) > number else 0


def recorded_rows(event: Event, people: Collection[int]) -> list[Row]:
    """A row for each of these people of an event, in their order, with the talk and the promises that are recorded."""
    rows = {row.who: row for row in _rows_of(_attendances(event.pk, [*people]))} if people else {}
    return [row for pk in people if (row := rows.get(f"id:{pk}"))]


def _rows_of(attendances: Collection[Attendance]) -> list[Row]:
    """Their rows, by attendances that say whether the talk of them stands."""
    talks = [one.interaction_id for one in attendances if _stands(one)]
    participants, promises = participants_of(talks), promises_of(talks)
    rows = []
    for one in attendances:
        row = Row(token=f"c{one.contact_id}", who=f"id:{one.contact_id}", contact=one.contact)
        row.came, row.talked = one.came, _stands(one)
        if row.talked:
            place = (one.interaction_id or 0, one.contact_id)
            row.note = participants[place].own_note if place in participants else ""
            row.recorded = promises.get(place, [])
            if promise := first_open(row.recorded):
                show(row, promise)
        rows.append(row)
    return rows


def _stands(attendance: Attendance) -> bool:
    return bool(getattr(attendance, "stands", False))


def refuse_to_lose(event: Event, rows: Collection[Row]) -> None:
    """What is written of a talk that is switched off must not go silently: its row says so.

    Two rows of one person add up, so that one of them is enough to have talked.
    A recorded talk is taken back as it stands: it waits in the trash with all that is written of it.
    """
    talked = {row.who for row in rows if row.talked}
    written = [row for row in rows if not row.talked and row.who not in talked and (row.note or row.promise)]
    recorded = {row.who: row for row in recorded_rows(event, {row.contact.pk for row in written if row.contact})}
    for row in written:
        known = recorded.get(row.who)
        if known is None or (known.note, known.promise) != (row.note, row.promise):
            row.errors["talked"] = _("“Talked” is switched off, but this is written here: switch it on or clear this.")


def stale_people(event: Event, rows: Collection[Row]) -> list[StaleRow]:
    """What is recorded of people by now where the form says something else of them, both in words."""
    recorded = {row.who: row for row in recorded_rows(event, [row.contact.pk for row in rows if row.contact])}
    told = [(row.name, _told(recorded[row.who]), _told(row)) for row in rows if row.who in recorded]
    return [StaleRow(name, theirs, mine) for name, theirs, mine in told if theirs != mine]


def _told(row: Row) -> str:
    """What a row says of a person: whether they were there, what the talk was about, what was promised."""
    there = pgettext("a person at an event", "was there") if row.came else pgettext("a person at an event", "not there")
    if not row.talked:
        return there
    promise = _("I promised: %(what)s") % {"what": row.promise} if row.promise else ""
    until = _("by %(day)s") % {"day": date_format(row.due_on, "j E Y")} if row.promise and row.due_on else ""
    return " · ".join(filter(None, (_("talked"), row.note, promise, until)))


@prepared
def _first(event: int, *, number: int) -> QuerySet[Attendance]:
    return _as_rows(_there(event))[:number]


@prepared
def _attendances(event: int, people: list[int]) -> QuerySet[Attendance]:
    return _as_rows(Attendance.objects.filter(event=event, contact__in=people)).order_by()


@prepared
def _people(event: int) -> QuerySet[Attendance, tuple[int]]:
    return _there(event).values_list("contact")


@prepared
def _everybody(event: int) -> QuerySet[Attendance, tuple[int]]:
    """The same without an order, to be counted."""
    return _there(event).order_by().values_list("pk")


def _there(event: int) -> QuerySet[Attendance]:
    """Who is invited, was there or talked, those who came first, each in the order of names."""
    rows = Attendance.objects.filter(Q(invited=True) | Q(came=True) | _talk_stands(), event=event, contact__trash=None)
    return rows.order_by("-came", "contact__name_key", "pk")


def _as_rows(attendances: QuerySet[Attendance]) -> QuerySet[Attendance]:
    # What a row says of a person; reading the rest of them costs more than finding them.
    said = [f"contact__{name}" for name in (*NAMES, "company", "position")]
    attendances = attendances.annotate(stands=ExpressionWrapper(_talk_stands(), BooleanField()))
    return attendances.select_related("contact").only("came", "interaction_id", *said)


def _talk_stands() -> Q:
    """Whether there is a talk that is not in the trash; a talk is looked up for those alone who have one."""
    return Q(interaction__isnull=False) & Q(Exists(Interaction.objects.filter(pk=OuterRef("interaction"), trash=None)))
