"""Where a community lives: the same lines of addresses as a person's, kept with the community."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from communities.models import Community
from communities.models.community import CommunityChannel
from contacts.models import Channel
from contacts.models.channel import ChannelKind, normalise


class _Address(Protocol):
    kind: str
    value: str


def as_channel(one: _Address) -> Channel:
    """An unsaved channel of the ground floor, which knows its link and its icon."""
    return Channel(kind=one.kind, value=one.value, value_folded=normalise(one.kind, one.value))


def as_channels(addresses: Iterable[_Address]) -> list[Channel]:
    return [as_channel(one) for one in addresses]


def store_channels(community: Community, wanted: list[tuple[ChannelKind, str]]) -> None:
    """Make a community's channels those of the list, in its order."""
    have = [(channel.kind, channel.value) for channel in community.channels.all()]
    if have == [(str(kind), value) for kind, value in wanted]:
        return
    community.channels.all().delete()
    for kind, value in wanted:
        CommunityChannel.objects.create(owner_id=community.owner_id, community=community, kind=kind, value=value)
