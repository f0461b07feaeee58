from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from contacts.models import Contact, Participant, Referral
from contacts.models.contact import NAMES
from contacts.overdue import bring_stale_to, bring_to, ids_of_longest_over, measure_of
from contacts.prepared import prepared
from networking.accounts.models import User
from networking.home.rhythm.people import OF_RHYTHM, Rhythm, rhythm_of
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
    """Whom to write to today: by days over ÷ cadence, then by tie. At most five queries, whatever the network.

    `stale` says whether what is kept of people's rhythm does not hold on the day, where that is known.
    """
    if stale is None:
        bring_to(owner, today)
    elif stale:
        bring_stale_to(owner, today)
    found = _people(owner, today, today - REMEMBERED, today - SECOND_TALK_WITHIN, limit=limit)
    people = sorted(found, key=lambda one: (-_measure(one, today), -(one.tie or 0), one.pk))[:limit]
    rhythms = rhythm_of(owner, people, today)
    return [_due(one, rhythms[one.pk], today) for one in people]


@prepared
def _people(owner: User, today: date, remembered: date, lately: date, *, limit: int) -> QuerySet[Contact]:
    """Those longest over, and those met lately without a second talk, so many of each. With `helped`, the day on which
    they last recommended me, if that is remembered, and `fresh`: a second talk is due."""
    received = Referral.objects.for_owner(owner).received().filter(giver=OuterRef("pk"), made_on__lte=today)
    helped = received.filter(made_on__gt=remembered).order_by("-made_on").values("made_on")[:1]
    fresh = _fresh(owner, today, lately)
    met = Contact.objects.for_owner(owner).active().filter(fresh)
    met_first = met.order_by("met_on", F("tie").desc(nulls_last=True), "pk").values("pk")[:limit]
    people = Contact.objects.sought_of(owner).in_any_of(ids_of_longest_over(owner, today, limit), met_first).order_by()
    people = people.annotate(helped=Subquery(helped), fresh=Case(When(fresh, then=True), default=False))
    return people.only(*NAMES, *OF_RHYTHM, "due_on", "pace", "ideal_on", "how_met", "roles")


def _fresh(owner: User, today: date, lately: date) -> Q:
    """Of people who are neither archived nor in the trash: met lately, and nothing passed on any later day."""
    later = Participant.objects.filter(owner=owner, contact=OuterRef("pk"), counted_on__gt=OuterRef("met_on"))
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=today)
    met = Q(met_on__gte=lately, met_on__lt=today, rhythm_off=False, cadence_ideal=None, cadence_at_most=None)
    return awake & met & Q(~Exists(later.counted(today)))


def _measure(person: Contact, today: date) -> float:
    """Days ÷ cadence, of the cadence or of the second talk, whichever is longer over."""
    measures = [0.0]
    if person.pace and person.ideal_on and person.due_on and person.due_on <= today:
        measures.append(measure_of(person.pace, person.ideal_on, today))
    if vars(person)["fresh"] and person.met_on:
        measures.append((today - person.met_on).days / SECOND_TALK_IDEAL)
    return max(measures)


def _due(person: Contact, rhythm: Rhythm, today: date) -> Due:
    if not vars(person)["fresh"] or person.met_on is None:
        reason = why(person, rhythm, vars(person)["helped"], today)
        return Due(person, rhythm, rhythm.days or 0, rhythm.state, reason)
    days = (today - person.met_on).days
    state = rhythm.state or ("soon" if days >= SECOND_TALK_IDEAL else "")
    return Due(person, rhythm, days, state, met(person, today))
