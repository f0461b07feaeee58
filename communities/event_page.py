"""What an event's page reads; each a query made ready once. The event is the owner's, so what hangs on it is too."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from communities.models import Attendance, DebriefDraft, Event
from contacts.models.contact import NAMES
from contacts.prepared import prepared

PEOPLE = 20
TOGETHER = 5
# What pages of an event say nothing of; to make moments of these costs more than to find the row.
_NOT_SHOWN = [f"{of}__{name}" for of in ("community", "series") for name in ("created_at", "updated_at")] + [
    f"community__{name}" for name in ("about", "search_text", "name_key")
]
_IN_A_ROW = [f"contact__{name}" for name in (*NAMES, "company", "position", "photo")]


def event_or_404(owner: AbstractBaseUser, pk: int) -> Event:
    """One of the owner's events, and of its community and series as much as its pages say; `drafted` says whether a
    debrief of it is begun."""
    return _event.one_or_404(owner, pk)


@prepared
def _event(owner: AbstractBaseUser, pk: int) -> QuerySet[Event]:
    begun = DebriefDraft.objects.filter(event=OuterRef("pk"), trash=None)
    events = Event.objects.for_owner(owner).filter(pk=pk).select_related("community", "series")
    return events.annotate(drafted=Exists(begun)).defer(*_NOT_SHOWN)


def people_of(event: int, *, everybody: bool = False) -> tuple[list[Attendance], int, int]:
    """Who came or was asked along, those who came first: the first twenty or all; how many there are, and how many of
    them came."""
    rows = _all_people(event) if everybody else _first_people(event)
    if everybody or len(rows) <= PEOPLE:
        return rows, len(rows), sum(one.came for one in rows)
    return rows[:PEOPLE], *_counted(event)[0]


@prepared
def _first_people(event: int) -> QuerySet[Attendance]:
    return _in_order(event)[: PEOPLE + 1]


@prepared
def _all_people(event: int) -> QuerySet[Attendance]:
    return _in_order(event)


@prepared
def _counted(event: int) -> QuerySet[Attendance, tuple[int, int]]:
    people = _people(event).order_by().values("event")
    return people.annotate(n=Count("pk"), there=Count("pk", filter=Q(came=True))).values_list("n", "there")


def events_with(person: int) -> tuple[list[Attendance], int]:
    """The latest events at which a person of the owner's was, or was asked to, and how many there are."""
    rows = _latest_with(person)
    return rows[:TOGETHER], len(rows) if len(rows) <= TOGETHER else int(_number_with(person)[0][0])


@prepared
def _latest_with(person: int) -> QuerySet[Attendance]:
    rows = _with(person).select_related("event", "interaction")
    return rows.order_by("-event__starts", "-event_id")[: TOGETHER + 1]


@prepared
def _number_with(person: int) -> QuerySet[Attendance, tuple[int]]:
    return _with(person).order_by().values("contact").annotate(n=Count("pk")).values_list("n")


def _with(person: int) -> QuerySet[Attendance]:
    """The owner is not named: it would lead SQLite through the attendances of everybody."""
    return Attendance.objects.filter(Q(came=True) | Q(invited=True), contact=person, event__trash=None)


def _in_order(event: int) -> QuerySet[Attendance]:
    rows = _people(event).select_related("contact", "interaction")
    return rows.only("came", "interaction__trash", *_IN_A_ROW).order_by("-came", "contact__name_key", "pk")


def _people(event: int) -> QuerySet[Attendance]:
    return Attendance.objects.filter(Q(came=True) | Q(invited=True), event=event, contact__trash=None)
