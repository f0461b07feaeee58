"""The rows behind every figure. A count is never computed in another way than by counting these.

The first sentence of each docstring is the definition that the page shows. All take the owner, a window and,
if wanted, one community or one family of communities; none asks the clock or the database by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from communities.models import Attendance, Event, EventQuerySet
from communities.models.attendance import AttendanceQuerySet
from communities.models.event import EventFormat, EventKind, EventRole
from contacts.models import (
    Contact,
    ContactQuerySet,
    Interaction,
    InteractionQuerySet,
    Participant,
    Referral,
    ReferralQuerySet,
)
from contacts.models.interaction import ParticipantQuerySet
from networking.accounts.models import User
from networking.metrics.belonging import Where as Where
from networking.metrics.belonging import are_members, as_member, contains, lies_in, memberships, those
from networking.metrics.windows import Window

Rows: TypeAlias = Callable[[User, Window, Where], QuerySet[Any]]


def new_contacts(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People whom you met in the month."""
    people = Contact.objects.for_owner(owner).filter(met_on__gte=window.first, met_on__lt=window.after_last)
    if community is None:
        return people
    theirs = memberships(owner, community).filter(contact=OuterRef("pk"))
    joined = theirs.filter(since__gte=window.first, since__lt=window.after_last)
    begin, end = window.moments
    met_there = (
        Attendance.objects.for_owner(owner)
        .came()
        .filter(lies_in(community, "event__community"), contact=OuterRef("pk"))
        .filter(event__starts__gte=begin, event__starts__lt=end)
        .alias(day=TruncDate("event__starts", tzinfo=window.zone))
        .filter(day=OuterRef("met_on"))
    )
    return people.filter(Exists(theirs.filter(contains("met_on"))) | Exists(joined) | Exists(met_there))


def undated(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People of whom you have not written down when you met; no month counts them."""
    people = Contact.objects.for_owner(owner).filter(met_on=None)
    return people if community is None else people.filter(are_members(owner, window, community))


def talked_again(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People met in the month with whom something passed on a later day too."""
    later = Participant.objects.filter(owner=owner, contact=OuterRef("pk"), counted_on__gt=OuterRef("met_on"))
    later = later.counted(window.today)
    return new_contacts(owner, window, community).filter(Exists(later))


def interactions(owner: User, window: Window, community: Where = None) -> InteractionQuerySet:
    """Talks, calls and letters of the month, each counted once; an attempt without an answer does not count."""
    counted = Interaction.objects.for_owner(owner).filter(answered=True).on_days(window.first, window.after_lived)
    if community is None:
        return counted
    # The row outside has the owner already: naming them again would lead SQLite down the index of all their rows.
    parts = Participant.objects.filter(interaction=OuterRef("pk"), contact__trash=None)
    return counted.filter(Exists(parts.filter(as_member(owner, community))))


def people_reached(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People with whom something passed in the month."""
    return those(parts_in_talks(owner, window, community).values("contact"))


def parts_in_talks(owner: User, window: Window, community: Where = None) -> ParticipantQuerySet:
    """Parts of people in what counts in the month."""
    parts = Participant.objects.filter(owner=owner, counted_on__gte=window.first, counted_on__lt=window.after_lived)
    return parts if community is None else parts.filter(as_member(owner, community))


def members(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People who were members on at least one day of the month."""
    people = Contact.objects.for_owner(owner)
    return people.none() if community is None else people.filter(are_members(owner, window, community))


def referrals_received(owner: User, window: Window, community: Where = None) -> ReferralQuerySet:
    """Recommendations that somebody made for you in the month."""
    received = Referral.objects.for_owner(owner).received().made_in(window.first, window.after_last)
    if community is None:
        return received
    theirs = memberships(owner, community).filter(contains("made_on"), contact=OuterRef("giver"))
    return received.filter(Exists(theirs))


def referrals_given(owner: User, window: Window, community: Where = None) -> ReferralQuerySet:
    """Recommendations that you made for others in the month."""
    given = Referral.objects.for_owner(owner).given().made_in(window.first, window.after_last)
    if community is None:
        return given
    then = memberships(owner, community).filter(contains("made_on"))
    return given.filter(
        Exists(then.filter(contact=OuterRef("receiver"))) | Exists(then.filter(contact=OuterRef("subject")))
    )


def referrals_useful(owner: User, window: Window, community: Where = None) -> ReferralQuerySet:
    """Received recommendations of the month that proved useful."""
    return referrals_received(owner, window, community).exclude(useful_on=None)


def referrals_not_thanked(owner: User, window: Window, community: Where = None) -> ReferralQuerySet:
    """Received recommendations of the month for which you have not yet thanked."""
    return referrals_received(owner, window, community).filter(thanked_on=None)


def events_attended(owner: User, window: Window, community: Where = None) -> EventQuerySet:
    """Events that began in the month and that you went to."""
    return Event.objects.for_owner(owner).attended().starting(*window.moments).filter(lies_in(community, "community"))


@cache
def events_as(role: EventRole) -> Rows:
    """Events attended in one role of yours."""
    return _events_with(my_role=role)


@cache
def events_in(form: EventFormat) -> Rows:
    """Events attended of one format."""
    return _events_with(format=form)


@cache
def events_of(kind: EventKind) -> Rows:
    """Events attended of one kind."""
    return _events_with(kind=kind)


def _events_with(**wanted: str) -> Rows:
    def rows(owner: User, window: Window, community: Where = None) -> EventQuerySet:
        return events_attended(owner, window, community).filter(**wanted)

    return rows


def people_at_events(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People who came to the events that you went to in the month."""
    return those(parts_in_events(owner, window, community).values("contact"))


def parts_in_events(owner: User, window: Window, community: Where = None) -> AttendanceQuerySet:
    """Those who came to the events that you went to in the month, once for each event."""
    events = events_attended(owner, window, community).order_by().values("pk")
    return Attendance.objects.filter(event__in=events).came().order_by()
