from __future__ import annotations

from communities.models import Community, LaunchStep
from communities.models.launch import Step


def step_of(community: Community, step: Step) -> LaunchStep:
    """The row of a step in a community, made when it is first touched."""
    row, _made = LaunchStep.objects.get_or_create(owner_id=community.owner_id, community=community, step=step)
    return row
