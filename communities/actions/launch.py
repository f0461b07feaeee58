from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from communities.models import Community, Event, LaunchStep, Participation
from communities.models.launch import Step
from communities.models.participation import Role


def step_of(community: Community, step: Step) -> LaunchStep:
    """The row of a step in a community, made when it is first touched."""
    row, _made = LaunchStep.objects.get_or_create(owner_id=community.owner_id, community=community, step=step)
    row.community = community
    return row


@transaction.atomic
def tick_off(*, community: Community, step: Step, day: date) -> LaunchStep | None:
    """Mark a step as done because what it asks for was just made elsewhere.

    None where it was done before, or where the community is not one that its owner founded.
    """
    mine = Participation.objects.filter(owner=community.owner_id, community=community, trash=None, role=Role.FOUNDER)
    if not mine.exists():
        return None
    row = step_of(community, step)
    if row.done_on:
        return None
    row.claim_version(row.version)
    row.done_on = day
    row.save(update_fields=["done_on", "updated_at"])
    return row


@transaction.atomic
def untick_meetings(*, made: Iterable[int]) -> None:
    """Mark the meetings of a launch plan as not done, where what made these events was undone and no series is left."""
    places = Event.objects.filter(pk__in=made, community__isnull=False).values("community")
    for row in LaunchStep.objects.filter(community__in=places, step=Step.MEETINGS, done_on__isnull=False):
        series = Event.objects.filter(owner=row.owner_id, community=row.community_id, series__isnull=False, trash=None)
        if not series.exists():
            row.claim_version(row.version)
            row.done_on = None
            row.save(update_fields=["done_on", "updated_at"])
