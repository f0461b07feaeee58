"""The rows behind the four rated figures: the marks themselves, and the evidence that stands beside each.

As in `rows.py`: the first sentence of each docstring is the definition that the page shows; none asks the clock or
the database by itself.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, Exists, F, Func, OuterRef, Q
from django.db.models.sql.compiler import SQLCompiler

from communities.models import (
    Contribution,
    ContributionQuerySet,
    Event,
    EventQuerySet,
    Opportunity,
    OpportunityQuerySet,
    Reflection,
    ReflectionQuerySet,
)
from communities.models.contribution import ContributionKind
from communities.models.event import Attended, EventRole
from communities.models.opportunity import OpportunityKind, Outcome
from contacts.kept_again import SOON_DAYS
from contacts.models import ContactQuerySet, Mentorship, Participant, ReferralQuerySet, TieChange
from contacts.models.mentorship import MentorDirection
from networking.accounts.models import User
from networking.metrics.belonging import Where, are_members, contains, lies_in, memberships, those
from networking.metrics.rows import Rows, events_attended, new_contacts, referrals_received
from networking.metrics.windows import Window


class _SoonAfter(Func):
    """A day so many days later, in the database's own words: adding a timedelta would call Python for each row."""

    output_field = DateField()
    template = f"(%(expressions)s + {SOON_DAYS})"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template=f"date(%(expressions)s, '+{SOON_DAYS} days')", **more)


def depth(owner: User, window: Window, community: Where = None) -> ReflectionQuerySet:
    """How deep the ties of the month became: your mark, 1 to 5, or the mean of your marks for communities."""
    return _marked(owner, window, community, "depth")


def knowledge(owner: User, window: Window, community: Where = None) -> ReflectionQuerySet:
    """How good the knowledge of the month was: your mark, 1 to 5, or the mean of your marks for communities."""
    return _marked(owner, window, community, "knowledge")


def usefulness(owner: User, window: Window, community: Where = None) -> ReflectionQuerySet:
    """How useful the month's opportunities were: your mark, 1 to 5, or the mean of your marks for communities."""
    return _marked(owner, window, community, "usefulness")


def recognition(owner: User, window: Window, community: Where = None) -> ReflectionQuerySet:
    """How much others recognised you in the month: your mark, 1 to 5, or the mean of your marks for communities."""
    return _marked(owner, window, community, "recognition")


def _marked(owner: User, window: Window, community: Where, quality: str) -> ReflectionQuerySet:
    """The mark of everything, and in months without one those of communities; or those of the chosen ones alone."""
    marked = Reflection.objects.for_owner(owner).exclude(**{quality: None})
    found = marked.filter(month__gte=window.first, month__lt=window.after_last)
    if community is not None:
        return found.filter(lies_in(community, "community"))
    overall = marked.overall().filter(month=OuterRef("month"))
    return found.filter(Q(community=None) | Q(community__trash=None)).filter(Q(community=None) | ~Exists(overall))


def ties_deepened(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People with whom the tie became deeper on a day of the month."""
    deeper = TieChange.objects.filter(owner=owner, day__gte=window.first, day__lt=window.after_lived)
    deeper = deeper.filter(tie__gt=F("before"))
    if community is not None:
        theirs = memberships(owner, community).filter(contains("day"), contact=OuterRef("contact"))
        deeper = deeper.filter(Exists(theirs))
    return those(deeper.values("contact"))


def talked_soon(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People met in the month with whom something passed on a later day, within 30 days."""
    later = Participant.objects.filter(owner=owner, contact=OuterRef("pk"), counted_on__gt=OuterRef("met_on"))
    later = later.filter(counted_on__lte=_SoonAfter(OuterRef("met_on"))).counted(window.today)
    return new_contacts(owner, window, community).filter(Exists(later))


def talks_given(owner: User, window: Window, community: Where = None) -> EventQuerySet:
    """Events of the month at which you gave a talk."""
    return events_attended(owner, window, community).filter(my_role=EventRole.SPEAKER)


def events_organised(owner: User, window: Window, community: Where = None) -> EventQuerySet:
    """Events of the month that you organised, each counted once: by your role there, or by what you wrote down.

    These are those by the role; `organised_besides` are the others. The number is always the sum of both.
    """
    return events_attended(owner, window, community).filter(my_role=EventRole.ORGANISER)


def organised_besides(owner: User, window: Window, community: Where = None) -> ContributionQuerySet:
    """Organising written down as a contribution, where the event itself does not count already.

    An event has one role of yours and may have any number of contributions: it counts once, by its role if you were
    there as an organiser, else by the first of its contributions.
    """
    told = Contribution.objects.for_owner(owner).made_in(window.first, window.after_last)
    told = told.filter(lies_in(community, "community"), kind=ContributionKind.EVENT)
    by_role = Event.objects.filter(
        pk=OuterRef("event"), mine=Attended.ATTENDED, my_role=EventRole.ORGANISER, trash=None
    )
    same = Contribution.objects.filter(event=OuterRef("event"), kind=ContributionKind.EVENT, trash=None)
    earlier = same.filter(Q(day__lt=OuterRef("day")) | Q(day=OuterRef("day"), pk__lt=OuterRef("pk")))
    return told.filter(~Exists(by_role), ~Exists(earlier))


def events_rated(owner: User, window: Window, community: Where = None) -> EventQuerySet:
    """Events attended to which you gave a mark for their knowledge."""
    return events_attended(owner, window, community).exclude(knowledge=None)


def opportunities(owner: User, window: Window, community: Where = None) -> OpportunityQuerySet:
    """Opportunities that came in the month."""
    found = Opportunity.objects.for_owner(owner).received_in(window.first, window.after_last)
    return found.filter(lies_in(community, "community"))


def opportunities_rated(owner: User, window: Window, community: Where = None) -> OpportunityQuerySet:
    """Opportunities of the month to which you gave a mark for their usefulness."""
    return opportunities(owner, window, community).exclude(usefulness=None)


@cache
def opportunities_as(outcome: Outcome) -> Rows:
    """Opportunities of the month by what came of them."""

    def rows(owner: User, window: Window, community: Where = None) -> OpportunityQuerySet:
        return opportunities(owner, window, community).filter(outcome=outcome)

    return rows


def referrals_unasked(owner: User, window: Window, community: Where = None) -> ReferralQuerySet:
    """Received recommendations of the month that you had not asked for."""
    return referrals_received(owner, window, community).filter(asked_on=None)


def mentees(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People whom you mentored on at least one day of the month."""
    running = Mentorship.objects.filter(owner=owner, direction=MentorDirection.ME, trash=None)
    running = running.filter(Q(ended_on=None) | Q(ended_on__gte=window.first), started_on__lt=window.after_lived)
    people = those(running.order_by().values("contact"))
    return people if community is None else people.filter(are_members(owner, window, community))


def invitations(owner: User, window: Window, community: Where = None) -> OpportunityQuerySet:
    """Invitations to give a talk that came in the month."""
    return opportunities(owner, window, community).filter(kind=OpportunityKind.TALK)
