"""How a person is reached, a line each: the address, the owner's word for it in brackets, a star for the best way.

`* +7 916 000-00-00 (work)` is a phone that is called "work" and preferred; everything but the address may be missing.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from contacts.forms.channels import ChannelsField, read_channel, write_channel
from contacts.models import Channel, Contact
from contacts.models.change import CHANNELS, WAYS
from contacts.models.channel import ChannelKind, normalise
from contacts.text import clean_name

# A word in brackets at the end of a line; figures alone belong to the number before them.
_LABEL = re.compile(r"^(?P<address>.*\S)\s+\((?P<label>[^()]*[^\W\d_][^()]*)\)$")
_BREAKS = re.compile(r"[\s,;()]+")
_LONGEST = 60


class Way(NamedTuple):
    """One line, read."""

    kind: ChannelKind
    address: str
    label: str = ""
    preferred: bool = False


def read_way(line: str) -> Way:
    bare = line.strip()
    preferred, bare = bare.startswith(("*", "★")), bare.lstrip("*★ ")
    found = _LABEL.match(bare)
    label = clean_name(found["label"])[:_LONGEST] if found else ""
    kind, address = read_channel(found["address"] if found else bare)
    return Way(kind, address, label, preferred)


def write_way(channel: Channel) -> str:
    """The line that `read_way` reads back to the same."""
    label = _shown(channel)
    return f"{'* ' if channel.preferred else ''}{write_channel(channel)}{f' ({label})' if label else ''}"


def _shown(channel: Channel) -> str:
    """The label as it fits into a line; one of figures alone does not."""
    label = _BREAKS.sub(" ", channel.label).strip()
    return label if any(char.isalpha() for char in label) else ""


class WaysField(ChannelsField):
    """Cleans to a list of `Way` without repetitions."""

    def clean(self, value: Any) -> list[Way]:
        ways = [read_way(line) for line in self.lines(value)]
        found = {(way.kind, normalise(way.kind, way.address)): way for way in ways if way.address}
        self.check((way.kind, way.address) for way in found.values())
        return [*found.values()]

    def keys_of(self, text: str) -> set[tuple[ChannelKind, str]]:
        return {(way.kind, normalise(way.kind, way.address)) for way in map(read_way, text.split("\n"))}


def become_of(have: list[Channel], wanted: list[Way]) -> dict[str, list[list[Any]]]:
    """What the history tells of a person's channels when they become those of the list: see `models/change.py`."""
    new = {(str(way.kind), normalise(way.kind, way.address)): way for way in wanted}
    old = {(one.kind, one.value_folded): one for one in have}
    went = [_told(key, one.label, one.preferred) for key, one in old.items() if key not in new]
    came = [_told(key, way.label, way.preferred) for key, way in new.items() if key not in old]
    pairs = [
        ([*key, one.label, one.preferred], [*key, _label_of(one, new[key]), new[key].preferred])
        for key, one in old.items()
        if key in new
    ]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    told = {CHANNELS: [went, came] if went or came else []}
    return told | {WAYS: [[was for was, _now in changed], [now for _was, now in changed]] if changed else []}


def _told(key: tuple[str, str], label: str, preferred: bool) -> list[Any]:
    return [*key, label, preferred] if label or preferred else [*key]


def _label_of(channel: Channel, way: Way) -> str:
    """The label that a channel has when a line is stored; one that does not fit into a line stays."""
    return channel.label if _shown(channel) == way.label else way.label


def store_ways(contact: Contact, wanted: list[Way]) -> None:
    """Make a person's channels those of the list: what stays keeps its row, the rest comes or goes."""
    have = {(channel.kind, channel.value_folded): channel for channel in contact.channels.all()}
    for way in wanted:
        channel = have.pop((str(way.kind), normalise(way.kind, way.address)), None)
        if channel is None:
            Channel.objects.create(owner_id=contact.owner_id, contact=contact, value=way.address, **_beside(way))
        elif (channel.value, _shown(channel), channel.preferred) != (way.address, way.label, way.preferred):
            channel.value, channel.preferred = way.address, way.preferred
            channel.label = _label_of(channel, way)
            channel.save()
    for channel in have.values():
        channel.delete()


def _beside(way: Way) -> dict[str, Any]:
    return {"kind": way.kind, "label": way.label, "preferred": way.preferred}
