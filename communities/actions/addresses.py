from __future__ import annotations

from collections.abc import Iterable

from communities.list_addresses import kind_of
from contacts.models import Channel, Contact
from contacts.models.channel import normalise


def save_addresses(owner: int, people: Iterable[tuple[Contact, Iterable[str]]]) -> list[Channel]:
    """Give saved people the addresses that came beside their names in a list."""
    return Channel.objects.bulk_create(
        Channel(owner_id=owner, contact=contact, kind=kind, value=address, value_folded=normalise(kind, address))
        for contact, addresses in people
        for address in addresses
        for kind in [kind_of(address)]
    )
