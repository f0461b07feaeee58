from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from communities.models import Membership
from contacts.cadence import Cadence, tie_defaults
from contacts.models import Contact, ContactQuerySet, Participant
from contacts.prepared import prepared
from networking.accounts.models import User
from networking.home.rhythm.people import Rhythm, rhythm_of
from networking.home.rhythm.reasons import reasons
from networking.home.rhythm.reckoning import DaysBetween, clock, ideal_of, of_communities

SHOWN = 5
SECOND_TALK_WITHIN = timedelta(days=30)
# A new acquaintance without a rhythm of their own is ranked as if they were to be met again in a week.
SECOND_TALK_IDEAL = 7


@dataclass(frozen=True)
class Due:
    """Somebody to write to today, and why."""

    person: Contact
    rhythm: Rhythm
    days: int
    state: str
    reason: str


def due_people(owner: User, today: date, limit: int = SHOWN) -> list[Due]:
    """Whom to write to today: by days over ÷ cadence, then by tie. At most nine queries, whatever the network."""
    ranked = {pk: (measure, tie, False) for pk, tie, measure in _by_rhythm(owner, today, limit)}
    for pk, tie, measure in _without_second_talk(owner, today, limit):
        ranked[pk] = (max(measure, ranked.get(pk, (0.0, 0, False))[0]), tie, True)
    order = sorted(ranked, key=lambda pk: (-ranked[pk][0], -(ranked[pk][1] or 0), pk))[:limit]
    people = {one.pk: one for one in _people(owner, order)}
    rhythms = rhythm_of(owner, people.values(), today)
    fresh = {pk for pk in order if ranked[pk][2]}
    said = reasons(owner, people, rhythms, fresh, today)
    return [_due(people[pk], rhythms[pk], said[pk], today, fresh=pk in fresh) for pk in order if pk in people]


@prepared
def _people(owner: User, order: list[int]) -> QuerySet[Contact]:
    return Contact.objects.for_owner(owner).filter(pk__in=order).order_by()


def _due(person: Contact, rhythm: Rhythm, reason: str, today: date, *, fresh: bool) -> Due:
    if not fresh or person.met_on is None:
        return Due(person, rhythm, rhythm.days or 0, rhythm.state, reason)
    days = (today - person.met_on).days
    return Due(person, rhythm, days, rhythm.state or ("soon" if days >= SECOND_TALK_IDEAL else ""), reason)


def _awake(owner: User, today: date) -> ContactQuerySet:
    people = Contact.objects.for_owner(owner).active().filter(rhythm_off=False)
    return people.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))


def _by_rhythm(owner: User, today: date, limit: int) -> list[tuple[int, int | None, float]]:
    """Ids and ties of those who are due, with days since the clock began ÷ cadence; one query beside two small ones."""
    ties, communities = tuple(tie_defaults(owner).items()), tuple(of_communities(owner).items())
    rows = _measured(owner, today, zone=owner.zone, ties=ties, communities=communities, limit=limit)
    return [(pk, tie, found) for pk, tie, found in rows if found >= 1]


@prepared
def _measured(
    owner: User,
    today: date,
    *,
    zone: ZoneInfo,
    ties: Sequence[tuple[int, Cadence]],
    communities: Sequence[tuple[int, Cadence]],
    limit: int,
) -> QuerySet[Contact, Any]:
    here = Membership.objects.filter(owner=owner, trash=None, contact=OuterRef("pk"))
    members = here.filter(community__in=[pk for pk, _cadence in communities]).on(today)
    quickest = ideal_of("community", dict(communities))
    shared = Subquery(members.order_by(quickest).values_list(quickest)[:1], output_field=IntegerField())
    pace = Coalesce(
        "cadence_ideal", "cadence_at_most", shared, ideal_of("tie", dict(ties)), output_field=IntegerField()
    )
    own = Q(cadence_ideal__isnull=False) | Q(cadence_at_most__isnull=False)
    tried = Participant.objects.filter(contact=OuterRef("pk"), interaction__trash=None)
    people = _awake(owner, today).filter(own | Q(tie__in=[tie for tie, _cadence in ties]) | Exists(members))
    people = people.filter(own | Q(met_on__isnull=False) | Exists(tried))
    days = DaysBetween(Value(today, output_field=DateField()), clock(owner, today, zone))
    measure = ExpressionWrapper(Cast(days, FloatField()) / pace, output_field=FloatField())
    rows = people.annotate(measure=measure).values_list("pk", "tie", "measure")
    return rows.order_by(F("measure").desc(), F("tie").desc(nulls_last=True), "pk")[:limit]


def _without_second_talk(owner: User, today: date, limit: int) -> list[tuple[int, int | None, float]]:
    """People met in the last thirty days, with whom nothing passed on any later day."""
    rows = _met_once(owner, today, today - SECOND_TALK_WITHIN, limit=limit)
    return [(pk, tie, (today - met).days / SECOND_TALK_IDEAL) for pk, tie, met in rows]


@prepared
def _met_once(owner: User, today: date, since: date, *, limit: int) -> QuerySet[Contact, Any]:
    later = Participant.objects.filter(owner=owner, contact=OuterRef("pk"), counted_on__gt=OuterRef("met_on"))
    people = _awake(owner, today).filter(met_on__gte=since, met_on__lt=today)
    people = people.filter(~Exists(later.counted(today)), cadence_ideal=None, cadence_at_most=None)
    return people.order_by("met_on", F("tie").desc(nulls_last=True), "pk").values_list("pk", "tie", "met_on")[:limit]
