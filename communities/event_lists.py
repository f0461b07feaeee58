"""What the list of events reads; each a query made ready once."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from communities.event_days import LONGEST
from communities.models import Attendance, DebriefDraft, Event, EventQuerySet, Series
from contacts.prepared import prepared

PAGE = 20
WAITING = 5
UPCOMING = 15
SERIES = 120
IN_A_ROW = ("name", "format", "place", "starts", "ends", "mine", "community__name", "community__trash")


@prepared
def waiting_for_debrief(owner: AbstractBaseUser, now: datetime) -> QuerySet[Event]:
    """The latest events to go through; `drafted` says whether that is begun."""
    begun = DebriefDraft.objects.filter(event=OuterRef("pk"), trash=None)
    waiting = _with_places(Event.objects.for_owner(owner).waiting_for_debrief(now))
    return waiting.annotate(drafted=Exists(begun))[:WAITING]


def coming(owner: AbstractBaseUser, now: datetime) -> list[Event]:
    """What goes on for several days and the next events, each series once, and one more when there are more."""
    return _coming(owner, now, now - LONGEST)


@prepared
def _coming(owner: AbstractBaseUser, now: datetime, earliest: datetime) -> QuerySet[Event]:
    ahead = Event.objects.for_owner(owner).ahead(now, earliest).one_of_each_series(now)
    rows = ahead.select_related("community", "series").only(
        *IN_A_ROW, "series__rule", "series__first_on", "series__time_zone"
    )
    return _with_people(rows)[: UPCOMING + 1]


def past(owner: AbstractBaseUser, now: datetime, without: list[int], before: str) -> tuple[list[Event], Event | None]:
    """A page of past events that goes on after one of them; and the last of the page, when there are more."""
    own = Event.objects.for_owner(owner)
    previous = own.filter(pk=int(before)).first() if before.isdecimal() and len(before) < 19 else None
    rows = _earlier(owner, now, previous.starts, previous.pk, without) if previous else _past(owner, now, without)
    return rows[:PAGE], rows[PAGE - 1] if len(rows) > PAGE else None


@prepared
def _past(owner: AbstractBaseUser, now: datetime, without: list[int]) -> QuerySet[Event]:
    rows = Event.objects.for_owner(owner).behind(now).exclude(pk__in=without)
    return _with_people(_with_places(rows))[: PAGE + 1]


@prepared
def _earlier(owner: AbstractBaseUser, now: datetime, starts: datetime, pk: int, without: list[int]) -> QuerySet[Event]:
    rows = Event.objects.for_owner(owner).behind(now).exclude(pk__in=without).order_by("-starts", "-pk")
    rows = rows.filter(Q(starts__lt=starts) | Q(starts=starts, pk__lt=pk))
    return _with_people(_with_places(rows))[: PAGE + 1]


def _with_places(events: EventQuerySet) -> EventQuerySet:
    return events.select_related("community").only(*IN_A_ROW)


def _with_people(events: EventQuerySet) -> EventQuerySet:
    """Adds `people`: how many others came or are asked along."""
    there = Attendance.objects.filter(Q(came=True) | Q(invited=True), event=OuterRef("pk"), contact__trash=None)
    counted = there.order_by().values("event").annotate(n=Count("pk")).values("n")
    return events.annotate(people=Coalesce(Subquery(counted), 0))


@prepared
def all_series(owner: AbstractBaseUser, now: datetime) -> QuerySet[Series]:
    """Repetitions with how many events are `left`, when the `next` and the `last` are, and their `name`; those that go
    on first."""
    ahead = Q(event__starts__gte=now, event__trash=None)
    mine = Series.objects.for_owner(owner).filter(event__trash=None)
    events = Event.objects.for_owner(owner).filter(series=OuterRef("pk")).values("name")
    coming = Subquery(events.filter(starts__gte=now).order_by("starts", "pk")[:1])
    rows = mine.annotate(
        left=Count("event", filter=ahead),
        next=Min("event__starts", filter=ahead),
        last=Max("event__starts"),
        name=Coalesce(coming, Subquery(events.order_by("-starts", "-pk")[:1])),
    )
    return rows.order_by(F("next").asc(nulls_last=True), "-last", "pk")[:SERIES]
