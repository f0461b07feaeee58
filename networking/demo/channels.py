"""How the invented people are reached: handles and numbers that belong to nobody."""

from __future__ import annotations

from contacts.models import Channel
from contacts.models.channel import ChannelKind, normalise
from networking.demo.customs import phone
from networking.demo.names import latin
from networking.demo.rhythm import dice
from networking.demo.world import Person, World


def connect(world: World) -> int:
    """Save everybody's channels; the first of each person is preferred. Returns how many there are."""
    chance = dice(world.seed, "channels")
    customs, taken = world.customs, set[str]()
    friendly = customs.of_friends
    rows = []
    for place, one in enumerate(world.people):
        handle = _handle(one, taken)
        chosen = [kind for kind, odds in customs.odds if chance.random() < odds or (kind in friendly and _close(one))]
        for kind in chosen:
            value = _value(world.texts.language, kind, handle, place)
            rows.append(
                Channel(
                    owner=world.owner, contact=one.contact, kind=kind, value=value,
                    value_folded=normalise(kind, value), preferred=kind == chosen[0],
                )
            )  # fmt: skip
    Channel.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _close(one: Person) -> bool:
    return (one.contact.tie or 0) > 3


def _handle(one: Person, taken: set[str]) -> str:
    """A handle nobody else of the story has; the ending keeps a click from leading to a real person."""
    base = f"{latin(one.contact.given_name)}_{latin(one.contact.family_name)}"
    handle, number = base, 1
    while handle in taken:
        number += 1
        handle = f"{base}{number}"
    taken.add(handle)
    return handle


def _value(language: str, kind: str, handle: str, place: int) -> str:
    match kind:
        case ChannelKind.EMAIL:
            return f"{handle.replace('_', '.')}@example.org"
        case ChannelKind.PHONE | ChannelKind.WHATSAPP:
            return phone(language, place)
        case ChannelKind.TELEGRAM:
            return f"@{handle}_demo"
    return f"{handle}-demo"
