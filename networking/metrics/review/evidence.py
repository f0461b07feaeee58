"""What the facts of a month say of the four qualities. It stands beside the marks and never enters them.

The first sentence of each docstring is the definition that pages show.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Avg, F, OuterRef, Q, QuerySet

from communities.models import Event, EventQuerySet, Opportunity, OpportunityQuerySet
from communities.models.event import EventRole
from communities.models.opportunity import OpportunityKind, Outcome
from contacts.models import Contact, ContactQuerySet, Mentorship, MentorshipQuerySet, ReferralQuerySet, TieChange
from contacts.models.mentorship import MentorDirection
from networking.accounts.models import User
from networking.metrics.counting import over_windows
from networking.metrics.practices.rows import (
    member_on,
    organised_besides,
    organised_events,
    second_talks,
    within,
)
from networking.metrics.rows import Rows, Where, events_as, events_attended, referrals_received
from networking.metrics.windows import Window


def ties_deepened(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People with whom the tie became deeper in the month."""
    changes = TieChange.objects.filter(owner=owner, day__gte=window.first, day__lt=window.after_last)
    changes = changes.filter(before__isnull=False, tie__gt=F("before"))
    if community is not None:
        changes = changes.filter(member_on("day", "contact", community))
    return Contact.objects.filter(pk__in=changes.order_by().values("contact")).exclude(trash__isnull=False)


def knowledge_marked(owner: User, window: Window, community: Where = None) -> EventQuerySet:
    """Events of the month of which you said what knowledge they brought."""
    return events_attended(owner, window, community).exclude(knowledge=None)


def opportunities(owner: User, window: Window, community: Where = None) -> OpportunityQuerySet:
    """Opportunities that came in the month."""
    mine = Opportunity.objects.for_owner(owner).received_in(window.first, window.after_last)
    return mine.filter(within(community))


def opportunities_taken(owner: User, window: Window, community: Where = None) -> OpportunityQuerySet:
    """Opportunities that came in the month and that you took."""
    return opportunities(owner, window, community).filter(outcome=Outcome.TAKEN)


def invitations(owner: User, window: Window, community: Where = None) -> OpportunityQuerySet:
    """Invitations of the month to give a talk."""
    return opportunities(owner, window, community).filter(kind=OpportunityKind.TALK)


def talks_given(owner: User, window: Window, community: Where = None) -> QuerySet[Event]:
    """Events of the month at which you were a speaker."""
    return events_as(EventRole.SPEAKER)(owner, window, community)


def unasked_referrals(owner: User, window: Window, community: Where = None) -> ReferralQuerySet:
    """Recommendations of the month for which you had not asked."""
    return referrals_received(owner, window, community).filter(asked_on=None)


def mentees(owner: User, window: Window, community: Where = None) -> MentorshipQuerySet:
    """People whom you mentored in the month."""
    mine = Mentorship.objects.for_owner(owner).filter(direction=MentorDirection.ME, started_on__lt=window.after_last)
    mine = mine.filter(Q(ended_on=None) | Q(ended_on__gte=window.first))
    if community is None:
        return mine
    theirs = Contact.objects.filter(within(community, "membership__community"), pk=OuterRef("contact"))
    theirs = theirs.filter(
        Q(membership__since=None) | Q(membership__since__lt=window.after_last),
        Q(membership__until=None) | Q(membership__until__gte=window.first),
        membership__trash=None,
    )
    return mine.filter(contact__in=theirs.values("pk"))


# By the quality that they speak for; an evidence of several parts is the sum of them.
OF_QUALITY: dict[str, dict[str, tuple[Rows, ...]]] = {
    "depth": {"ties-deepened": (ties_deepened,), "second-talks": (second_talks,)},
    "knowledge": {"knowledge-marked": (knowledge_marked,)},
    "usefulness": {"opportunities": (opportunities,), "opportunities-taken": (opportunities_taken,)},
    "recognition": {
        "talks-given": (talks_given,),
        "events-organised": (organised_events, organised_besides),
        "unasked-referrals": (unasked_referrals,),
        "mentees": (mentees,),
        "invitations": (invitations,),
    },
}


@dataclass(frozen=True)
class Evidence:
    """The numbers beside the marks by their slugs, and the two means; None where there is nothing to take a mean of."""

    numbers: dict[str, int]
    mean_knowledge: float | None
    mean_usefulness: float | None


def evidence(owner: User, window: Window, community: Where = None) -> Evidence | None:
    """What a month says of the four qualities, in three queries; None where there is no data."""
    named = [(slug, rows) for group in OF_QUALITY.values() for slug, parts in group.items() for rows in parts]
    counts = over_windows(owner, [rows for _slug, rows in named], [window], community)[0]
    if counts is None:
        return None
    numbers: dict[str, int] = {}
    for (slug, _rows), count in zip(named, counts, strict=True):
        numbers[slug] = numbers.get(slug, 0) + count
    return Evidence(
        numbers,
        _mean(knowledge_marked(owner, window, community), "knowledge"),
        _mean(opportunities(owner, window, community), "usefulness"),
    )


def _mean(rows: QuerySet[Event] | QuerySet[Opportunity], field: str) -> float | None:
    found = rows.order_by().aggregate(mean=Avg(field))["mean"]
    return None if found is None else float(found)
