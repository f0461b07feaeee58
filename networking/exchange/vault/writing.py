"""The folder of notes as one ZIP archive, sent while it is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from networking.exchange.outgoing.zipping import Zipping
from networking.exchange.vault.network import Network
from networking.exchange.vault.people import people_notes
from networking.exchange.vault.places import community_notes, event_notes, month_notes, start_note

if TYPE_CHECKING:
    from networking.accounts.models import User


def notes(owner: User) -> Iterator[tuple[str, bytes]]:
    """Path and text of every note: people, communities, events, months, and the one with which to begin."""
    network = Network(owner)
    yield f"{network.start}.md", start_note(network)
    kinds = {
        "months": month_notes(network),
        "communities": community_notes(network),
        "events": event_notes(network),
        "people": people_notes(network),
    }
    for kind, found in kinds.items():
        for name, text in found:
            yield f"{network.folders[kind]}/{name}.md", text


def vault(owner: User) -> Iterator[bytes]:
    """The archive, piece by piece."""
    zipping = Zipping()
    for path, text in notes(owner):
        yield from zipping.file(path, [text])
    yield zipping.end()
