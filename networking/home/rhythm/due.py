from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from contacts.models import Contact, ContactQuerySet, Participant, Referral
from contacts.overdue import bring_stale_to, bring_to, longest_over
from contacts.prepared import prepared
from networking.accounts.models import User
from networking.home.rhythm.people import Rhythm, rhythm_of
from networking.home.rhythm.reasons import REMEMBERED, met, why

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


def due_people(owner: User, today: date, limit: int = SHOWN, *, stale: bool | None = None) -> list[Due]:
    """Whom to write to today: by days over ÷ cadence, then by tie. At most seven queries, whatever the network.

    `stale` says whether what is kept of people's rhythm does not hold on the day, where that is known.
    """
    if stale is None:
        bring_to(owner, today)
    elif stale:
        bring_stale_to(owner, today)
    ranked = {one.pk: (one.measure(today), one.tie, False) for one in longest_over(owner, today, limit)}
    for pk, tie, measure in _without_second_talk(owner, today, limit):
        ranked[pk] = (max(measure, ranked.get(pk, (0.0, 0, False))[0]), tie, True)
    order = sorted(ranked, key=lambda pk: (-ranked[pk][0], -(ranked[pk][1] or 0), pk))[:limit]
    people = {one.pk: one for one in _people(owner, today, today - REMEMBERED, order)}
    rhythms = rhythm_of(owner, people.values(), today)
    said = {
        pk: met(one, today) if ranked[pk][2] else why(one, rhythms[pk], vars(one)["helped"], today)
        for pk, one in people.items()
    }
    return [_due(people[pk], rhythms[pk], said[pk], today, fresh=ranked[pk][2]) for pk in order if pk in people]


@prepared
def _people(owner: User, today: date, since: date, order: list[int]) -> QuerySet[Contact]:
    """With `helped`, the day on which they last recommended me after a day."""
    received = Referral.objects.for_owner(owner).received().filter(giver=OuterRef("pk"), made_on__lte=today)
    helped = received.filter(made_on__gt=since).order_by("-made_on").values("made_on")[:1]
    return Contact.objects.sought_of(owner).filter(pk__in=order).annotate(helped=Subquery(helped)).order_by()


def _due(person: Contact, rhythm: Rhythm, reason: str, today: date, *, fresh: bool) -> Due:
    if not fresh or person.met_on is None:
        return Due(person, rhythm, rhythm.days or 0, rhythm.state, reason)
    days = (today - person.met_on).days
    return Due(person, rhythm, days, rhythm.state or ("soon" if days >= SECOND_TALK_IDEAL else ""), reason)


def _awake(owner: User, today: date) -> ContactQuerySet:
    people = Contact.objects.for_owner(owner).active().filter(rhythm_off=False)
    return people.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))


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
