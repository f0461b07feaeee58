"""The rows that the twelve practices count. The first sentence of each docstring is the definition that pages show.

Each takes the owner, a window and, if wanted, a community or a family of them, as the rows of the figures do.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from django.db.models import Exists, F, OuterRef, Q

from communities.models import Community, Contribution, ContributionQuerySet, Family, Membership
from communities.models.contribution import ContributionKind
from contacts.models import (
    Congratulation,
    ContactQuerySet,
    ImportantDate,
    ImportantDateQuerySet,
    Participant,
    Promise,
    PromiseQuerySet,
)
from contacts.models.important_date import days_within
from networking.accounts.models import User
from networking.metrics.belonging import lies_in
from networking.metrics.rows import Rows, Where, new_contacts
from networking.metrics.windows import Window


def member_on(day: str, contact: str, community: Community | Family) -> Exists:
    """That the person of the row outside was a member on a day of that row."""
    periods = Membership.objects.filter(
        lies_in(community, "community"), contact=OuterRef(contact), trash=None, community__trash=None
    )
    since = Q(since=None) | Q(since__lte=OuterRef(day))
    return Exists(periods.filter(since, Q(until=None) | Q(until__gte=OuterRef(day))))


@cache
def given(kind: ContributionKind) -> Rows:
    """What you gave in the month, of one kind."""

    def rows(owner: User, window: Window, community: Where = None) -> ContributionQuerySet:
        mine = Contribution.objects.for_owner(owner).made_in(window.first, window.after_last)
        return mine.filter(lies_in(community, "community"), kind=kind)

    return rows


def without_second_talk(owner: User, window: Window, community: Where = None) -> ContactQuerySet:
    """People met in the month with whom nothing has passed on any later day."""
    later = Participant.objects.filter(contact=OuterRef("pk"), counted_on__gt=OuterRef("met_on"))
    return new_contacts(owner, window, community).filter(~Exists(later.counted(window.today)))


def promises_due(owner: User, window: Window, community: Where = None) -> PromiseQuerySet:
    """Promises of yours whose day was in the month; one taken back by that day is not among them."""
    mine = Promise.objects.for_owner(owner).mine().filter(due_on__gte=window.first, due_on__lt=window.after_last)
    mine = mine.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=F("due_on")))
    return mine if community is None else mine.filter(member_on("due_on", "contact", community))


def promises_kept(owner: User, window: Window, community: Where = None) -> PromiseQuerySet:
    """Promises of yours whose day was in the month, kept by that day."""
    return promises_due(owner, window, community).filter(kept_on__lte=F("due_on"))


def dates_due(owner: User, window: Window, community: Where = None) -> ImportantDateQuerySet:
    """Dates to congratulate on that came in the month, of people known by then and not archived."""
    rows = ImportantDate.objects.for_owner(owner).filter(days_within(window.first, window.after_last - timedelta(1)))
    known = Q(contact__met_on=None) | Q(contact__met_on__lt=window.after_last)
    active = Q(contact__archived_on=None) | Q(contact__archived_on__gte=window.after_last)
    if community is not None:
        periods = Membership.objects.filter(lies_in(community, "community"), contact=OuterRef("contact"), trash=None)
        since = Q(since=None) | Q(since__lt=window.after_last)
        rows = rows.filter(Exists(periods.filter(since, Q(until=None) | Q(until__gte=window.first))))
    return rows.filter(known, active)


def congratulated(owner: User, window: Window, community: Where = None) -> ImportantDateQuerySet:
    """Dates of the month on which you congratulated."""
    made = Congratulation.objects.filter(
        date=OuterRef("pk"),
        interaction__trash=None,
        meant_for__gte=window.first,
        meant_for__lt=window.after_last,
    )
    return dates_due(owner, window, community).filter(Exists(made))
